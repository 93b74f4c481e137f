package io.cloudkit.controller.simulation;

import java.util.Optional;
import java.util.Set;

/** What a person can do about a resource, beside its spec. */
interface Control {
  String name();

  /** Whether a person could do it now. */
  boolean isPossible(SmallDay day);

  void give(SmallDay day);

  /** Promises that are not kept any more, as its documentation says; asked before it is given. */
  default Set<String> givesUp(SmallDay day) {
    return Set.of();
  }

  /**
   * What became of it; empty if nobody could tell.
   *
   * @param without how it would have gone on
   * @param with how it did
   */
  Optional<Fate> fate(Course without, Course with);

  /** It is over, before calm comes. */
  default void takeBack(SmallDay day) {}
}
