package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;

/** What it calls can be found by no search. */
@Breaks("the_engine_does_not_reflect")
final class Reflects {
  Object settings(String name) throws ReflectiveOperationException {
    return Class.forName(name).getMethod("settings").invoke(null);
  }
}
