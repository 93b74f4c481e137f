package io.cloudkit.provisioning.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final JobRef JOB = JobRef.of("aap", JobType.PROVISION, "512", "op");
  private static final JobStatus RUNNING = JobStatus.of(JobState.RUNNING);

  @Test
  void everyCaseOfAResultReachesItsOwnBranch() {
    assertThat(named(ProvisionResult.triggered(JOB, RUNNING))).isEqualTo("triggered 512 Running");
    assertThat(named(ProvisionResult.waiting("full", Duration.ofSeconds(3))))
        .isEqualTo("waiting full PT3S");
    assertThat(named(ProvisionResult.rejected(FailureKind.CAPACITY, "no room")))
        .isEqualTo("rejected Capacity no room");
  }

  @Test
  void aDeprovisionBlocksDeletionUnlessItSaysOtherwise() {
    assertThat(onFailure(DeprovisionResult.triggered(JOB, RUNNING)))
        .isEqualTo(DeprovisionResult.OnFailure.BLOCK_DELETION);
    assertThat(onFailure(DeprovisionResult.triggeredWithoutBlocking(JOB, RUNNING)))
        .isEqualTo(DeprovisionResult.OnFailure.RELEASE);
  }

  @Test
  void anAnswerToAProvisionIsOneToADeprovision() {
    assertThat(named(DeprovisionResult.of(ProvisionResult.triggered(JOB, RUNNING))))
        .isEqualTo("triggered 512 Running BLOCK_DELETION");
    assertThat(named(DeprovisionResult.of(ProvisionResult.waiting("full", Duration.ofSeconds(3)))))
        .isEqualTo("waiting full PT3S");
    assertThat(
            named(DeprovisionResult.of(ProvisionResult.rejected(FailureKind.CAPACITY, "no room"))))
        .isEqualTo("rejected Capacity no room");
  }

  @Test
  void aTalkativeBackendDoesNotTurnAnAnswerIntoAnException() {
    String reason =
        CancelResult.refused("no\n" + "x".repeat(1000))
            .match(() -> "", () -> "", text -> text, () -> "");
    assertThat(reason).hasSize(256).startsWith("no x").endsWith("…");
  }

  @Test
  void aReasonMustBeThere() {
    assertThatThrownBy(() -> JobObservation.purged(" "))
        .hasMessageContaining("expected 1..256 characters");
  }

  @Test
  void foundMeansAtLeastOneJob() {
    assertThatThrownBy(() -> Recovery.found(List.of())).hasMessageContaining("notLaunched");
  }

  @Test
  void unknownIsNotAnEnd() {
    assertThat(JobState.UNKNOWN.isTerminal()).isFalse();
    assertThat(JobState.fromText("Sleeping")).isEqualTo(JobState.UNKNOWN);
    for (JobState state : JobState.values()) {
      assertThat(JobState.fromText(state.toString())).isEqualTo(state);
    }
  }

  @Test
  void outputsAreBounded() {
    JobStatus.Builder status = JobStatus.builder(JobState.SUCCEEDED);
    for (int i = 0; i < 100; i++) {
      status.output("name" + i, "v".repeat(10_000));
    }
    assertThat(status.build().outputs())
        .hasSize(JobStatus.MAX_OUTPUTS)
        .allSatisfy((name, value) -> assertThat(value).hasSize(JobStatus.MAX_OUTPUT_LENGTH));
  }

  @Test
  void aLinkWithCredentialsIsRefusedWithoutShowingThem() {
    URI link = URI.create("https://user:hunter2@aap.example.com/");
    assertThatThrownBy(() -> JobStatus.builder(JobState.RUNNING).link(link))
        .hasMessageContaining("user information")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aDeadlineFollowsTheMonotonicClockAlone() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps, as nanoTime may
    Deadline deadline = Deadline.after(Duration.ofNanos(10), nanos::get);
    assertThat(deadline.isPast()).isFalse();
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(10));
    nanos.addAndGet(10);
    assertThat(deadline.isPast()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void aLaunchIsSettledOnlyAfterTheWholeTime() {
    assertThat(unresolvedFor(Duration.ofSeconds(99)).isSettled()).isFalse();
    assertThat(unresolvedFor(Duration.ofSeconds(99)).untilSettled())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(unresolvedFor(Duration.ofSeconds(100)).isSettled()).isTrue();
  }

  @Test
  void aSearchResolvesALaunchByWhatItFoundOrElseByTheTime() {
    FoundJob job = FoundJob.of(JOB, Optional.empty(), Optional.empty(), RUNNING);
    UnresolvedLaunch young = unresolvedFor(Duration.ofSeconds(99));

    assertThat(named(young.resolvedBy(List.of(job), "none"))).isEqualTo("found [" + job + "]");
    assertThat(named(young.resolvedBy(List.of(), "none"))).isEqualTo("too early PT1S");
    assertThat(named(unresolvedFor(Duration.ofSeconds(100)).resolvedBy(List.of(), "none")))
        .isEqualTo("not launched: none");
  }

  private static UnresolvedLaunch unresolvedFor(Duration time) {
    ResourceSnapshot resource =
        ResourceSnapshot.of(
            Map.of(
                "apiVersion", "v1", "kind", "Thing", "metadata", Map.of("name", "a", "uid", "u")));
    LaunchPlan plan = new LaunchPlan("aap", "op", JobType.PROVISION, "v1-00", Map.of(), resource);
    return new UnresolvedLaunch(plan, "claim", 1, Optional.empty(), time, Duration.ofSeconds(100));
  }

  private static String named(ProvisionResult result) {
    return result.match(
        (job, status) -> "triggered " + job.id() + " " + status,
        (reason, retryAfter) -> "waiting " + reason + " " + retryAfter,
        (kind, reason) -> "rejected " + kind + " " + reason);
  }

  private static String named(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) -> "triggered " + job.id() + " " + status + " " + onFailure,
        (reason, retryAfter) -> "waiting " + reason + " " + retryAfter,
        reason -> "skipped " + reason,
        (kind, reason) -> "rejected " + kind + " " + reason);
  }

  private static String named(Recovery recovery) {
    return recovery.match(
        jobs -> "found " + jobs,
        proof -> "not launched: " + proof,
        time -> "too early " + time,
        remedy -> "unknowable: " + remedy);
  }

  private static DeprovisionResult.OnFailure onFailure(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) -> onFailure,
        (reason, retryAfter) -> null,
        reason -> null,
        (kind, reason) -> null);
  }
}
