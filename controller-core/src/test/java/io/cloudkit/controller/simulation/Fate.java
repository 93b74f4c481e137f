package io.cloudkit.controller.simulation;

/**
 * What became of a person's word.
 *
 * @param how by what it is seen
 */
record Fate(Kind kind, String how) {
  /** The three that there are; silence is none of them. */
  enum Kind {
    /** It has its effect. */
    TAKEN,
    /** A condition says why not. */
    REFUSED,
    /** By its documentation there is nothing for it to do. */
    NOTHING_TO_DO
  }

  static Fate taken(String how) {
    return new Fate(Kind.TAKEN, how);
  }

  static Fate refused(String how) {
    return new Fate(Kind.REFUSED, how);
  }

  static Fate nothingToDo(String why) {
    return new Fate(Kind.NOTHING_TO_DO, why);
  }

  @Override
  public String toString() {
    return kind + " (" + how + ")";
  }
}
