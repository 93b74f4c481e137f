/**
 * What the simulation is worth: the engine without one of its protections, compiled from its own
 * source and loaded beside the whole one, must break a promise on some bad day. The engine itself
 * has no switch for any of it.
 */
package io.cloudkit.controller.sabotage;
