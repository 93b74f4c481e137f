package io.cloudkit.provider.eda.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provider.eda.event.Payload;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose event started a job, by its variables. */
class AapJobTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  record Row(String variables, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> strangers() {
    return Stream.of(
        new Row("", "no variables"),
        new Row("{}", "none of a rulebook"),
        new Row("---\nansible_eda: {}\n", "YAML, as a person may write it"),
        new Row("$encrypted$", "they are not shown"),
        new Row("[1]", "no object"),
        new Row(event("null"), "no resource"),
        new Row(event("{\"metadata\":{\"uid\":\"uid-1\"}}"), "an event of another sender"),
        new Row(
            event("{\"metadata\":{\"uid\":7,\"annotations\":\"x\"}}"), "nothing is where it was"),
        new Row(
            event("{\"metadata\":{\"annotations\":{\"cloudkit.openshift.io/operation\":\"op1\"}}}"),
            "no resource that is named"),
        new Row(
            "{\"osac_job_vars\":{\"resource\":" + payload() + "}}", "a launch without a rulebook"));
  }

  private static String event(String payload) {
    return "{\"ansible_eda\":{\"event\":{\"payload\":" + payload + "}}}";
  }

  private static String payload() {
    return Payload.of(Vm.vm().request(JobType.PROVISION)).utf8();
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void whatNamesNoEffortIsAStrangers(Row row) {
    assertThat(AapJob.of(row(row.variables())).effort()).as(row.because()).isEmpty();
  }

  @Test
  void whatWasPostedNamesTheEffort() {
    assertThat(AapJob.of(row(event(payload()))).effort())
        .contains(new AapJob.Effort("uid-1", Vm.OPERATION));
  }

  @Test
  void anUnknownWordIsNoEnd() {
    assertThat(AapJob.of(row("{}").put("status", "paused")).state()).isEqualTo(JobState.UNKNOWN);
    assertThat(AapJob.of(row("{}").put("status", "error")).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void whatIsNotShownAnyMoreHasNotEnded() {
    AapJob running = AapJob.of(row("{}").put("status", "running"));
    AapJob failed = AapJob.of(row("{}").put("status", "failed"));
    assertThat(running.unseen("gone").state()).isEqualTo(JobState.UNKNOWN);
    assertThat(failed.unseen("gone")).isEqualTo(failed);
  }

  @Test
  void oddTimesAreNone() throws JsonProcessingException {
    ObjectNode row = row("{}");
    row.setAll((ObjectNode) MAPPER.readTree("{\"started\":null,\"finished\":\"yesterday\"}"));
    assertThat(AapJob.of(row).started()).isEmpty();
    assertThat(AapJob.of(row).finished()).isEmpty();
  }

  private static ObjectNode row(String variables) {
    return MAPPER
        .createObjectNode()
        .put("id", 7)
        .put("type", "job")
        .put("status", "pending")
        .put("extra_vars", variables);
  }
}
