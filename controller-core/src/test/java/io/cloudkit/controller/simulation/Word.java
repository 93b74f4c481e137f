package io.cloudkit.controller.simulation;

import java.util.List;
import java.util.Map;

/** Words that people put on resources, well and badly spelled. */
record Word(String annotation, String value) {
  private static final String HOLD = "hold";
  private static final String TYPO = "typo";

  /** Not understood: a person meant something, and it is not known what. */
  static final List<Word> MISTYPED =
      List.of(
          new Word("management-state", "unmanagd-" + TYPO),
          new Word("deletion-policy", "orhpan-" + TYPO),
          new Word("resolve-launch", "some-operation=retyr-" + TYPO),
          new Word("resolve-status", "some-loss=relaunhc-" + TYPO));

  static final Word PLEASE_WAIT = new Word(HOLD, "maintenance");

  /** Whether an annotation of that full name asks for no launch. */
  static boolean holds(String name) {
    return name.equals(SimulatedApi.PREFIX + HOLD);
  }

  /** What goes shall leave behind what it has: a person looks after that. */
  static final Word ORPHAN = new Word("deletion-policy", "orphan");

  static boolean orphans(Map<String, String> annotations) {
    String said = annotations.getOrDefault(SimulatedApi.PREFIX + ORPHAN.annotation(), "");
    return said.equals(ORPHAN.value());
  }

  /** Whether a value is one that nobody can understand. */
  static boolean isMistyped(String value) {
    return value.endsWith(TYPO);
  }
}
