package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.Decider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a storm was made of, and what it did not have. */
final class StormReport {
  private final Map<Ability, Tally> tallies;
  private final Tally all = new Tally();
  private final List<String> broken;
  private final Duration took;

  /**
   * A report.
   *
   * @param broken a line for each day that broke a promise
   */
  StormReport(Map<Ability, Tally> tallies, List<String> broken, Duration took) {
    this.tallies = tallies;
    this.broken = broken;
    this.took = took;
    tallies.values().forEach(all::add);
  }

  String line() {
    return "schedules=%d steps=%d faults=%d".formatted(all.days(), all.steps(), all.faults());
  }

  /** Faults that never struck where they can, and rules that never decided. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    tallies.forEach(
        (ability, tally) ->
            tally.neverHit(ability).forEach(fault -> missing.add(ability + " never met " + fault)));
    Decider.rules().stream()
        .filter(rule -> !all.byRule().containsKey(rule))
        .forEach(rule -> missing.add("the rule \"" + rule + "\" never decided"));
    return missing;
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s violations=%d in %s, %,d schedules a second%n"
            .formatted(line(), broken.size(), took, aSecond()));
    text.append(
        "a core, in a second of its own: %,d schedules, %,d steps%n"
            .formatted(all.daysPerSecondOfWork(), all.stepsPerSecondOfWork()));
    table(
        text,
        "abilities | schedules | steps | faults | days with the stated residual | a second of a core");
    tallies.forEach(
        (ability, tally) ->
            row(
                text,
                ability,
                tally.days(),
                tally.steps(),
                tally.faults(),
                tally.residuals(),
                tally.daysPerSecondOfWork()));
    table(text, "fault | times");
    all.byFault().forEach((fault, times) -> row(text, fault, times));
    table(text, "a person helped because of | times");
    all.byNeed().forEach((need, times) -> row(text, need, times));
    table(text, "rule | times it decided");
    Decider.rules().forEach(rule -> row(text, rule, all.byRule().getOrDefault(rule, 0L)));
    table(text, "missing");
    missing().forEach(each -> row(text, each));
    table(text, "broken");
    broken.forEach(each -> row(text, each));
    return text.toString();
  }

  private long aSecond() {
    return all.days() * 1000 / Math.max(1, took.toMillis());
  }

  private static void table(StringBuilder text, String head) {
    text.append("\n| ").append(head).append(" |\n|");
    text.append("---|".repeat(head.split("\\|", -1).length)).append('\n');
  }

  private static void row(StringBuilder text, Object... cells) {
    text.append('|');
    for (Object cell : cells) {
      String shown = cell instanceof Long number ? "%,d".formatted(number) : cell.toString();
      text.append(' ').append(shown).append(" |");
    }
    text.append('\n');
  }
}
