package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A diagram of the phases: how the rows lead from one to the next, at once and after the time that
 * they wait, and why a resource stays in each.
 */
final class PhaseDiagram {
  /** More reasons than these are told beside the phase. */
  private static final int FEW = 3;

  private static final Duration LATER = Duration.ofMinutes(1);

  private final Map<String, Set<String>> effects = new TreeMap<>();
  private final Map<String, Set<String>> waits = new TreeMap<>();
  private final Map<Phase, Set<String>> reasons = new TreeMap<>();

  private PhaseDiagram() {}

  static String of(List<Row> rows) {
    PhaseDiagram diagram = new PhaseDiagram();
    for (Row row : rows) {
      Decision first = row.decision();
      diagram.add(row.given().status(), first);
      Instant then = Given.NOW.plus(first.wakeAfter().orElse(LATER));
      Decision second =
          Row.last(row.given().decide(Decider::decide, first.next(), then)).decision();
      diagram.add(first.next(), second);
    }
    return diagram.mermaid();
  }

  private void add(ResourceStatus before, Decision decision) {
    String from = name(before.phase());
    String to = name(decision.next().phase());
    Optional<String> reason =
        decision.next().condition(ConditionType.PROGRESSING).map(Condition::reason);
    if (decision.effect().isRelease()) {
      // the phase is written, and then it goes
      put(effects, to + " --> [*]", "releases");
    } else if (!decision.effect().isNone() && decision.effect().asks().isEmpty()) {
      String what = DecisionDocument.done(decision).replaceAll(" job .*", "");
      put(effects, from + " --> " + to, what);
    } else if (!from.equals(to)) {
      reason.ifPresent(word -> put(waits, from + " --> " + to, word));
    }
    decision.next().phase().ifPresent(phase -> reason.ifPresent(word -> put(reasons, phase, word)));
  }

  private static String name(Optional<Phase> phase) {
    return phase.map(Phase::toString).orElse("[*]");
  }

  private static <K> void put(Map<K, Set<String>> map, K key, String word) {
    map.computeIfAbsent(key, k -> new TreeSet<>()).add(word);
  }

  private String mermaid() {
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    Set<String> arrows = new TreeSet<>(effects.keySet());
    arrows.addAll(waits.keySet());
    arrows.forEach(arrow -> text.append("  ").append(arrow).append(" : ").append(label(arrow)));
    text.append("```\n\n| phase | reasons to be in it |\n|---|---|\n");
    reasons.forEach(
        (phase, words) ->
            text.append("| ")
                .append(phase)
                .append(" | ")
                .append(String.join(", ", words))
                .append(" |\n"));
    return text.toString();
  }

  private String label(String arrow) {
    Set<String> words = new TreeSet<>(waits.getOrDefault(arrow, Set.of()));
    if (words.size() > FEW) {
      words = Set.of("waits for one of " + words.size() + " reasons");
    }
    Set<String> all = new TreeSet<>(words);
    all.addAll(effects.getOrDefault(arrow, Set.of()));
    return String.join(", ", all) + "\n";
  }
}
