package io.cloudkit.controller.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words that people put on resources, well and badly spelled. */
record Word(String annotation, String value) {
  private static final String HOLD = "hold";
  private static final String MANAGEMENT = "management-state";
  private static final String TYPO = "typo";

  /** Not understood: a person meant something, and it is not known what. */
  static final List<Word> MISTYPED =
      List.of(
          new Word(MANAGEMENT, "unmanagd-" + TYPO),
          new Word("deletion-policy", "orhpan-" + TYPO),
          new Word("resolve-launch", "some-operation=retyr-" + TYPO),
          new Word("resolve-status", "some-loss=relaunhc-" + TYPO));

  /** Annotation by which a person has what is there provisioned once more. */
  static final String RERUN = "rerun";

  /** Annotation by which a person has the next effort begin now. */
  static final String RETRY = "retry";

  static final Word PLEASE_WAIT = new Word(HOLD, "maintenance");

  static final Word MANUAL = new Word(MANAGEMENT, "manual");
  static final Word UNMANAGED = new Word(MANAGEMENT, "unmanaged");

  /** Whether a word to retry is there that is not the one that was followed last. */
  static boolean asksAgain(Map<String, String> annotations, Optional<String> followed) {
    Optional<String> word = Optional.ofNullable(annotations.get(SimulatedApi.PREFIX + RETRY));
    return word.isPresent() && !word.equals(followed);
  }

  boolean isSaid(Map<String, String> annotations) {
    return annotations.getOrDefault(SimulatedApi.PREFIX + annotation, "").equals(value);
  }

  /** Whether annotations ask for no launch. */
  static boolean holds(Map<String, String> annotations) {
    return annotations.containsKey(SimulatedApi.PREFIX + HOLD);
  }

  /** Whether annotations say that a person drives the resource. */
  static boolean isSetAside(Map<String, String> annotations) {
    return MANUAL.isSaid(annotations) || UNMANAGED.isSaid(annotations);
  }

  /** Whether annotations say that the resource may go and leave everything behind. */
  static boolean letsGo(Map<String, String> annotations) {
    return ORPHAN.isSaid(annotations) || isSetAside(annotations);
  }

  /** Whether one of the annotations is such that nobody can understand it. */
  static boolean mistyped(Map<String, String> annotations) {
    return annotations.values().stream().anyMatch(Word::isMistyped);
  }

  /** What goes shall leave behind what it has: a person looks after that. */
  static final Word ORPHAN = new Word("deletion-policy", "orphan");

  /** Whether a value is one that nobody can understand. */
  static boolean isMistyped(String value) {
    return value.endsWith(TYPO);
  }
}
