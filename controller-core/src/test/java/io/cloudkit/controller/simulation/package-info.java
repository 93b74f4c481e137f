/**
 * Bad days, made from a seed: one resource, two operators, a backend in memory, and faults at every
 * step. One thread, virtual time. The judge shares no code with the engine and looks at the world
 * alone.
 */
package io.cloudkit.controller.simulation;
