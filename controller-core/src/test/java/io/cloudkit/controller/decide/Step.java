package io.cloudkit.controller.decide;

/** A decision, and all that it was made from. */
record Step(Situation situation, Decision decision) {}
