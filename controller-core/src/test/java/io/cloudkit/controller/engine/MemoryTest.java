package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.JobSight;
import io.cloudkit.controller.decide.Sight;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Since when this process has seen what: by its own monotonic clock, from its own first look. */
class MemoryTest {
  private static final JobRef REF = JobRef.of("aap", JobType.PROVISION, "101", "op-1");
  private static final Job JOB = Job.of(REF, "claim-1", "v1", 1, Instant.EPOCH);

  private long now;
  private final Memory memory = new Memory("uid-1", () -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private static JobObservation seen(JobState state) {
    return JobObservation.seen(
        JobStatus.builder(state).settle(Duration.ofSeconds(state.isTerminal() ? 90 : 0)).build());
  }

  private static Optional<Launch> launch(String claim) {
    return Optional.of(
        new Launch(
            "op-1",
            claim,
            JobType.PROVISION,
            "aap",
            "v1",
            1,
            Optional.empty(),
            false,
            "p1",
            Instant.EPOCH,
            Optional.empty()));
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  @Test
  void aLaunchIsUnresolvedSinceItsClaimWasSeenHere() {
    pass(1000);
    memory.saw(launch("claim-1"), List.of());
    assertThat(memory.sight().launchUnresolved()).isZero();
    pass(7);
    memory.saw(launch("claim-1"), List.of());
    assertThat(memory.sight().launchUnresolved()).isEqualTo(seconds(7));
  }

  @Test
  void aFailureIsSeenSinceItWasReadHere() {
    Failure failure =
        new Failure(FailureKind.BACKEND, "no disk", "v1", 1, Instant.EPOCH, Instant.MAX);
    pass(1000);
    memory.saw(Optional.of(failure));
    pass(7);
    memory.saw(Optional.of(failure));
    assertThat(memory.sight().failure()).isEqualTo(seconds(7));
    memory.saw(Optional.empty());
    assertThat(memory.sight().failure()).isZero();
  }

  @Test
  void anotherClaimBeginsAnew() {
    memory.saw(launch("claim-1"), List.of());
    pass(60);
    memory.saw(launch("claim-2"), List.of());
    assertThat(memory.sight().launchUnresolved()).isZero();
  }

  @Test
  void whatOnlyGrewOldIsStandingAndNotConfirmed() {
    memory.saw(Optional.empty(), List.of(JOB));
    memory.observed(REF, seen(JobState.SUCCEEDED));
    pass(90);
    JobSight sight = memory.sight().of(REF);
    assertThat(sight.standing()).isEqualTo(seconds(90));
    assertThat(sight.confirmed()).isZero();
    assertThat(sight.settle()).isEqualTo(seconds(90));
  }

  @Test
  void whatWasLookedAtTwiceIsConfirmed() {
    memory.observed(REF, seen(JobState.SUCCEEDED));
    pass(90);
    memory.observed(REF, seen(JobState.SUCCEEDED));
    pass(5);
    assertThat(memory.sight().of(REF).confirmed()).isEqualTo(seconds(90));
    assertThat(memory.sight().of(REF).standing()).isEqualTo(seconds(95));
  }

  /** A list that shows an end again and again is no second look at the job. */
  @Test
  void newsConfirmNothing() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, seen(JobState.CANCELED));
    memory.observed(REF, seen(JobState.CANCELED));
    pass(120);
    memory.deliver(REF, seen(JobState.CANCELED));
    assertThat(memory.sight().of(REF).confirmed()).isZero();
  }

  @Test
  void newsDoNotShortenTheTimeThatTheJobItselfAsksFor() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.observed(REF, seen(JobState.CANCELED));
    JobStatus row = JobStatus.builder(JobState.CANCELED).settle(seconds(1)).build();
    memory.deliver(REF, JobObservation.seen(row));
    assertThat(memory.sight().of(REF).settle()).isEqualTo(seconds(90));
  }

  @Test
  void anEndThatOnlyNewsTellOfIsHearsayUntilItIsObserved() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, seen(JobState.RUNNING));
    assertThat(memory.sight().hasHearsay()).isFalse();
    memory.deliver(REF, seen(JobState.CANCELED));
    assertThat(memory.sight().of(REF).isHearsay()).isTrue();
    memory.observed(REF, seen(JobState.CANCELED));
    assertThat(memory.sight().hasHearsay()).isFalse();
  }

  @Test
  void anotherStateBeginsAnew() {
    memory.observed(REF, seen(JobState.SUCCEEDED));
    pass(90);
    memory.observed(REF, seen(JobState.RUNNING));
    pass(1);
    memory.observed(REF, seen(JobState.SUCCEEDED));
    assertThat(memory.sight().of(REF).confirmed()).isZero();
  }

  @Test
  void aPurgeIsAnotherState() {
    memory.observed(REF, seen(JobState.SUCCEEDED));
    pass(90);
    memory.observed(REF, JobObservation.purged("404"));
    assertThat(memory.sight().of(REF).confirmed()).isZero();
    assertThat(memory.sight().of(REF).settle()).isEqualTo(seconds(90));
  }

  @Test
  void aJobThatWasNeverObservedIsNotStanding() {
    memory.saw(Optional.empty(), List.of(JOB));
    pass(90);
    assertThat(memory.sight().of(REF).standing()).isZero();
    assertThat(memory.sight().of(REF).followed()).isEqualTo(seconds(90));
  }

  @Test
  void ofJobsThatAreOverNothingIsKept() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, seen(JobState.RUNNING));
    memory.cancelAsked(REF);
    memory.saw(Optional.empty(), List.of());
    assertThat(memory.sight()).isEqualTo(Sight.NONE);
    assertThat(memory.news()).isEmpty();
  }

  @Test
  void newsOfJobsThatAreNotFollowedAreDropped() {
    assertThat(memory.deliver(REF, seen(JobState.RUNNING))).isFalse();
    assertThat(memory.news()).isEmpty();
  }

  @Test
  void onlyAChangeIsNews() {
    follow();
    assertThat(memory.deliver(REF, seen(JobState.RUNNING))).isTrue();
    assertThat(memory.deliver(REF, seen(JobState.RUNNING))).isFalse();
    assertThat(memory.deliver(REF, seen(JobState.FAILED))).isTrue();
  }

  @Test
  void howLongAgoACancelWasAskedFor() {
    memory.cancelAsked(REF);
    pass(12);
    assertThat(memory.sight().of(REF).cancelAsked()).contains(seconds(12));
  }

  @Test
  void aQuietTimeEndsWithTheNextClaim() {
    memory.saw(launch("claim-1"), List.of());
    memory.quietRecovery(seconds(30));
    pass(10);
    assertThat(memory.recoverQuiet()).isEqualTo(seconds(20));
    memory.saw(launch("claim-2"), List.of());
    assertThat(memory.recoverQuiet()).isZero();
  }

  private void follow() {
    ResourceSnapshot resource =
        ResourceSnapshot.of(
            Map.of(
                "apiVersion", "example.com/v1",
                "kind", "Machine",
                "metadata", Map.of("name", "vm", "uid", "uid-1")));
    memory.follow(List.of(new JobQuery(REF, "claim-1", "v1", resource)));
  }

  @Test
  void timesCountFromWhatHappenedAndNotFromTheBeginning() {
    pass(1000);
    memory.saw(Optional.empty(), List.of(JOB));
    pass(1);
    memory.observed(REF, seen(JobState.RUNNING));
    pass(2);
    memory.observed(REF, seen(JobState.RUNNING));
    memory.cancelAsked(REF);
    pass(4);
    assertThat(memory.sight().of(REF).followed()).isEqualTo(seconds(7));
    assertThat(memory.sight().of(REF).standing()).isEqualTo(seconds(6));
    assertThat(memory.sight().of(REF).confirmed()).isEqualTo(seconds(2));
    assertThat(memory.sight().of(REF).cancelAsked()).contains(seconds(4));
  }

  @Test
  void aPurgeThatOnlyNewsTellOfIsHearsay() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, JobObservation.purged("404"));
    assertThat(memory.sight().of(REF).isHearsay()).isTrue();
  }

  @Test
  void whatOnlyNewsHideIsHearsay() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, JobObservation.notVisible("403"));
    assertThat(memory.sight().of(REF).isHearsay()).isTrue();
  }

  @Test
  void whatOnlyNewsCallForeignIsHearsay() {
    follow();
    memory.saw(Optional.empty(), List.of(JOB));
    memory.deliver(REF, JobObservation.foreign("another database"));
    assertThat(memory.sight().of(REF).isHearsay()).isTrue();
  }

  @Test
  void eachWayNotToSeeAJobIsAStateOfItsOwn() {
    for (JobObservation observation :
        List.of(
            JobObservation.purged("404"),
            JobObservation.notVisible("403"),
            JobObservation.foreign("another database"),
            JobObservation.purged("404"))) {
      memory.observed(REF, observation);
      assertThat(memory.sight().of(REF).standing()).isEqualTo(Duration.ZERO);
      pass(5);
    }
  }
}
