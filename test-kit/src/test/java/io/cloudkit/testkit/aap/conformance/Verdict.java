package io.cloudkit.testkit.aap.conformance;

import java.util.List;

/**
 * What became of a row.
 *
 * @param complaints what was expected and what was found, or why it was left out
 */
record Verdict(Kind kind, List<String> complaints) {
  enum Kind {
    PASSED,
    FAILED,
    SKIPPED
  }

  static Verdict passed() {
    return new Verdict(Kind.PASSED, List.of());
  }

  static Verdict failed(List<String> complaints) {
    return new Verdict(Kind.FAILED, List.copyOf(complaints));
  }

  static Verdict skipped(String reason) {
    return new Verdict(Kind.SKIPPED, List.of(reason));
  }
}
