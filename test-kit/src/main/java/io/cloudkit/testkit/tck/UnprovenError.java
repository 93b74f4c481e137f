package io.cloudkit.testkit.tck;

/** What a harness can do, and what it says that it can not, do not agree: no rule was broken. */
final class UnprovenError extends AssertionError {
  private static final long serialVersionUID = 1L;

  UnprovenError(String words) {
    super(words);
  }
}
