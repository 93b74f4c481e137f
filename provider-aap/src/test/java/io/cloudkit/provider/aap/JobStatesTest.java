package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobStatesTest {
  /** aap-api.md §5.1; rule 11: an unknown word is not an end. */
  @ParameterizedTest
  @CsvSource({
    "new,Pending",
    "pending,Pending",
    "waiting,Waiting",
    "running,Running",
    "successful,Succeeded",
    "failed,Failed",
    "error,Failed",
    "canceled,Canceled",
    "paused,Unknown"
  })
  void eachWordOfAapHasItsState(String word, String state) {
    assertThat(JobRow.state(word)).hasToString(state);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h,/api/v2/",
    "https://h/,/api/v2/",
    "https://h/api,/api/v2/",
    "https://h/api/v2/,/api/v2/",
    "https://h/api/controller,/api/controller/v2/",
    "https://h/api/controller/v2,/api/controller/v2/"
  })
  void theBaseIsTakenAsPeopleWriteIt(String configured, String path) {
    assertThat(BaseUrl.of(URI.create(configured)).address().encodedPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h/awx", "https://h/api/v1"})
  void anotherPathIsRefused(String configured) {
    assertThatThrownBy(() -> BaseUrl.of(URI.create(configured)))
        .hasMessageContaining("/api/controller/v2");
  }

  @Test
  void idsTellTheirKind() {
    assertThat(JobId.parse("job-512")).contains(JobId.of(JobKind.JOB, 512));
    assertThat(JobId.parse("workflow-job-514")).contains(JobId.of(JobKind.WORKFLOW_JOB, 514));
    assertThat(JobId.parse("512").orElseThrow().kind()).isEmpty();
    assertThat(JobId.parse("eda-webhook-3")).isEmpty();
  }
}
