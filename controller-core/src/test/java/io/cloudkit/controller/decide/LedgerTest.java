package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.found;
import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.deprovision;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.ProvisionResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How what happened is written down. */
class LedgerTest {
  private static final Launch SENT = launch(PROVISION, "v1");
  private static final Launch SENT_TWICE = SENT.resent("claim-10", "p1", Given.NOW);
  private static final Launch RIVAL = SENT.rearmed("claim-rival", "p2", Given.NOW);
  private static final JobRef JOB = JobRef.of("aap", PROVISION, "101", "op-9");

  private final Ledger ledger = new Ledger(Policy.DEFAULT, resource().wish(), Given.NOW);

  private static ResourceStatus status(UnaryOperator<StatusEdit> change) {
    StatusEdit edit =
        ResourceStatus.EMPTY
            .edit()
            .launchSequence(1)
            .desiredConfigVersion(Optional.of("v1"))
            .reconciledConfigVersion(Optional.of("v0"));
    return change.apply(edit).build();
  }

  private static ResourceStatus unresolved(Launch launch) {
    return status(e -> e.launch(Optional.of(launch)));
  }

  private static LaunchOutcome triggered() {
    return LaunchOutcome.of(ProvisionResult.triggered(JOB, JobStatus.of(JobState.PENDING)));
  }

  private static LaunchOutcome rejected() {
    return LaunchOutcome.of(ProvisionResult.rejected(FailureKind.CAPACITY, "no disk"));
  }

  private static LaunchOutcome waiting(Duration retryAfter) {
    return LaunchOutcome.of(ProvisionResult.waiting("429", retryAfter));
  }

  // an outcome, under our claim and under another one

  @Test
  void aTriggeredJobTakesItsSlot() {
    ResourceStatus next = ledger.absorb(unresolved(SENT), SENT, triggered());
    assertThat(next.launch()).isEmpty();
    Job job = next.provisionJob().orElseThrow();
    assertThat(job.ref()).isEqualTo(JOB);
    assertThat(job.claim()).isEqualTo("claim-9");
    assertThat(job.configVersion()).isEqualTo("v1");
    assertThat(job.standing()).isEqualTo(Standing.ALIVE);
  }

  @Test
  void fromALaunchOnTheInfrastructureIsNotKnown() {
    assertThat(unresolved(SENT).reconciledConfigVersion()).contains("v0");
    assertThat(ledger.absorb(unresolved(SENT), SENT, triggered()).reconciledConfigVersion())
        .isEmpty();
  }

  @Test
  void whatWasRefusedChangedNothing() {
    ResourceStatus next = ledger.absorb(unresolved(SENT), SENT, rejected());
    assertThat(next.launch()).isEmpty();
    assertThat(next.reconciledConfigVersion()).contains("v0");
    Failure failure = next.failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.CAPACITY);
    assertThat(failure.count()).isEqualTo(1);
    assertThat(failure.configVersion()).isEqualTo("v1");
  }

  @Test
  void aFirstLaunchThatWasRefusedLeavesTheResourceUntouched() {
    ResourceStatus fresh =
        unresolved(SENT).edit().reconciledConfigVersion(Optional.empty()).build();
    assertThat(ledger.absorb(fresh, SENT, rejected()).launchSequence()).contains(0L);
    assertThat(ledger.absorb(fresh, SENT, waiting(Duration.ofSeconds(7))).launchSequence())
        .contains(0L);
    assertThat(ledger.absorb(unresolved(SENT), SENT, rejected()).launchSequence())
        .as("something was provisioned before")
        .contains(1L);
    ResourceStatus second = fresh.edit().launchSequence(2).build();
    assertThat(ledger.absorb(second, SENT, rejected()).launchSequence())
        .as("an earlier permission may have been used for something, this one was not")
        .contains(1L);
    ResourceStatus doubtful = fresh.edit().launch(Optional.of(SENT_TWICE)).build();
    assertThat(ledger.absorb(doubtful, SENT_TWICE, rejected()).launchSequence()).contains(1L);
  }

  @Test
  void aBackendWithoutRoomIsNoFailure() {
    ResourceStatus next = ledger.absorb(unresolved(SENT), SENT, waiting(Duration.ofSeconds(7)));
    assertThat(next.launch()).isEmpty();
    assertThat(next.failure().orElseThrow().count()).isZero();
    assertThat(next.failure().orElseThrow().retryAt()).isEqualTo(Given.NOW.plusSeconds(7));
  }

  @Test
  void aPauseWithoutEndIsCut() {
    ResourceStatus next =
        ledger.absorb(unresolved(SENT), SENT, waiting(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(next.failure().orElseThrow().retryAt())
        .isEqualTo(Given.NOW.plus(Policy.DEFAULT.backoffMax()));
  }

  @Test
  void anUnknownOutcomeChangesNothing() {
    ResourceStatus before = unresolved(SENT);
    assertThat(ledger.absorb(before, SENT, LaunchOutcome.unknown("504"))).isEqualTo(before);
  }

  @Test
  void aRefusalProvesNothingOfAnEarlierSend() {
    assertThat(ledger.absorb(unresolved(SENT_TWICE), SENT_TWICE, rejected()).launch())
        .contains(SENT_TWICE);
    assertThat(
            ledger
                .absorb(unresolved(SENT_TWICE), SENT_TWICE, waiting(Duration.ofSeconds(7)))
                .launch())
        .contains(SENT_TWICE);
    assertThat(ledger.absorb(unresolved(SENT_TWICE), SENT_TWICE, triggered()).launch()).isEmpty();
  }

  @Test
  void aJobUnderAnotherClaimIsAStray() {
    ResourceStatus next = ledger.absorb(unresolved(RIVAL), SENT, triggered());
    assertThat(next.launch()).contains(RIVAL);
    assertThat(next.provisionJob()).isEmpty();
    assertThat(next.strayJobs()).extracting(Job::ref).containsExactly(JOB);
    assertThat(next.reconciledConfigVersion()).as("it changes the infrastructure").isEmpty();
  }

  @Test
  void aStrayThatALostStatusHadCountedIsCountedAgain() {
    ResourceStatus lost = status(e -> e.launchSequence(1));
    assertThat(ledger.absorb(lost, SENT, triggered()).launchSequence()).contains(2L);
    FoundJob alive = found(provision("5"), "claim-x", JobState.RUNNING);
    assertThat(ledger.alsoAlive(lost, List.of(alive)).launchSequence()).contains(2L);
  }

  @Test
  void aStrayWhosePermissionIsCountedIsNotCountedTwice() {
    ResourceStatus closed =
        status(e -> e.launchSequence(1).unansweredClaims(Optional.of(List.of(SENT.claim()))));
    assertThat(ledger.absorb(closed, SENT, triggered()).launchSequence()).contains(1L);
    FoundJob byHand = found(provision("5"), SENT.claim(), JobState.RUNNING);
    ResourceStatus known = ledger.absorb(closed, SENT, triggered());
    assertThat(ledger.alsoAlive(known, List.of(byHand)).launchSequence()).contains(1L);
  }

  @Test
  void aJobOfALaunchThatWasClosedIsAStray() {
    ResourceStatus next = ledger.absorb(status(e -> e), SENT, triggered());
    assertThat(next.strayJobs()).extracting(Job::ref).containsExactly(JOB);
    assertThat(next.provisionJob()).isEmpty();
  }

  @Test
  void anOutcomeThatIsRecordedTwiceUnsettlesNothing() {
    ResourceStatus once =
        ledger.absorb(
            unresolved(SENT),
            SENT,
            LaunchOutcome.of(ProvisionResult.triggered(JOB, JobStatus.of(JobState.SUCCEEDED))));
    assertThat(once.reconciledConfigVersion()).contains("v1");
    assertThat(ledger.absorb(once, SENT, triggered())).isEqualTo(once);
  }

  @Test
  void ofALaunchsJobTheProviderTellsTheIdAlone() {
    JobRef wrong = JobRef.of("other", DEPROVISION, "101", "op-8");
    ResourceStatus next =
        ledger.absorb(
            unresolved(SENT),
            SENT,
            LaunchOutcome.of(ProvisionResult.triggered(wrong, JobStatus.of(JobState.PENDING))));
    assertThat(next.provisionJob().orElseThrow().ref()).isEqualTo(JOB);
    assertThat(next.deprovisionJob()).isEmpty();
  }

  /** A backend that was restored gives its ids a second time: aap-api.md §12.5. */
  @Test
  void anOldJobOfTheSameIdIsAnotherJob() {
    Job old = Job.of(JobRef.of("aap", PROVISION, "101", "op-1"), "c", "v0", 1, Given.NOW);
    ResourceStatus before =
        unresolved(SENT)
            .edit()
            .jobHistory(List.of(old.standing(Standing.DEAD, JobState.FAILED, "", Given.NOW)))
            .build();
    FoundJob found =
        FoundJob.of(JOB, Optional.empty(), Optional.empty(), JobStatus.of(JobState.RUNNING));
    ResourceStatus next = ledger.found(before, SENT, List.of(found));
    assertThat(next.provisionJob().map(Job::ref)).contains(JOB);
  }

  // permissions that nobody answered

  private static ResourceStatus keeping(Launch launch, String... claims) {
    return unresolved(launch).edit().unansweredClaims(Optional.of(List.of(claims))).build();
  }

  @Test
  void aLaunchThatIsClosedLeavesItsClaimUnanswered() {
    assertThat(Permissions.close(keeping(SENT)).unansweredClaims()).contains(List.of("claim-9"));
    assertThat(Permissions.close(status(e -> e.unansweredClaims(Optional.of(List.of())))))
        .as("none")
        .extracting(ResourceStatus::unansweredClaims)
        .isEqualTo(Optional.of(List.of()));
    assertThat(Permissions.close(unresolved(SENT)).unansweredClaims())
        .as("a list that does not begin at the beginning would prove too much")
        .isEmpty();
  }

  @Test
  void whatTheProviderSaysOfAClaimIsItsAnswer() {
    for (LaunchOutcome word : List.of(triggered(), rejected(), waiting(Duration.ZERO))) {
      assertThat(ledger.absorb(keeping(SENT, "claim-1"), SENT, word).unansweredClaims())
          .as("%s", word)
          .contains(List.of("claim-1"));
    }
  }

  @Test
  void theJobOfAnEarlierSendAnswersOnlyItsOwnClaim() {
    FoundJob earlier = found(provision("101"), "claim-9", JobState.RUNNING);
    assertThat(
            ledger
                .found(keeping(SENT_TWICE, "claim-9"), SENT_TWICE, List.of(earlier))
                .unansweredClaims())
        .contains(List.of("claim-10"));
  }

  @Test
  void aLateJobAnswersItsClaim() {
    ResourceStatus before = keeping(RIVAL, "claim-9", "claim-1");
    assertThat(ledger.absorb(before, SENT, triggered()).unansweredClaims())
        .contains(List.of("claim-1"));
    FoundJob alive = found(provision("101"), "claim-9", JobState.RUNNING);
    assertThat(ledger.alsoAlive(before, List.of(alive)).unansweredClaims())
        .contains(List.of("claim-1"));
  }

  @Test
  void ofClaimsThatNobodyAnswersTheNewestAreKept() {
    String[] claims = IntStream.range(0, 16).mapToObj(i -> "old-" + i).toArray(String[]::new);
    List<String> kept = Permissions.close(keeping(SENT, claims)).unansweredClaims().orElseThrow();
    assertThat(kept).hasSize(16).startsWith("old-1").endsWith("claim-9");
  }

  @Test
  void aClaimThatIsNotKeptAnyMoreIsNotCountedEither() {
    String[] claims = IntStream.range(0, 16).mapToObj(i -> "old-" + i).toArray(String[]::new);
    ResourceStatus full = keeping(SENT, claims).edit().launchSequence(17).build();
    assertThat(Permissions.close(full).launchSequence()).contains(16L);
    ResourceStatus room = keeping(SENT, "old-1").edit().launchSequence(17).build();
    assertThat(Permissions.close(room).launchSequence()).contains(17L);
  }

  @Test
  void nothingElseOfAnotherClaimIsBelieved() {
    ResourceStatus before = unresolved(RIVAL);
    LaunchOutcome skipped = LaunchOutcome.of(DeprovisionResult.skipped("nothing there"));
    assertThat(ledger.absorb(before, SENT, rejected())).isEqualTo(before);
    assertThat(ledger.absorb(before, SENT, waiting(Duration.ZERO))).isEqualTo(before);
    assertThat(ledger.absorb(before, SENT, skipped)).isEqualTo(before);
    assertThat(ledger.absorb(before, SENT, LaunchOutcome.unknown("504"))).isEqualTo(before);
  }

  @Test
  void aJobThatIsFollowedAlreadyIsNotAStray() {
    ResourceStatus recorded = ledger.absorb(unresolved(SENT), SENT, triggered());
    ResourceStatus again = ledger.absorb(recorded, SENT, triggered());
    assertThat(again.strayJobs()).isEmpty();
    assertThat(again.provisionJob()).isPresent();
  }

  @Test
  void oneJobOfTwoSendsIsNoStrayOfItself() {
    ResourceStatus stray = ledger.absorb(unresolved(RIVAL), SENT, triggered());
    ResourceStatus next = ledger.absorb(stray, RIVAL, triggered());
    assertThat(next.provisionJob().orElseThrow().ref()).isEqualTo(JOB);
    assertThat(next.strayJobs()).isEmpty();
  }

  @Test
  void aSkippedDeprovisionSucceeded() {
    Launch sent = launch(DEPROVISION, "v1");
    LaunchOutcome skipped = LaunchOutcome.of(DeprovisionResult.skipped("nothing there"));
    ResourceStatus next = ledger.absorb(unresolved(sent), sent, skipped);
    assertThat(next.launch()).isEmpty();
    assertThat(next.deprovisionJob().orElseThrow().hasSucceeded()).isTrue();
    assertThat(next.deprovisionJob().orElseThrow().message()).isEqualTo("nothing there");
  }

  @Test
  void whetherAFailureBlocksIsStoredWithTheJob() {
    JobRef ref = JobRef.of("aap", DEPROVISION, "201", "op-9");
    JobStatus pending = JobStatus.of(JobState.PENDING);
    assertThat(blocks(DeprovisionResult.triggered(ref, pending))).isTrue();
    assertThat(blocks(DeprovisionResult.triggeredWithoutBlocking(ref, pending))).isFalse();
  }

  private boolean blocks(DeprovisionResult result) {
    Launch sent = launch(DEPROVISION, "v1");
    ResourceStatus next = ledger.absorb(unresolved(sent), sent, LaunchOutcome.of(result));
    return next.deprovisionJob().orElseThrow().blockDeletionOnFailure();
  }

  // what a search found

  @Test
  void ofManyFoundThoseThatAreFollowedAlreadyStayWhatTheyAre() {
    ResourceStatus before =
        unresolved(SENT)
            .edit()
            .strayJobs(List.of(provision("101").operation("op-9").job()))
            .build();
    ResourceStatus next =
        ledger.found(
            before,
            SENT,
            List.of(
                found(provision("101").operation("op-9"), "claim-8", JobState.RUNNING),
                found(provision("102").operation("op-9"), "claim-9", JobState.RUNNING)));
    assertThat(next.provisionJob().orElseThrow().id()).isEqualTo("102");
    assertThat(next.strayJobs()).extracting(Job::id).containsExactly("101");
    assertThat(next.launch()).isEmpty();
  }

  @Test
  void aWordFromBeforeTheCancelOfAJobThatIsFoundIsDone() {
    Ledger asked =
        new Ledger(Policy.DEFAULT, resource().annotated("retry", "on").wish(), Given.NOW);
    FoundJob running = found(provision("101"), SENT.claim(), JobState.RUNNING);
    FoundJob cancelled = found(provision("101"), SENT.claim(), JobState.CANCELED);
    assertThat(asked.found(unresolved(SENT), SENT, List.of(running)).handledRetry()).isEmpty();
    assertThat(asked.found(unresolved(SENT), SENT, List.of(cancelled)).handledRetry())
        .contains("on");
  }

  @Test
  void aJobOfTheLaunchThatIsUnresolvedNowIsNoStrayOfAnEarlierOne() {
    ResourceStatus again = unresolved(SENT_TWICE);
    FoundJob theirs = found(provision("102").operation("op-9"), "claim-10", JobState.SUCCEEDED);
    assertThat(ledger.absorb(again, SENT, LaunchOutcome.found(List.of(theirs))))
        .as("the search for that launch finds it")
        .isEqualTo(again);
  }

  @Test
  void whatWasFoundOfAnEarlierSendDoesNotCloseTheLaunch() {
    ResourceStatus again = unresolved(SENT_TWICE);
    FoundJob late = found(provision("101").operation("op-9"), "claim-9", JobState.RUNNING);
    LaunchOutcome found = LaunchOutcome.found(List.of(late));
    assertThat(ledger.absorb(again, SENT_TWICE, found)).as("its own may come").isEqualTo(again);
    assertThat(ledger.absorb(unresolved(SENT), SENT, found).launch()).isEmpty();
  }

  @Test
  void whatRanBesideAStrayOfAnotherSpecMayBeUndone() {
    JobSketch wanted = provision("101");
    JobObservation succeeded = JobObservation.seen(JobStatus.of(JobState.SUCCEEDED));
    for (String version : List.of("v0", "v1")) {
      Job stray = provision("99").of(version).job();
      ResourceStatus before = status(e -> e.currentJob(wanted.job()).strayJobs(List.of(stray)));
      assertThat(
              ledger
                  .observed(before, wanted.ref(), succeeded, Sight.NONE)
                  .reconciledConfigVersion()
                  .isPresent())
          .as("beside a stray of %s", version)
          .isEqualTo(version.equals("v1"));
    }
  }

  private ResourceStatus succeededAt(String launchedFor, String reached) {
    JobSketch job = provision("101").of(launchedFor);
    JobStatus done = JobStatus.builder(JobState.SUCCEEDED).reconciledVersion(reached).build();
    return ledger.observed(
        status(e -> e.currentJob(job.job())), job.ref(), JobObservation.seen(done), Sight.NONE);
  }

  @Test
  void whatAPlaybookSaysThatItReachedCountsIfItIsWanted() {
    ResourceStatus next = succeededAt("v0", resource().wish().intent().configVersion());
    assertThat(next.isReconciled()).isTrue();
    assertThat(next.failure()).isEmpty();
  }

  @Test
  void whatAPlaybookReachedAndNobodyWantsIsAFailedAttempt() {
    ResourceStatus next = succeededAt("v1", "v-other");
    assertThat(next.reconciledConfigVersion()).contains("v-other");
    assertThat(next.failure().orElseThrow().reason())
        .isEqualTo(
            "job 101 succeeded, and says that it reached config version v-other, where v1 was asked"
                + " for");
    assertThat(succeededAt("v1", "v1").failure()).isEmpty();
    assertThat(succeededAt("v0", "v0").failure()).as("it was changed meanwhile").isEmpty();
  }

  @Test
  void whichOfTwoThatRanBesideEachOtherIsSeenToEndFirstDoesNotMatter() {
    JobSketch wanted = provision("101");
    JobSketch stray = provision("99").of("v0");
    JobObservation failed = JobObservation.seen(JobStatus.of(JobState.FAILED));
    ResourceStatus before = status(e -> e.currentJob(wanted.job()).strayJobs(List.of(stray.job())));
    ResourceStatus next = ledger.observed(before, stray.ref(), failed, Sight.NONE);
    assertThat(next.strayJobs()).as("not forgotten").hasSize(1);
    JobObservation succeeded = JobObservation.seen(JobStatus.of(JobState.SUCCEEDED));
    ResourceStatus last = ledger.observed(next, wanted.ref(), succeeded, Sight.NONE);
    assertThat(last.reconciledConfigVersion()).isEmpty();
    assertThat(last.strayJobs()).isEmpty();
    assertThat(last.jobHistory()).extracting(Job::id).contains("99");
  }

  @Test
  void aStrayIsTheReasonWhyWhatWasReadyIsLaunchedAgain() {
    ResourceStatus ready =
        status(
            e ->
                e.phase(Phase.READY)
                    .observedGeneration(resource().generation())
                    .reconciledConfigVersion(Optional.of("v1")));
    FoundJob failed = found(provision("102").operation("op-9"), "claim-8", JobState.FAILED);
    ResourceStatus next = ledger.absorb(ready, SENT, LaunchOutcome.found(List.of(failed)));
    assertThat(next.isReconciled()).isFalse();
    assertThat(next.strayJobs()).as("it is over").isEmpty();
    assertThat(MassLaunch.isUnexplained(next, resource().wish())).isFalse();
  }

  @Test
  void aStrayThatMadeOnceMoreWhatIsThereChangesNothing() {
    ResourceStatus reconciled = status(e -> e.reconciledConfigVersion(Optional.of("v1")));
    JobSketch one = provision("102").operation("op-9");
    FoundJob same = found(one, "claim-8", JobState.SUCCEEDED);
    ResourceStatus next = ledger.absorb(reconciled, SENT, LaunchOutcome.found(List.of(same)));
    assertThat(next.reconciledConfigVersion()).contains("v1");
    assertThat(next.jobHistory()).extracting(Job::id).containsExactly("102");
    FoundJob runs = found(one, "claim-8", JobState.RUNNING);
    assertThat(
            ledger
                .absorb(reconciled, SENT, LaunchOutcome.found(List.of(runs)))
                .reconciledConfigVersion())
        .as("nobody knows how it ends")
        .isEmpty();
    ResourceStatus other = status(e -> e.reconciledConfigVersion(Optional.of("v2")));
    assertThat(
            ledger
                .absorb(other, SENT, LaunchOutcome.found(List.of(same)))
                .reconciledConfigVersion())
        .isEmpty();
  }

  @Test
  void whatWasTakenForAStrayAndIsOverIsTheLaunchsByItsClaim() {
    JobSketch one = provision("101").operation("op-9").ended(JobState.SUCCEEDED);
    ResourceStatus before = unresolved(SENT).edit().jobHistory(List.of(one.job())).build();
    ResourceStatus next =
        ledger.found(before, SENT, List.of(found(one, SENT.claim(), JobState.SUCCEEDED)));
    assertThat(next.provisionJob().orElseThrow().id()).isEqualTo("101");
    assertThat(next.jobHistory()).isEmpty();
    assertThat(next.reconciledConfigVersion()).contains("v1");
  }

  @Test
  void aStrayWithTheClaimOfTheLaunchIsItsJob() {
    JobSketch one = provision("101").operation("op-9");
    ResourceStatus before = unresolved(SENT).edit().strayJobs(List.of(one.job())).build();
    ResourceStatus next =
        ledger.found(before, SENT, List.of(found(one, SENT.claim(), JobState.RUNNING)));
    assertThat(next.provisionJob().orElseThrow().id()).isEqualTo("101");
    assertThat(next.strayJobs()).as("two sends of one name").isEmpty();
  }

  @Test
  void aSearchThatEndsAfterItsLaunchWasResolvedLeavesAloneWhatAPersonStartedAgain() {
    ResourceStatus resolved = ledger.absorb(unresolved(SENT), SENT, triggered());
    FoundJob ours = found(provision("101").operation("op-9"), SENT.claim(), JobState.SUCCEEDED);
    FoundJob again = found(provision("102").operation("op-9"), SENT.claim(), JobState.RUNNING);
    assertThat(ledger.absorb(resolved, SENT, LaunchOutcome.found(List.of(ours, again))))
        .isEqualTo(resolved);
  }

  @Test
  void aSearchThatEndsAfterItsLaunchWasClosedFindsAStray() {
    FoundJob late = found(provision("101").operation("op-9"), SENT.claim(), JobState.RUNNING);
    ResourceStatus next =
        ledger.absorb(status(edit -> edit), SENT, LaunchOutcome.found(List.of(late)));
    assertThat(next.strayJobs()).extracting(Job::ref).containsExactly(JOB);
  }

  @Test
  void straysAreBounded() {
    ResourceStatus next = status(e -> e);
    for (int i = 0; i < 40; i++) {
      next =
          ledger.alsoAlive(next, List.of(found(provision("5" + i), "claim-x", JobState.RUNNING)));
    }
    assertThat(next.strayJobs()).hasSize(Policy.MAX_STRAYS);
  }

  @Test
  void aKnownStrayThatIsShownAgainIsNotForgotten() {
    ResourceStatus before =
        status(e -> e.strayJobs(List.of(provision("101").settlingAs(JobState.FAILED).job())));
    ResourceStatus next =
        ledger.alsoAlive(
            before,
            List.of(
                found(provision("101"), "claim-101", JobState.RUNNING),
                found(provision("102"), "claim-102", JobState.RUNNING)));
    assertThat(next.strayJobs()).extracting(Job::id).containsExactly("101", "102");
    assertThat(next.strayJobs()).extracting(Job::standing).containsOnly(Standing.ALIVE);
  }

  // what was observed

  @Test
  void ofTheDeadNothingIsBelieved() {
    JobSketch dead = provision("101").ended(JobState.FAILED);
    ResourceStatus before = status(e -> e.currentJob(dead.job()));
    assertThat(
            ledger.observed(
                before,
                dead.ref(),
                JobObservation.seen(JobStatus.of(JobState.SUCCEEDED)),
                Sight.NONE))
        .isEqualTo(before);
  }

  @Test
  void aSuccessOfAnOldSpecReconcilesTheOldSpec() {
    JobSketch job = provision("101").of("v0");
    ResourceStatus next =
        ledger.observed(
            status(e -> e.currentJob(job.job()).reconciledConfigVersion(Optional.empty())),
            job.ref(),
            JobObservation.seen(JobStatus.of(JobState.SUCCEEDED)),
            Sight.NONE);
    assertThat(next.reconciledConfigVersion()).contains("v0");
    assertThat(next.isReconciled()).isFalse();
  }

  @Test
  void theSuccessOfAStrayReconcilesNothing() {
    JobSketch stray = provision("102");
    ResourceStatus next =
        ledger.observed(
            status(
                e -> e.strayJobs(List.of(stray.job())).reconciledConfigVersion(Optional.empty())),
            stray.ref(),
            JobObservation.seen(JobStatus.of(JobState.SUCCEEDED)),
            Sight.NONE);
    assertThat(next.reconciledConfigVersion()).isEmpty();
    assertThat(next.strayJobs()).isEmpty();
  }

  @Test
  void failuresInARowAreCountedPerIntent() {
    ResourceStatus once = ledger.absorb(unresolved(SENT), SENT, rejected());
    Ledger later = new Ledger(Policy.DEFAULT, resource().wish(), Given.NOW.plusSeconds(1));
    ResourceStatus twice =
        later.absorb(once.edit().launch(Optional.of(SENT)).build(), SENT, rejected());
    assertThat(twice.failure().orElseThrow().count()).isEqualTo(2);
    assertThat(later.absorb(twice.edit().launch(Optional.of(SENT)).build(), SENT, rejected()))
        .as("the same refusal, written once more")
        .isEqualTo(twice);
    Launch other = launch(PROVISION, "v2");
    ResourceStatus afresh =
        later.absorb(twice.edit().launch(Optional.of(other)).build(), other, rejected());
    assertThat(afresh.failure().orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void aPauseKeepsTheCountOfFailures() {
    ResourceStatus once = ledger.absorb(unresolved(SENT), SENT, rejected());
    ResourceStatus next =
        ledger.absorb(
            once.edit().launch(Optional.of(SENT)).build(), SENT, waiting(Duration.ofSeconds(1)));
    assertThat(next.failure().orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void aSuccessForgetsTheFailures() {
    JobSketch job = provision("101");
    ResourceStatus failed = ledger.absorb(unresolved(SENT), SENT, rejected());
    ResourceStatus next =
        ledger.observed(
            failed.edit().currentJob(job.job()).build(),
            job.ref(),
            JobObservation.seen(JobStatus.of(JobState.SUCCEEDED)),
            Sight.NONE);
    assertThat(next.failure()).isEmpty();
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    Policy policy = Policy.DEFAULT;
    Duration before = Duration.ZERO;
    for (int count = 1; count <= 60; count++) {
      Duration pause = policy.backoff(FailureKind.BACKEND, count, "uid-1");
      assertThat(pause).isPositive().isLessThanOrEqualTo(policy.backoffMax());
      if (count <= 5) {
        assertThat(pause).as("pause %s", count).isGreaterThan(before.multipliedBy(3).dividedBy(2));
      }
      before = pause;
    }
    assertThat(policy.backoff(FailureKind.BACKEND, 1, "uid-1"))
        .isEqualTo(policy.backoff(FailureKind.BACKEND, 1, "uid-1"));
    assertThat(policy.backoff(FailureKind.INVALID_REQUEST, 1, "uid-1"))
        .as("what the backend can not understand it will not understand in 15 s")
        .isGreaterThanOrEqualTo(policy.backoffMax().multipliedBy(9).dividedBy(10));
  }

  // a person's word

  private static FoundJob adopted() {
    return FoundJob.of(JOB, Optional.empty(), Optional.empty(), JobStatus.of(JobState.RUNNING));
  }

  @Test
  void anAdoptedJobThatIsCurrentAlreadyClosesTheLaunchAlone() {
    ResourceStatus recorded = ledger.absorb(unresolved(SENT), SENT, triggered());
    ResourceStatus before = recorded.edit().launch(Optional.of(SENT)).build();
    assertThat(ledger.adopted(before, SENT, adopted())).isEqualTo(recorded);
  }

  @Test
  void anAdoptedJobTakesTheSlotOfAnotherOne() {
    ResourceStatus before =
        unresolved(SENT).edit().currentJob(provision("55").ended(JobState.FAILED).job()).build();
    ResourceStatus next = ledger.adopted(before, SENT, adopted());
    assertThat(next.launch()).isEmpty();
    assertThat(next.provisionJob().map(Job::ref)).contains(JOB);
    assertThat(next.jobHistory()).extracting(Job::id).containsExactly("55");
  }

  @Test
  void anAdoptedJobIsNoHistoryAndTheOthersAre() {
    ResourceStatus before =
        unresolved(SENT)
            .edit()
            .jobHistory(
                List.of(
                    provision("55").ended(JobState.FAILED).job(),
                    provision("101").operation("op-9").ended(JobState.FAILED).job()))
            .build();
    ResourceStatus next = ledger.adopted(before, SENT, adopted());
    assertThat(next.provisionJob().map(Job::ref)).contains(JOB);
    assertThat(next.jobHistory()).extracting(Job::id).containsExactly("55");
  }

  // bounds

  @Test
  void aFoundJobThatIsFollowedAlreadyClosesTheLaunchAlone() {
    ResourceStatus recorded = ledger.absorb(unresolved(SENT), SENT, triggered());
    ResourceStatus before = recorded.edit().launch(Optional.of(SENT)).build();
    assertThat(ledger.found(before, SENT, List.of(adopted()))).isEqualTo(recorded);
  }

  @Test
  void straysFillTheRoomThatIsLeft() {
    List<Job> nearlyAll =
        IntStream.range(0, Policy.MAX_STRAYS - 1).mapToObj(i -> provision("5" + i).job()).toList();
    List<FoundJob> three =
        IntStream.range(0, 3)
            .mapToObj(i -> found(provision("9" + i), "claim-x", JobState.RUNNING))
            .toList();
    ResourceStatus before = unresolved(SENT).edit().strayJobs(nearlyAll).build();
    assertThat(ledger.found(before, SENT, three).strayJobs())
        .as("the first one is the launch's")
        .hasSize(Policy.MAX_STRAYS)
        .last()
        .extracting(Job::id)
        .isEqualTo("91");
  }

  @Test
  void aStrayDeprovisionChangesNothingThatWasProvisioned() {
    Launch late = launch(DEPROVISION, "v1").rearmed("claim-late", "p2", Given.NOW);
    JobRef ref = JobRef.of("aap", DEPROVISION, "9", "op-9");
    LaunchOutcome triggered =
        LaunchOutcome.of(DeprovisionResult.triggered(ref, JobStatus.of(JobState.PENDING)));
    ResourceStatus next = ledger.absorb(status(e -> e), late, triggered);
    assertThat(next.strayJobs()).hasSize(1);
    assertThat(next.reconciledConfigVersion()).contains("v0");
  }

  @Test
  void aHistoryThatIsJustFullForgetsNothing() {
    Ledger ofOne = new Ledger(remembering(1), resource().wish(), Given.NOW);
    ResourceStatus before =
        unresolved(SENT).edit().currentJob(provision("55").ended(JobState.FAILED).job()).build();
    assertThat(ofOne.absorb(before, SENT, triggered()).jobHistory())
        .extracting(Job::id)
        .containsExactly("55");
  }

  private static Policy remembering(int jobs) {
    Policy usual = Policy.DEFAULT;
    return new Policy(
        usual.sendWindow(),
        usual.provisionDeadline(),
        usual.deprovisionDeadline(),
        usual.backoffMin(),
        usual.backoffMax(),
        usual.askAgain(),
        usual.cancelEvery(),
        usual.purgedSettle(),
        usual.retries(),
        jobs);
  }

  @Test
  void aJobThatSomebodyElseCancelledIsNoFailure() {
    ResourceStatus next =
        ledger.absorb(
            unresolved(SENT),
            SENT,
            LaunchOutcome.of(ProvisionResult.triggered(JOB, JobStatus.of(JobState.CANCELED))));
    assertThat(next.provisionJob().orElseThrow().mayBeAlive()).isFalse();
    assertThat(next.failure()).isEmpty();
    assertThat(next.reconciledConfigVersion()).isEmpty();
  }

  // history

  @Test
  void historyIsBoundedForEachType() {
    ResourceStatus next = status(e -> e.currentJob(deprovision("1").ended(JobState.FAILED).job()));
    Launch again = launch(DEPROVISION, "v1");
    LaunchOutcome skipped = LaunchOutcome.of(DeprovisionResult.skipped("nothing there"));
    next = ledger.absorb(next.edit().launch(Optional.of(again)).build(), again, skipped);
    for (int i = 0; i < 30; i++) {
      JobRef ref = JobRef.of("aap", PROVISION, "1" + i, "op-9");
      LaunchOutcome outcome =
          LaunchOutcome.of(ProvisionResult.triggered(ref, JobStatus.of(JobState.FAILED)));
      next = ledger.absorb(next.edit().launch(Optional.of(SENT)).build(), SENT, outcome);
    }
    assertThat(next.jobHistory()).filteredOn(job -> job.type() == PROVISION).hasSize(10);
    assertThat(next.jobHistory())
        .as("newest last")
        .filteredOn(job -> job.type() == PROVISION)
        .last()
        .extracting(Job::id)
        .isEqualTo("128");
    assertThat(next.jobHistory())
        .as("a flood of one type evicts nothing of the other")
        .filteredOn(job -> job.type() == DEPROVISION)
        .extracting(Job::id)
        .containsExactly("1");
  }

  @Test
  void aPurgeAloneEndsNothing() {
    JobSketch job = provision("101").settlingAs(JobState.SUCCEEDED);
    ResourceStatus before = status(e -> e.currentJob(job.job()));
    ResourceStatus next =
        ledger.observed(before, job.ref(), JobObservation.purged("404"), seenFor(job, 119));
    assertThat(next.provisionJob().orElseThrow().mayBeAlive()).isTrue();
    next = ledger.observed(before, job.ref(), JobObservation.purged("404"), seenFor(job, 120));
    assertThat(next.provisionJob().orElseThrow().hasSucceeded()).isTrue();
  }

  private static Sight seenFor(JobSketch job, int seconds) {
    Duration since = Duration.ofSeconds(seconds);
    JobSight seen = new JobSight(since, since, since, Duration.ZERO, Optional.empty(), false);
    return new Sight(Duration.ZERO, Duration.ZERO, Map.of(job.ref(), seen));
  }

  @Test
  void whatAnAbandonedLaunchMadeIsNotKnown() {
    ResourceStatus next = ledger.abandoned(unresolved(SENT), SENT, "a person says so");
    assertThat(next.reconciledConfigVersion()).isEmpty();
    assertThat(next.failure()).isPresent();
  }

  @Test
  void whatIsAdoptedLeavesTheRestOfTheHistory() {
    JobSketch old = provision("99").ended(JobState.FAILED);
    JobSketch known = provision("101").operation("op-9").ended(JobState.FAILED);
    ResourceStatus before =
        unresolved(SENT).edit().jobHistory(List.of(old.job(), known.job())).build();
    assertThat(ledger.adopted(before, SENT, adopted()).jobHistory())
        .extracting(Job::id)
        .containsExactly("99");
  }

  @Test
  void onlyAProvisionThatComesToLightChangesWhatIsThere() {
    FoundJob removal = found(JobSketch.deprovision("5"), "claim-x", JobState.RUNNING);
    FoundJob making = found(provision("6"), "claim-y", JobState.RUNNING);
    ResourceStatus failed = status(e -> e.phase(Phase.FAILED));
    assertThat(ledger.alsoAlive(failed, List.of(removal)).reconciledConfigVersion()).isPresent();
    ResourceStatus changed = ledger.alsoAlive(failed, List.of(making));
    assertThat(changed.reconciledConfigVersion()).isEmpty();
    assertThat(changed.phase()).as("only Ready is taken away").contains(Phase.FAILED);
  }

  @Test
  void whatTheHistoryTellsOfIsKnown() {
    JobSketch old = provision("101").operation("op-9").ended(JobState.FAILED);
    ResourceStatus before = status(e -> e.jobHistory(List.of(old.job())));
    assertThat(ledger.absorb(before, SENT, triggered()).strayJobs()).isEmpty();
    assertThat(before.knows(provision("102").job().ref())).isFalse();
  }

  @Test
  void whatRanBesideAnUnresolvedLaunchIsNotForgotten() {
    JobSketch stray = provision("99").of("v0");
    JobObservation failed = JobObservation.seen(JobStatus.of(JobState.FAILED));
    ResourceStatus before = unresolved(SENT).edit().strayJobs(List.of(stray.job())).build();
    ResourceStatus next = ledger.observed(before, stray.ref(), failed, Sight.NONE);
    assertThat(next.strayJobs()).hasSize(1);
    FoundJob late = found(provision("101").operation("op-9"), SENT.claim(), JobState.SUCCEEDED);
    ResourceStatus last = ledger.found(next, SENT, List.of(late));
    assertThat(last.reconciledConfigVersion()).as("the stray may have ended last").isEmpty();
    assertThat(last.strayJobs()).isEmpty();
  }

  @Test
  void whatAStrayMadeCountsNotWhatItWasLaunchedFor() {
    JobSketch job = provision("101");
    JobStatus done = JobStatus.builder(JobState.SUCCEEDED).reconciledVersion("v2").build();
    JobSketch stray = provision("99").ended(JobState.FAILED);
    ResourceStatus before =
        status(
            e ->
                e.currentJob(job.job())
                    .strayJobs(List.of(stray.job()))
                    .desiredConfigVersion(Optional.of("v2")));
    assertThat(
            ledger
                .observed(before, job.ref(), JobObservation.seen(done), Sight.NONE)
                .reconciledConfigVersion())
        .isEmpty();
  }

  @Test
  void whatIsOverGivesWayToStraysThatRun() {
    List<Job> dead =
        IntStream.range(0, Policy.MAX_STRAYS)
            .mapToObj(i -> provision("9" + i).ended(JobState.FAILED).job())
            .toList();
    ResourceStatus before = unresolved(SENT).edit().strayJobs(dead).build();
    FoundJob alive = found(provision("555"), "claim-x", JobState.RUNNING);
    ResourceStatus next = ledger.alsoAlive(before, List.of(alive));
    assertThat(next.strayJobs())
        .hasSize(Policy.MAX_STRAYS)
        .extracting(Job::id)
        .contains("555")
        .doesNotContain("90");
  }

  @Test
  void whoeverStartedAJobWithoutAClaimWasPermittedNothing() {
    FoundJob byHand =
        FoundJob.of(
            provision("5").ref(),
            Optional.empty(),
            Optional.empty(),
            JobStatus.of(JobState.RUNNING));
    assertThat(ledger.alsoAlive(status(e -> e), List.of(byHand)).launchSequence()).contains(1L);
  }
}
