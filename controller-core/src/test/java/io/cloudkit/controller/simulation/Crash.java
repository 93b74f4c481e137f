package io.cloudkit.controller.simulation;

/** The process dies here. An Error, so that nothing but the simulation catches it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String point) {
    super(point, null, false, false);
  }
}
