/**
 * Bad days, made from a seed: up to three resources, two operators, backends in memory or behind a
 * real provider, users and careless hands, and faults at every step. One thread, virtual time. The
 * judge shares no code with the engine and looks at the world alone, and a {@code Chronicle} tells
 * it what the world did: what was asked for, and what gave cause. What was never hit proves
 * nothing, so that is counted, too.
 */
package io.cloudkit.controller.simulation;
