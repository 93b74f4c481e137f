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
  List<Decision> decisions() {
    return given.decide();
  }

  Decision decision() {
    List<Decision> decisions = decisions();
    return decisions.get(decisions.size() - 1);
  }

  void check() {
    assertThat(because).isNotBlank();
    try {
      then.check(decision(), given.status());
    } catch (AssertionError wrong) {
      throw new AssertionError(
          sentence + " (because " + because + "): " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public String toString() {
    return sentence;
  }
}
