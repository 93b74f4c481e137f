package io.cloudkit.provider.eda.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What several jobs of one event say together. */
class AapWordTest {
  record Row(List<AapJob> jobs, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> words() {
    return Stream.of(
        new Row(List.of(), "nothing", "there is none"),
        row("Pending: AAP's job 1 is pending", "AAP has it", job(1, JobState.PENDING)),
        row("Running: AAP's job 1 is running", "it runs", job(1, JobState.RUNNING)),
        row(
            "Unknown: AAP's job 1 is in no known state",
            "a new word is no end",
            job(1, JobState.UNKNOWN)),
        row("Failed: AAP's job 1 ended failed", "it ended so", job(1, JobState.FAILED)),
        row("Canceled: AAP's job 1 ended canceled", "somebody did it", job(1, JobState.CANCELED)),
        row(
            "Unknown: AAP's job 1 succeeded",
            "that it is done the resource proves",
            job(1, JobState.SUCCEEDED)),
        row(
            "Running: AAP's job 1 (of 2) is running",
            "the same event was delivered twice, and one lives",
            job(1, JobState.RUNNING),
            job(2, JobState.FAILED)),
        row(
            "Failed: AAP's job 2 (of 2) ended failed",
            "both are over",
            job(1, JobState.CANCELED),
            job(2, JobState.FAILED)),
        row(
            "Unknown: AAP's job 1 (of 2) succeeded",
            "one of them may have done it",
            job(1, JobState.SUCCEEDED),
            job(2, JobState.FAILED)),
        row(
            "Unknown: AAP's workflow job 1 ended failed, but its own jobs may run on",
            "a workflow is over when its jobs are",
            workflow(1, JobState.FAILED)),
        row(
            "Unknown: AAP's job 2 (of 2) ended failed, but its own jobs may run on",
            "one of them is a workflow",
            workflow(1, JobState.FAILED),
            job(2, JobState.FAILED)),
        row("Running: AAP's workflow job 1 is running", "it runs", workflow(1, JobState.RUNNING)));
  }

  private static Row row(String expected, String because, AapJob... jobs) {
    return new Row(List.of(jobs), expected, because);
  }

  static AapJob job(long id, JobState state) {
    return job(id, "job", state);
  }

  private static AapJob workflow(long id, JobState state) {
    return job(id, "workflow_job", state);
  }

  private static AapJob job(long id, String type, JobState state) {
    return new AapJob(
        id,
        type,
        state,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("words")
  void anEffortLivesWhileOneOfItsJobsDoes(Row row) {
    List<AapJob> backwards = new ArrayList<>(row.jobs());
    Collections.reverse(backwards);
    assertThat(said(row.jobs())).as(row.because()).isEqualTo(row.expected());
    assertThat(said(backwards)).as("in any order").isEqualTo(row.expected());
  }

  private static String said(List<AapJob> jobs) {
    return AapWord.of(jobs).map(word -> word.state() + ": " + word.message()).orElse("nothing");
  }
}
