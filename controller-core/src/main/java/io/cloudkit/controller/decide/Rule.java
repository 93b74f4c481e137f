package io.cloudkit.controller.decide;

import java.util.function.Function;
import java.util.function.Predicate;

/** One line of the specification: when it holds, this is what to do. */
record Rule(String name, Predicate<View> guard, Function<Draft, Decision> then) {
  static Rule rule(String name, Predicate<View> guard, Function<Draft, Decision> then) {
    return new Rule(name, guard, then);
  }

  boolean holds(View view) {
    return guard.test(view);
  }

  Decision plan(View view) {
    return then.apply(new Draft(name, view));
  }
}
