package io.cloudkit.controller.sabotage;

import static io.cloudkit.controller.sabotage.Sabotage.of;

import java.util.List;
import java.util.stream.Stream;

/** The protections, each taken away. Those that cover for each other go together. */
final class Sabotages {
  private static final String LEDGER = "controller.decide.Ledger";
  private static final String UNRESOLVED = "controller.decide.UnresolvedRules";
  private static final String LIVING = "controller.decide.LivingJobs";
  private static final String PROVISION = "controller.decide.ProvisionRules";
  private static final String DELETION = "controller.decide.DeletionRules";
  private static final String GATE = "controller.decide.LaunchGate";
  private static final String VIEW = "controller.decide.View";
  private static final String DRAFT = "controller.decide.Draft";
  private static final String ENGINE = "controller.engine.Engine";
  private static final String MEMORY = "controller.engine.Memory";
  private static final String BACKEND = "testkit.provider.InMemoryProvider";

  /** A decision refuses what no rule may plan, so that a rule alone can break little. */
  private static final Cut NET =
      new Cut(
          "controller.decide.Decision",
          "illegal.ifPresent(",
          "Optional.<String>empty().ifPresent(");

  /** What is written before a launch, and after it (L1, L2, L3). */
  private static final List<Sabotage> LAUNCHING =
      List.of(
          of(
              "W1 overwrites what has changed since it was read",
              "L1",
              "searchable",
              new Cut(
                  "controller.simulation.SimulatedApi",
                  ".filter(each ->"
                      + " String.valueOf(each.resourceVersion).equals(seen.resourceVersion()))",
                  "")),
          of(
              "a conflict of W1 does not stop the launch",
              "L1",
              "searchable",
              new Cut(
                  ENGINE,
                  "() -> readBack(seen, memory, decision, sendBy)",
                  "() -> act(seen, memory, decision, sendBy)")),
          of(
              "a permission that was read back may be another's",
              "L1",
              "searchable",
              new Cut(
                  ENGINE,
                  ".filter(each -> each.status().launch().equals(decision.next().launch()))",
                  "")),
          of(
              "sendBy is not kept",
              "L2",
              "searchable",
              new Cut(
                  ENGINE,
                  "Deadline.after(settings.policy().sendWindow(), surroundings.nanoTime())",
                  "Deadline.after(Duration.ofDays(1), surroundings.nanoTime())")),
          of(
              "recover is not asked",
              "L2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "return view.launch().isPresent()"
                      + " && view.facts().answers().recovery().isEmpty(); }"
                      + " private static Decision followAnswer",
                  "return false; } private static Decision followAnswer"),
              new Cut(
                  UNRESOLVED,
                  "Answer<Recovery> answer ="
                      + " draft.view().facts().answers().recovery().orElseThrow();",
                  "if (true) { return launchAgainOrClose(draft, \"nobody was asked\"); }"
                      + " Answer<Recovery> answer = null;")),
          of(
              "an exception counts as a failure",
              "X1",
              "searchable",
              new Cut(
                  "controller.decide.LaunchOutcome",
                  "return new OutcomeUnknown(reason);",
                  "return new OutcomeRejected(FailureKind.BACKEND, reason);")),
          of(
              "no time is left to a late effect",
              "L2",
              "searchable",
              new Cut(
                  "controller.decide.Policy",
                  "return sendWindow.plus(traits.callTimeout()).plus(traits.lateCommit());",
                  "return Duration.ZERO;")),
          of(
              "neither engine nor provider wait before \"nothing was launched\" is believed",
              "L2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "left.isNegative() || left.isZero() ? launchAgainOrClose",
                  "true ? launchAgainOrClose"),
              new Cut(BACKEND, "launch.isSettled()", "true")),
          of(
              "a fresh claim is as old as the one before",
              "L2",
              "searchable",
              new Cut(MEMORY, "claimSince = now; recoverNotBefore", "recoverNotBefore")),
          of(
              "the claim is not compared in W2",
              "X1",
              "deduplicating",
              new Cut(
                  LEDGER,
                  "status.launch().filter(each -> each.claim().equals(sent.claim())).isPresent()",
                  "status.launch().isPresent()")),
          of(
              "a refusal of one send speaks for those before it",
              "X1",
              "deduplicating",
              new Cut(LEDGER, "if (sent.unproven()) { return status; }", "")),
          of(
              "a search begins where the newest job is, not where the launch began",
              "L2",
              "searchable",
              new Cut(
                  "controller.engine.Observer",
                  "launch.attempt(), launch.bookmark(),",
                  "launch.attempt(), bookmark(launch, seen).value().flatMap(mark -> mark),")),
          of(
              "a changed spec reuses an operation",
              "liveness",
              "deduplicating",
              new Cut(
                  UNRESOLVED,
                  "launch.resent(view.facts().freshClaim(), view.facts().identity(), view.now())",
                  "new Launch(launch.operation(), view.facts().freshClaim(), launch.type(),"
                      + " launch.provider(), view.desired(), launch.attempt(), launch.bookmark(),"
                      + " true, view.facts().identity(), view.now())")),
          of(
              "an effort is resumed although its spec is not wanted any more",
              "N",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "launch.type() == JobType.DEPROVISION"
                      + " || launch.configVersion().equals(view.desired())",
                  "true")));

  /** When a job has ended. */
  private static final List<Sabotage> ENDS =
      List.of(
          of(
              "settle is not waited for",
              "X1",
              "searchable",
              new Cut(LEDGER, "unchangedFor.compareTo(seen.settle()) >= 0", "true")),
          of(
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
          of(
              "a foreign 404 is taken for an end",
              "X1",
              "signalled",
              new Cut(
                  LEDGER,
                  "foreign -> unseen(before.get(), foreign, Duration.ZERO)",
                  "foreign -> before.get().standing(Standing.DEAD, JobState.FAILED, foreign,"
                      + " now)")),
          of(
              "a job that can not be seen is taken for dead",
              "X1",
              "signalled",
              new Cut(
                  LIVING,
                  "view.facts().sight().followed(job.ref()).compareTo(each.maxJobDuration()) >= 0",
                  "true")));

  /** What may not run at once, and when the resource may go (X1, X2, X3). */
  private static final List<Sabotage> EXCLUSION =
      List.of(
          of(
              "deletion does not wait for what provisions",
              "X1",
              "signalled",
              NET,
              new Cut(
                  DELETION,
                  "return view.living().current(JobType.PROVISION).isPresent()"
                      + " || !view.status().strayJobs().isEmpty();",
                  "return false;")),
          of(
              "deletion does not wait for an unresolved launch",
              "L1",
              "searchable",
              new Cut(
                  VIEW,
                  "return status.launch(); }",
                  "return isDeleting() ? Optional.empty() : status.launch(); }")),
          of(
              "liveJobs is not asked before a deprovision",
              "X1",
              "searchable",
              new Cut(
                  GATE,
                  "for (String provider : view.involvedProviders()) {",
                  "for (String provider : List.<String>of()) {")),
          of(
              "a provision does not wait for jobs that may be alive",
              "X1",
              "searchable",
              NET,
              new Cut(
                  PROVISION,
                  "v -> v.living().current(JobType.PROVISION).isPresent()",
                  "v -> false"),
              new Cut(PROVISION, "v -> v.living().any()", "v -> false")),
          of(
              "a provision is resumed in spite of a deletion",
              "X2",
              "searchable",
              new Cut(
                  UNRESOLVED,
                  "view.isDeleting() ? launch.type() == JobType.DEPROVISION"
                      + " : launch.type() == JobType.PROVISION &&",
                  "launch.type() == JobType.DEPROVISION ? view.isDeleting() :")),
          of(
              "whether a failed deprovision blocks is not read from the status",
              "X3",
              "searchable",
              NET,
              new Cut(DELETION, ".filter(job -> !job.blockDeletionOnFailure())", "")),
          of(
              "a deprovision that was taken to be over lets go",
              "X3",
              "eda",
              new Cut(
                  "controller.status.Job",
                  "return over.edit().blocksDeletion().build();",
                  "return over;")),
          of(
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
          of(
              "the finalizer is not put back",
              "liveness",
              "searchable",
              new Cut(
                  "controller.decide.MemoryRules",
                  "return !view.wish().hasFinalizer() && !view.isDeleting();",
                  "return false;")));

  /** What the status remembers, and what people asked for. */
  private static final List<Sabotage> INTENT =
      List.of(
          of(
              "a lost status is taken for a new resource",
              "N",
              "searchable",
              new Cut(
                  VIEW,
                  "return wasNeverSeen() && (wish().hasFinalizer()",
                  "return false && (wish().hasFinalizer()")),
          of(
              "backoff is counted from the launch",
              "B",
              "searchable",
              new Cut(
                  LEDGER,
                  "return failures.failed(status, job.type(), job.configVersion(),"
                      + " FailureKind.BACKEND, reason);",
                  "return new Failures(policy, \"\", job.requestedAt()).failed(status, job.type(),"
                      + " job.configVersion(), FailureKind.BACKEND, reason);")),
          of(
              "a word of a person counts for ever",
              "B",
              "searchable",
              new Cut(DRAFT, "if (view.retryAsked()) {", "if (false) {")),
          of(
              "what a person cancelled is launched again",
              "H",
              "searchable",
              new Cut(
                  VIEW,
                  "return status.job(type).filter(job -> !job.mayBeAlive()",
                  "return status.job(type).filter(job -> false")),
          of(
              "a person's hold is not looked at",
              "H",
              "searchable",
              new Cut(
                  GATE,
                  "return overrides.hold().isPresent() || !overrides.mistakes().isEmpty();",
                  "return false;")),
          of(
              "launches are not paced",
              "G",
              "searchable",
              new Cut(
                  ENGINE, "pacers.delay(intended.get().provider(), seen.uid())", "Duration.ZERO")));

  /** Those that are found within a few hundred days. */
  static final List<Sabotage> QUICK =
      Stream.of(LAUNCHING, ENDS, EXCLUSION, INTENT).flatMap(List::stream).toList();

  /** Those that take thousands of days. */
  private static final List<Sabotage> RARE =
      List.of(
          of(
              "deletion is not looked at between W1 and the send",
              "X2",
              "searchable",
              new Cut(
                  ENGINE,
                  "launch.type() == JobType.PROVISION && saved.snapshot().isDeleting()",
                  "false")),
          of(
              "A-B-A is forgotten",
              "liveness",
              "searchable",
              new Cut(
                  LEDGER,
                  "// from now on the infrastructure may be anything between the two\n"
                      + "edit.reconciledConfigVersion(Optional.empty());",
                  "")),
          of(
              "sendBy is counted from the answer to W1",
              "L2",
              "searchable",
              new Cut(
                  ENGINE,
                  "send(saved, launch, sendBy)",
                  "send(saved, launch, Deadline.after(settings.policy().sendWindow(),"
                      + " surroundings.nanoTime()))")),
          of(
              "an outcome is written to a namesake",
              "U",
              "searchable",
              new Cut(
                  "controller.engine.OutcomeRecorder",
                  "store.readFresh(seen.key()).filter(each -> each.uid().equals(seen.uid()))",
                  "store.readFresh(seen.key())")));

  private Sabotages() {}

  static List<Sabotage> all() {
    return Stream.concat(QUICK.stream(), RARE.stream()).toList();
  }
}
