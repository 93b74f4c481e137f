package io.cloudkit.controller.sabotage;

import static io.cloudkit.controller.sabotage.Sabotage.without;

import java.util.List;

/** What may be alive is not waited for (X1, X2, X3). */
final class ExclusionSabotages {
  private static final String LEDGER = "controller.decide.Ledger";
  private static final String UNRESOLVED = "controller.decide.UnresolvedRules";
  private static final String LIVING = "controller.decide.LivingJobs";
  private static final String PROVISION = "controller.decide.ProvisionRules";
  private static final String DELETION = "controller.decide.DeletionRules";
  private static final String GATE = "controller.decide.LaunchGate";
  private static final String VIEW = "controller.decide.View";
  private static final String BELIEF = "provider.eda.tracker.Belief";
  private static final String MEMORY = "controller.engine.Memory";

  /** A decision refuses what no rule may plan, so that a rule alone can break little. */
  private static final Cut NET =
      new Cut(
          "controller.decide.Decision",
          "illegal.ifPresent(",
          "Optional.<String>empty().ifPresent(");

  static final List<Sabotage> ALL =
      List.of(
          without(
              "settle is not waited for",
              "X1",
              "searchable",
              new Cut(LEDGER, "unchangedFor.compareTo(seen.settle()) >= 0", "true")),
          without(
              "news of an end are believed without a look",
              "X1",
              "blind",
              new Cut(
                  VIEW,
                  "ledger.heard(status, row.getKey(), row.getValue())",
                  "ledger.observed(status, row.getKey(), row.getValue(), facts.sight())"),
              new Cut(MEMORY, "seen.hearsay = !isAlive(observation);", ""),
              new Cut(
                  MEMORY,
                  "isNew = !observation.equals(news.put(ref, observation)); note(ref,"
                      + " observation);",
                  "isNew = !observation.equals(news.put(ref, observation));"
                      + " note(ref, observation).confirmed = nanoTime.getAsLong();")),
          without(
              "a foreign 404 is taken for an end",
              "X1",
              "signalled",
              new Cut(
                  LEDGER,
                  "foreign -> unseen(before.get(), foreign, Duration.ZERO)",
                  "foreign -> before.get().standing(Standing.DEAD, JobState.FAILED, foreign,"
                      + " now)")),
          without(
              "a job is overdue by the clock of another host",
              "C",
              "searchable",
              new Cut(
                  LIVING,
                  "sight(job).followed()); return left.isNegative() ?" + " Duration.ZERO : left;",
                  "Duration.between(job.requestedAt(), view.now())); return left.isNegative() ?"
                      + " Duration.ZERO : left;")),
          without(
              "an overdue job is not looked at before it is cancelled",
              "H",
              "searchable",
              new Cut(LIVING, "isOverdue(job) && canBeCancelled(job)", "false"),
              new Cut(
                  LIVING,
                  "isOverdue(job) && answer(job).flatMap(Answer::value).isPresent()",
                  "isOverdue(job)")),
          without(
              "a stray is not asked to end",
              "liveness",
              "searchable",
              new Cut(LIVING, "unwanted.add(stray);", "")),
          without(
              "a job that can not be seen is taken for dead",
              "X1",
              "signalled",
              new Cut(
                  LIVING, "sight(job).followed().compareTo(each.maxJobDuration()) >= 0", "true")),
          without(
              "deletion does not wait for what provisions",
              "X1",
              "signalled",
              NET,
              new Cut(
                  DELETION,
                  "return view.living().current(JobType.PROVISION).isPresent()"
                      + " || view.status().strayJobs().stream().anyMatch(Job::mayBeAlive);",
                  "return false;")),
          without(
              "deletion does not wait for an unresolved launch",
              "L1",
              "searchable",
              new Cut(
                  VIEW,
                  "return status.launch(); }",
                  "return isDeleting() ? Optional.empty() : status.launch(); }")),
          without(
              "liveJobs is not asked before a deprovision",
              "X1",
              "searchable",
              new Cut(
                  GATE,
                  "elsewhere(draft, draft.view().involvedProviders(), \"deprovision\"",
                  "elsewhere(draft, List.of(), \"deprovision\"")),
          without(
              "a provision does not wait for jobs that may be alive",
              "X1",
              "searchable",
              NET,
              new Cut(
                  PROVISION,
                  "v -> v.living().current(JobType.PROVISION).isPresent()",
                  "v -> false"),
              new Cut(PROVISION, "v -> v.living().any()", "v -> false")),
          without(
              "a provision is resumed in spite of a deletion",
              "X2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "view.isDeleting() ? launch.type() == JobType.DEPROVISION"
                      + " : launch.type() == JobType.PROVISION &&",
                  "launch.type() == JobType.DEPROVISION ? view.isDeleting() :")),
          without(
              "deletion is not looked at between W1 and the send",
              "X2",
              "searchable",
              new Cut(
                  "controller.engine.Engine",
                  "observer.wish(stands.get().snapshot()).equals(wish)",
                  "stands.get().snapshot().isDeleting()"
                      + " || observer.wish(stands.get().snapshot()).equals(wish)")),
          without(
              "whether a failed deprovision blocks is not read from the status",
              "X3",
              "searchable",
              NET,
              new Cut(DELETION, ".filter(job -> !job.blockDeletionOnFailure())", "")),
          without(
              "a deprovision that was taken to be over lets go",
              "X3",
              "eda",
              new Cut(
                  "controller.status.Job",
                  "return over.edit().blocksDeletion().build();",
                  "return over;")),
          without(
              "an end that AAP shows is believed at once",
              "X1",
              "eda-tracked",
              new Cut(BELIEF, "each.isSettled(times.settle())", "true")),
          without(
              "a delete that was posted again is over when the finalizer is gone",
              "X3",
              "eda",
              new Cut(
                  "provider.eda.signs.Signs",
                  "StoredStatus.of(query.resource()).tellsOfAnotherDeprovision(query.job().id())",
                  "false")),
          without(
              "an end that is not certain lets go",
              "X3",
              "searchable",
              NET,
              new Cut(
                  DELETION,
                  "v -> v.living().current(JobType.DEPROVISION).isPresent()",
                  "v -> v.living().current(JobType.DEPROVISION)"
                      + ".filter(job -> job.state() != JobState.SUCCEEDED).isPresent()"),
              new Cut(
                  DELETION,
                  "status().deprovisionJob().filter(Job::hasSucceeded)",
                  "status().deprovisionJob().filter(job -> job.state() == JobState.SUCCEEDED)")),
          without(
              "the finalizer is not put back",
              "liveness",
              "searchable",
              new Cut(
                  "controller.decide.MemoryRules",
                  "return !view.wish().hasFinalizer() && !view.isDeleting();",
                  "return false;")));

  private ExclusionSabotages() {}
}
