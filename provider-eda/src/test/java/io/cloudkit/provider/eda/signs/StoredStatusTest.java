package io.cloudkit.provider.eda.signs;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provisioning.api.JobState.FAILED;
import static io.cloudkit.provisioning.api.JobState.SUCCEEDED;
import static io.cloudkit.provisioning.api.JobState.UNKNOWN;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.Vm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredStatusTest {
  record Row(Vm vm, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> ids() {
    return Stream.of(
        new Row(vm().launches(0), "eda-webhook-1", "the first job is the first"),
        new Row(vm().without("launchSequence"), "eda-webhook-1", "no count counts as none"),
        new Row(vm().launches(4), "eda-webhook-5", "each permission may have been a job"),
        new Row(
            vm().launches(1).provisionJob("eda-webhook-9", UNKNOWN),
            "eda-webhook-10",
            "the Go operator counted on its own"),
        new Row(
            vm().launches(1).deprovisionJob("eda-webhook-9-unmarked", "2026-01-01T00:00:00Z"),
            "eda-webhook-10",
            "the mark makes no other number of it"),
        new Row(
            vm().launches(1).past(PROVISION, "eda-webhook-7", FAILED, "2026-01-01T00:00:00Z"),
            "eda-webhook-8",
            "history holds it"),
        new Row(
            vm().launches(1).status("strayJobs", List.of(stray("eda-webhook-6"))),
            "eda-webhook-7",
            "a stray holds it"),
        new Row(
            vm().launches(1).status("launch", Map.of("bookmark", "eda-webhook-5")),
            "eda-webhook-6",
            "the launch that is not resolved holds it"),
        new Row(
            vm().launches(1).provisionJob("eda-webhook", UNKNOWN).status("jobHistory", "lost"),
            "eda-webhook-2",
            "what can not be read holds nothing"),
        new Row(
            vm().launches(2).provisionJob("job-512", UNKNOWN), "eda-webhook-3", "AAP's is not"));
  }

  private static Map<String, Object> stray(String id) {
    return Map.of("id", id, "type", "Provision");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void namesAJobAsNoOneBeforeWasNamed(Row row) {
    String id = StoredStatus.of(row.vm().snapshot()).nextId().text();
    assertThat(id).as(row.because()).isEqualTo(row.expected());
  }

  @Test
  void remembersThatSomethingWasReached() {
    assertThat(StoredStatus.of(vm().snapshot()).wasReconciled()).isFalse();
    assertThat(
            StoredStatus.of(vm().provisionJob("eda-webhook-1", FAILED).snapshot()).wasReconciled())
        .isFalse();
    assertThat(
            StoredStatus.of(vm().status("reconciledConfigVersion", "v1-00").snapshot())
                .wasReconciled())
        .isTrue();
    assertThat(StoredStatus.of(vm().past(PROVISION, "x", SUCCEEDED, "").snapshot()).wasReconciled())
        .isTrue();
    assertThat(
            StoredStatus.of(vm().past(DEPROVISION, "x", SUCCEEDED, "").snapshot()).wasReconciled())
        .isFalse();
  }
}
