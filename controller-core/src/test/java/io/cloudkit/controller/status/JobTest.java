package io.cloudkit.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What of a job is kept when its provider says more, less, or nothing of it. */
class JobTest {
  private static final Instant LAUNCHED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant BEGUN = LAUNCHED.plusSeconds(2);
  private static final Instant ENDED = LAUNCHED.plusSeconds(60);
  private static final Instant LATER = LAUNCHED.plusSeconds(90);

  private final Job fresh =
      Job.of(JobRef.of("aap", JobType.PROVISION, "7", "op-1"), "claim-1", "v1", 1, LAUNCHED);

  private static JobStatus running() {
    return JobStatus.builder(JobState.RUNNING)
        .startedAt(BEGUN)
        .link(URI.create("https://aap/jobs/7"))
        .progress(40)
        .output("address", "10.0.0.7")
        .build();
  }

  private Job seen(JobStatus status, Instant now) {
    return fresh.seen(status, status.state().isTerminal() ? Standing.DEAD : Standing.ALIVE, now);
  }

  @Test
  void keepsWhatALaterAnswerDoesNotRepeat() {
    Job job = seen(running(), BEGUN).seen(JobStatus.of(JobState.FAILED), Standing.DEAD, ENDED);
    assertThat(job.link()).contains("https://aap/jobs/7");
    assertThat(job.startedAt()).contains(BEGUN);
    assertThat(job.outputs()).containsEntry("address", "10.0.0.7");
  }

  @Test
  void showsTheNewerOfTwoAnswers() {
    JobStatus other =
        JobStatus.builder(JobState.RUNNING)
            .startedAt(LATER)
            .link(URI.create("https://aap/jobs/8"))
            .output("address", "10.0.0.8")
            .build();
    Job job = seen(running(), BEGUN).seen(other, Standing.ALIVE, LATER);
    assertThat(job.link()).contains("https://aap/jobs/8");
    assertThat(job.startedAt()).contains(LATER);
    assertThat(job.outputs()).containsEntry("address", "10.0.0.8");
    assertThat(job.progress()).as("of the first answer alone").isEmpty();
  }

  @Test
  void showsHowFarItIs() {
    assertThat(seen(running(), BEGUN).progress()).contains(40);
  }

  @Test
  void theEndIsWhenItWasSeenFirst() {
    Job job = seen(JobStatus.of(JobState.FAILED), ENDED);
    assertThat(job.endedAt()).contains(ENDED);
    assertThat(job.seen(JobStatus.of(JobState.FAILED), Standing.DEAD, LATER).endedAt())
        .contains(ENDED);
    assertThat(job.standing(Standing.DEAD, JobState.FAILED, "gone", LATER).endedAt())
        .contains(ENDED);
  }

  @Test
  void whatRunsAgainHasNotEnded() {
    Job job = seen(JobStatus.of(JobState.FAILED), ENDED);
    assertThat(job.seen(running(), Standing.ALIVE, LATER).endedAt()).isEmpty();
  }

  @Test
  void whatIsTakenToBeOverEndsNow() {
    assertThat(fresh.takenToBeOver("nobody knows it", LATER).endedAt()).contains(LATER);
  }

  @Test
  void whatCanNotBeSeenHasNotEnded() {
    assertThat(fresh.standing(Standing.UNSEEN, JobState.UNKNOWN, "hidden", LATER).endedAt())
        .isEmpty();
  }

  @Test
  void saysWhenItReachedSomethingElseThanItWasLaunchedFor() {
    JobStatus other =
        JobStatus.builder(JobState.SUCCEEDED).message("done").reconciledVersion("v0").build();
    assertThat(seen(other, ENDED).message()).isEqualTo("done; it says that it reached v0");
  }

  @Test
  void saysOnlyThatWhenThereIsNoOtherMessage() {
    JobStatus other = JobStatus.builder(JobState.SUCCEEDED).reconciledVersion("v0").build();
    assertThat(seen(other, ENDED).message()).isEqualTo("it says that it reached v0");
  }

  @Test
  void whatItSaidLastOfWhatItReachedCounts() {
    Job other = seen(JobStatus.builder(JobState.SUCCEEDED).reconciledVersion("v0").build(), ENDED);
    assertThat(other.madeVersion()).isEqualTo("v0");
    JobStatus own =
        JobStatus.builder(JobState.SUCCEEDED).reconciledVersion(other.configVersion()).build();
    assertThat(other.seen(own, Standing.DEAD, LATER).madeVersion())
        .isEqualTo(other.configVersion());
    JobStatus silent = JobStatus.of(JobState.SUCCEEDED);
    assertThat(other.seen(silent, Standing.DEAD, LATER).madeVersion()).isEqualTo("v0");
  }

  @Test
  void saysNoMoreWhenItReachedWhatItWasLaunchedFor() {
    JobStatus same =
        JobStatus.builder(JobState.SUCCEEDED).message("done").reconciledVersion("v1").build();
    assertThat(seen(same, ENDED).message()).isEqualTo("done");
  }
}
