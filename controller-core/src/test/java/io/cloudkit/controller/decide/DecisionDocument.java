package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The decision table as people read it, in Markdown: rule by rule, in the order of the rules. */
final class DecisionDocument {
  /** Rules under one heading. */
  record Group(String title, List<Rule> rules) {}

  static final List<Group> GROUPS =
      List.of(
          new Group("A person has the last word", PersonRules.ALL),
          new Group("Taken on, taken over, or forgotten", MemoryRules.ALL),
          new Group("A launch of which the outcome is not known", UnresolvedRules.ALL),
          new Group("Jobs that may be alive", JobRules.ALL),
          new Group("Going away", DeletionRules.ALL),
          new Group("Coming, changing, being there", ProvisionRules.ALL));

  private static final String INTRODUCTION =
      """
      # What the operator decides, and why

      Whenever something changes, and when a time has come that it set itself, the operator looks at \
      a resource and takes the first rule that applies, from the top of this page to its end. Under \
      each rule are the situations in which it is tested to decide. This page is written by those \
      tests, and can not be out of date.

      A situation is told as it differs from an ordinary one: a resource that was taken on, whose \
      infrastructure was not launched yet, and whose provider answers. A decision says what is done; \
      then the **phase** and the `reason` of the condition Progressing, as kubectl shows them; then \
      the conditions that are shown besides, and the Events. A decision that only asks is taken again \
      with the answer.

      | word | meaning |
      |---|---|
      | job | one run of automation at a provider: it *provisions* (creates, changes) or *deprovisions* (takes away) |
      | operation | one effort to run a job, under a name that goes with it to the provider |
      | stray | a job of the resource that was not wanted, such as a second one of an operation |
      | settled | a job's end is settled when it was looked at again after a time, and had not changed |
      | polled, signalled | a provider that is asked for the state of its jobs, or one whose automation marks the resource |
      | sequence | how many launches were permitted; 0 proves that nothing was ever launched |
      | L1 | nothing is launched that was not written to the status before |
      | L2 | one operation has at most one effect |
      | L3 | a time-out or a crash means that the outcome is not known, never that it failed |
      | X1 | nothing is deprovisioned while a job that provisions may be alive |
      | X2 | nothing is provisioned once deletion has begun |
      | X3 | a resource is released after a deprovision, or when there is nothing to take away, or by a person's word |

      """;

  private DecisionDocument() {}

  static String markdown(List<Row> rows) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("## Phases\n\n").append(PhaseDiagram.of(rows));
    for (Group group : GROUPS) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append("| situation | decision | because |\n|---|---|---|\n");
      group.rules().forEach(rule -> page.append(section(rule, rows)));
    }
    return page.toString();
  }

  private static String section(Rule rule, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.decision().rule().equals(rule.name()))
        .map(row -> line(row.sentence(), told(row), row.because()))
        .collect(Collectors.joining("", line("**" + rule.name() + "**", "", ""), ""));
  }

  private static String line(String situation, String decision, String because) {
    // what a source cites is not at hand for the reader of this page
    String reason = because.replaceAll(": [a-z-]+\\.md.*$", "");
    return Stream.of(situation, decision, reason)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String told(Row row) {
    Decision decision = row.decision();
    List<String> parts = new ArrayList<>();
    parts.add(done(decision));
    if (!decision.next().equals(row.given().status())) {
      decision.next().phase().ifPresent(phase -> parts.add("**" + phase + "**" + reason(decision)));
      shown(decision).ifPresent(parts::add);
    }
    if (!decision.notices().isEmpty()) {
      parts.add("Event " + words(decision.notices().stream().map(Notice::reason)));
    }
    return String.join("; ", parts);
  }

  /** What is done, in a few words. */
  static String done(Decision decision) {
    return decision
        .effect()
        .match(
            () -> decision.wakeAfter().map(DecisionDocument::waiting).orElse("waits"),
            question -> "asks " + asked(question),
            () -> "puts its finalizer on",
            launch ->
                (launch.type() == JobType.PROVISION ? "launches provision" : "launches deprovision")
                    + (launch.operation().equals(Given.FRESH) ? "" : " again"),
            jobs -> "cancels job " + jobs.stream().map(Job::id).collect(Collectors.joining(", ")),
            ground ->
                "releases (" + ground.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
  }

  private static String waiting(Duration delay) {
    return delay.isZero()
        ? "goes on at once"
        : "waits, at most " + delay.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String asked(Question question) {
    return question.match(
        () -> "what became of the launch",
        job -> "how job " + job.id() + " is",
        provider -> "what runs for the resource",
        launch -> "from where a lost answer could be searched for");
  }

  private static String reason(Decision decision) {
    return decision
        .next()
        .condition(ConditionType.PROGRESSING)
        .map(condition -> " `" + condition.reason() + "`")
        .orElse("");
  }

  private static Optional<String> shown(Decision decision) {
    Stream<String> besides =
        Stream.of(ConditionType.values())
            .filter(type -> !type.isPermanent() && decision.next().isTrue(type))
            .map(ConditionType::toString);
    Stream<String> refused =
        decision.next().condition(ConditionType.ACCEPTED).stream()
            .filter(condition -> !condition.isTrue())
            .map(Condition::type)
            .map(type -> "not " + type);
    List<String> all = Stream.concat(besides, refused).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
  }

  private static String words(Stream<String> words) {
    return words.distinct().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }
}
