package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** One line of the decision table: in this situation this is decided, because. */
record Row(String sentence, Given given, Then then, String because) {

  static Beginning row(String sentence) {
    return given -> then -> because -> new Row(sentence, given, then, because);
  }

  /** A row that has its sentence. */
  interface Beginning {
    Middle given(Given given);
  }

  /** A row that has its situation. */
  interface Middle {
    End then(Then then);
  }

  /** A row that has its decision. */
  interface End {
    Row because(String because);
  }

  /** The decision, and before it those that only asked. */
  List<Step> steps() {
    return given.decide(Decider::decide);
  }

  /** What was decided when all was answered that was asked. */
  Step last() {
    return last(steps());
  }

  static Step last(List<Step> steps) {
    return steps.get(steps.size() - 1);
  }

  Decision decision() {
    return last().decision();
  }

  void check() {
    assertThat(because).isNotBlank();
    check(decision());
  }

  private void check(Decision decision) {
    try {
      then.check(decision, given.status());
    } catch (AssertionError wrong) {
      throw new AssertionError(
          sentence + " (because " + because + "): " + wrong.getMessage(), wrong);
    }
  }

  /** Whether the row would go red if these were the rules. */
  boolean refutes(List<Rule> rules) {
    try {
      check(last(given.decide(situation -> decide(rules, situation))).decision());
      return false;
    } catch (AssertionError | RuntimeException red) {
      return true;
    }
  }

  private static Decision decide(List<Rule> rules, Situation situation) {
    View view = View.of(situation);
    Rule first = rules.stream().filter(rule -> rule.holds(view)).findFirst().orElseThrow();
    return first.plan(view);
  }

  @Override
  public String toString() {
    return sentence;
  }
}
