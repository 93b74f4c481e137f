package io.cloudkit.controller.sabotage;

import static io.cloudkit.controller.sabotage.Sabotage.without;

import java.util.List;

/** What was done and asked for is forgotten. */
final class IntentSabotages {
  private static final String LEDGER = "controller.decide.Ledger";
  private static final String PERMISSIONS = "controller.decide.Permissions";
  private static final String MEMORY_RULES = "controller.decide.MemoryRules";
  private static final String GATE = "controller.decide.LaunchGate";
  private static final String VIEW = "controller.decide.View";
  private static final String DRAFT = "controller.decide.Draft";
  private static final String ENGINE = "controller.engine.Engine";
  private static final String RECORDER = "controller.engine.OutcomeRecorder";

  static final List<Sabotage> ALL =
      List.of(
          without(
              "a lost status is taken for a new resource",
              "N",
              "searchable",
              new Cut(
                  VIEW,
                  "return wasNeverSeen() && (wish().hasFinalizer()",
                  "return false && (wish().hasFinalizer()")),
          without(
              "a spec that returns to an earlier value is taken for no change",
              "A",
              "searchable",
              new Cut(
                  LEDGER,
                  "notKnownAnyMore(status, edit); } ResourceStatus next =",
                  "} ResourceStatus next =")),
          without(
              "what an unresolved launch may change is called Available",
              "A",
              "searchable+signalled",
              new Cut(DRAFT, "next.isReconciled() && !changing &&", "next.isReconciled() &&")),
          without(
              "an outcome is recorded on a namesake",
              "U",
              "searchable",
              new Cut(RECORDER, ".filter(each -> each.uid().equals(seen.uid()))", "")),
          without(
              "what the Go operator had finished is run again",
              "N",
              "searchable",
              new Cut(MEMORY_RULES, "done = wasDone(view.status());", "done = false;")),
          without(
              "an old cache that shows an earlier namesake is believed",
              "C",
              "deduplicating",
              new Cut(
                  ENGINE, "return isAnother ? store.readFresh(key) : cached;", "return cached;")),
          without(
              "backoff is counted from the launch",
              "B",
              "searchable",
              new Cut(
                  LEDGER,
                  "return failures.failed(status, job.type(), job.configVersion(),"
                      + " FailureKind.BACKEND, reason);",
                  "return new Failures(policy, \"\", job.requestedAt()).failed(status, job.type(),"
                      + " job.configVersion(), FailureKind.BACKEND, reason);")),
          without(
              "a failure is dated by when it was asked for",
              "B",
              "searchable",
              new Cut(
                  "controller.engine.Observer",
                  "return answered.at(surroundings.clock().instant());",
                  "return answered;")),
          without(
              "a word of a person counts for ever",
              "B",
              "searchable",
              new Cut(DRAFT, "if (view.retryAsked()) {", "if (false) {")),
          without(
              "what a person cancelled is launched again",
              "H",
              "searchable",
              new Cut(
                  VIEW,
                  "return status.job(type).filter(job -> !job.mayBeAlive()",
                  "return status.job(type).filter(job -> false")),
          without(
              "a word from before a person's cancel undoes it",
              "H",
              "searchable",
              new Cut(LEDGER, "return isCancelledByOthers(job) ? status", "return false ? status")),
          without(
              "a person's hold is not looked at",
              "H",
              "searchable",
              new Cut(
                  GATE,
                  "return overrides.hold().isPresent() || !overrides.mistakes().isEmpty();",
                  "return false;")),
          without(
              "the switch for new launches is not looked at",
              "H",
              "searchable",
              new Cut(
                  "controller.engine.Observer",
                  "if (settings.newLaunches() == EngineSettings.NewLaunches.DISABLED) {",
                  "if (false) {")),
          without(
              "a word to run again counts for ever",
              "N",
              "searchable",
              new Cut(
                  PERMISSIONS,
                  "return rerun.isPresent() ? closed.edit().handledRerun(rerun).build() : closed;",
                  "return closed;")),
          without(
              "a word to run again is used up by a launch that is refused",
              "liveness",
              "searchable",
              new Cut(
                  PERMISSIONS,
                  "ResourceStatus closed = close(status, Set.of(sent.claim()));",
                  "ResourceStatus closed = closeUponJob(status);")),
          without(
              "a word to run again from before a takeover is followed",
              "N",
              "searchable",
              new Cut(MEMORY_RULES, ".handledRerun(view.wish().overrides().rerun())", "")),
          without(
              "a Ready resource keeps a word to retry",
              "R",
              "searchable",
              new Cut(
                  "controller.decide.ProvisionRules",
                  "draft.change(status -> status.edit().handledRetry(word).build());",
                  "")),
          without(
              "launches that nobody asked for are not counted",
              "M",
              "searchable",
              new Cut(
                  "controller.engine.Observer",
                  "return guard.stop(seen.uid());",
                  "return Optional.empty();")),
          without(
              "a condition asks for an answer about something else",
              "liveness",
              "blind",
              new Cut(
                  "controller.decide.UnresolvedRules",
                  "String operation = launch(draft).operation(); String message = remedy",
                  "String operation = launch(draft).claim(); String message = remedy")),
          without(
              "an overdue job is not cancelled",
              "liveness",
              "searchable",
              new Cut(
                  "controller.decide.LivingJobs",
                  "return isOverdue(job) && answer(job).flatMap(Answer::value).isPresent();",
                  "return false;")),
          without(
              "launches are not paced",
              "G",
              "searchable",
              new Cut(
                  ENGINE, "pacers.delay(intended.get().provider(), seen.uid())", "Duration.ZERO")));

  private IntentSabotages() {}
}
