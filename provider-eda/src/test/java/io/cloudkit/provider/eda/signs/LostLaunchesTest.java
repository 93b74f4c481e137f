package io.cloudkit.provider.eda.signs;

import static io.cloudkit.provider.eda.Vm.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provider.eda.Words;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LostLaunchesTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final Duration EARLY = Duration.ofMinutes(1);
  private static final Duration LATE = Duration.ofMinutes(6);
  private static final LostLaunches LOST =
      new LostLaunches(
          new Signs(
              "eda", Vm.FINALIZER, Vm.ANNOTATION, Duration.ofSeconds(30), Duration.ofMinutes(30)),
          Duration.ofMinutes(5));

  record Row(JobType type, String bookmark, Vm vm, Duration ago, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> provisions() {
    return Stream.of(
        provision(
            vm().marked().saying("v1-00.claim1"),
            AT_ONCE,
            "found 1 eda-webhook-1 claim1 Succeeded settling PT30S",
            "the playbook itself says so"),
        new Row(
            JobType.PROVISION,
            "eda-webhook-1-plain",
            vm().marked().launches(2).saying("v1-00"),
            AT_ONCE,
            "tooEarly PT50S",
            "it may be the word of an older job"),
        provision(
            vm().marked(),
            AT_ONCE,
            "found 1 eda-webhook-1 claim1 Running",
            "nothing but this launch can have begun"),
        provision(
            vm().deleting(),
            AT_ONCE,
            "tooEarly PT50S",
            "who holds its permission may be about to send it"),
        provision(
            vm().deleting(),
            EARLY,
            "found 1 eda-webhook-1 claim1 Failed",
            "it can not begin any more, so nobody needs to wait for it"),
        provision(vm(), EARLY, "tooEarly PT5M", "its event may still be in the queue"),
        provision(vm().launches(2), EARLY, "tooEarly PT5M", "its event may still be in the queue"),
        provision(
            vm(),
            LATE,
            "notLaunched no playbook ever added its finalizer",
            "what EDA has not begun by then it never begins"),
        provision(
            vm().launches(2),
            LATE,
            "found 1 eda-webhook-1 claim1 Unknown",
            "after the first launch a missing finalizer proves nothing"),
        provision(
            vm().marked().launches(2),
            LATE,
            "found 1 eda-webhook-1 claim1 Unknown",
            "it may work now, and EDA confirms nothing anyway"),
        provision(
            vm().without("launchSequence"),
            LATE,
            "found 1 eda-webhook-1 claim1 Unknown",
            "without a count nobody knows whether it is the first"));
  }

  static Stream<Row> deprovisions() {
    return Stream.of(
        deprovision(
            "eda-webhook-2",
            vm().deleting(),
            AT_ONCE,
            "tooEarly PT50S",
            "whoever has the name by then would be taken away"),
        deprovision(
            "eda-webhook-2-unmarked",
            vm().deleting().provisionJob("eda-webhook-1", JobState.FAILED),
            AT_ONCE,
            "tooEarly PT50S",
            "who holds its permission may have read the finalizer"),
        deprovision(
            "eda-webhook-2",
            vm().deleting(),
            EARLY,
            "found 1 eda-webhook-2 claim1 Succeeded settling PT0S",
            "the finalizer was there when it was permitted, and is gone"),
        deprovision(
            "eda-webhook-2",
            vm().deleting().marked(),
            EARLY,
            "tooEarly PT5M",
            "its event may still be in the queue"),
        deprovision(
            "eda-webhook-2",
            vm().deleting().marked(),
            LATE,
            "found 1 eda-webhook-2 claim1 Unknown",
            "it is followed to its deadline, and sent again after it"),
        deprovision(
            "eda-webhook-2-unmarked",
            vm().deleting().provisionJob("eda-webhook-1", JobState.SUCCEEDED),
            EARLY,
            "tooEarly PT5M",
            "the missing finalizer was missing before"),
        deprovision(
            "eda-webhook-2-unmarked",
            vm().deleting().provisionJob("eda-webhook-1", JobState.SUCCEEDED),
            LATE,
            "found 1 eda-webhook-2-unmarked claim1 Succeeded settling PT30M",
            "nothing will ever tell its end"),
        deprovision(
            "eda-webhook-2-unmarked",
            vm().deleting().provisionJob("eda-webhook-1", JobState.FAILED),
            EARLY,
            "found 1 eda-webhook-2-unmarked claim1 Succeeded settling PT0S",
            "nothing was ever made, so it was answered with a skip, or is to be"),
        deprovision(
            "eda-webhook-2-unmarked",
            vm().deleting().provisionJob("aap", "42", JobState.SUCCEEDED),
            EARLY,
            "notLaunched a deprovision whose end nothing would tell",
            "it is refused before it is posted"),
        deprovision(
            "77.someone-elses",
            vm().deleting(),
            LATE,
            "unknowable the launch was stored without a job id of EDA",
            "its answer can not be told from another's"));
  }

  private static Row provision(Vm vm, Duration ago, String expected, String because) {
    return new Row(JobType.PROVISION, "eda-webhook-1", vm, ago, expected, because);
  }

  private static Row deprovision(
      String bookmark, Vm vm, Duration ago, String expected, String because) {
    return new Row(JobType.DEPROVISION, bookmark, vm.launches(2), ago, expected, because);
  }

  @ParameterizedTest
  @MethodSource({"provisions", "deprovisions"})
  void tellsOfALostLaunchWhatTheResourceProves(Row row) {
    String said =
        Words.words(LOST.recover(row.vm().unresolved(row.type(), row.bookmark(), row.ago())));
    assertThat(said).as(row.because()).startsWith(row.expected());
  }
}
