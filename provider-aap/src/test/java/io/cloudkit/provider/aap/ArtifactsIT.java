package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.query;
import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.OneVm.triggered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a playbook says back is read, and shown as far as a person chose. */
class ArtifactsIT {
  private static final String VERSION = "cloudkit_reconciled_config_version";

  private FakeAap aap;
  private ProvisioningProvider provider;
  private Optional<Template> template = Optional.empty();

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("delete-vm"));
    provider = provider(Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  /** A version that a playbook says, and what is made of it. */
  record Row(String of, Object said, List<String> version) {
    @Override
    public String toString() {
      return of;
    }
  }

  static Stream<Row> versions() {
    return Stream.of(
        new Row("a version", "v1-8d1f", List.of("v1-8d1f")),
        new Row("a number", 7, List.of("7")),
        new Row("the longest", "x".repeat(128), List.of("x".repeat(128))),
        new Row("nothing", "", List.of()),
        new Row("two words", "v1 8d1f", List.of()),
        new Row("too much", "x".repeat(129), List.of()),
        new Row("an object", Map.of("v", 1), List.of()));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void takesTheVersionThatAPlaybookReached(Row row) {
    JobStatus status = ended(Script.quick().returning(Map.of(VERSION, row.said())));
    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.reconciledVersion().stream()).containsExactlyElementsOf(row.version());
    assertThat(status.outputs()).isEmpty();
  }

  @Test
  void withoutAWordThereIsNoVersion() {
    assertThat(ended(Script.quick()).reconciledVersion()).isEmpty();
    assertThat(ended(Script.quick().hidingArtifacts()).reconciledVersion()).isEmpty();
  }

  @Test
  void whatFailedHasReachedNothing() {
    Script script = Script.quick().ends(Ending.fails()).returning(Map.of(VERSION, "v1"));
    JobStatus status = ended(script);
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.reconciledVersion()).isEmpty();
  }

  @Test
  void showsWhatAPersonChose() {
    provider.close();
    provider = provider(Map.of("outputs", "address, port,note,never"));
    JobStatus status =
        ended(
            Script.quick()
                .returning(
                    Map.of(
                        "address", "10.0.0.7",
                        "port", 22,
                        "note", "password=hunter2",
                        "root_password", "hunter2")));
    assertThat(status.outputs())
        .isEqualTo(Map.of("address", "10.0.0.7", "port", "22", "note", "password=***"));
  }

  @Test
  void showsNothingThatNobodyChose() {
    assertThat(ended(Script.quick().returning(Map.of("address", "10.0.0.7"))).outputs()).isEmpty();
  }

  @Test
  void ofAWorkflowTheJobThatEndedLastIsRight() {
    provider.close();
    provider = provider(Map.of("outputs", "address,disk"));
    aap.add(workflow());

    JobStatus status = ended();

    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.reconciledVersion()).contains("v2");
    assertThat(status.outputs()).isEqualTo(Map.of("disk", "d1", "address", "10.0.0.8"));
  }

  @Test
  void theEndOfAWorkflowIsToldWithoutThem() {
    aap.add(workflow());
    JobRef job = launched();
    await().until(() -> status(job).state() == JobState.SUCCEEDED);
    aap.next("GET", "*/unified_jobs/").always().answersHtml(502);

    JobStatus status = status(job);

    assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(status.settle()).isZero();
    assertThat(status.reconciledVersion()).isEmpty();
  }

  private TemplateSpec workflow() {
    return TemplateSpec.workflow("create-vm")
        .node(child("one", Map.of(VERSION, "v1", "address", "10.0.0.7", "disk", "d1")))
        .node(child("two", Map.of(VERSION, "v2", "address", "10.0.0.8")))
        .node(child("three", Map.of()));
  }

  private Template child(String name, Map<String, String> returned) {
    return aap.add(TemplateSpec.job(name).script(Script.quick().returning(returned)));
  }

  private ProvisioningProvider provider(Map<String, String> settings) {
    return OneVm.provider(aap.url(), new TestContext(aap::token), settings);
  }

  private JobStatus ended(Script script) {
    if (template.isEmpty()) {
      template = Optional.of(aap.add(TemplateSpec.job("create-vm")));
    }
    aap.controller().scriptNext(template.get().id(), script);
    return ended();
  }

  private JobStatus ended() {
    JobRef job = launched();
    await().until(() -> status(job).state().isTerminal());
    return status(job);
  }

  private JobRef launched() {
    return triggered(provider.triggerProvision(request("op1")));
  }

  private JobStatus status(JobRef job) {
    JobObservation observation = provider.observe(query(job));
    return observation.match(
        status -> status,
        reason -> JobStatus.of(JobState.UNKNOWN, reason),
        reason -> JobStatus.of(JobState.UNKNOWN, reason),
        reason -> JobStatus.of(JobState.UNKNOWN, reason));
  }
}
