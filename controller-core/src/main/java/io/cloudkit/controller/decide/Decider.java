package io.cloudkit.controller.decide;

import java.util.List;

/** Decides what to do next about one resource. */
public final class Decider {
  private Decider() {}

  /** The names of all rules, the first one first. */
  public static List<String> rules() {
    return Rules.ALL.stream().map(Rule::name).toList();
  }

  /**
   * The decision of the first rule whose guard holds. Pure: the same situation always gives the
   * same decision.
   */
  public static Decision decide(Situation situation) {
    View view = View.of(situation);
    for (Rule rule : Rules.ALL) {
      if (rule.holds(view)) {
        return rule.plan(view);
      }
    }
    throw new IllegalStateException("the last rule always holds");
  }
}
