package io.cloudkit.testkit.eda.playbook;

/** A task failed, and with it the play: there is no rescue (§4). */
final class PlaybookFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  PlaybookFailure(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
