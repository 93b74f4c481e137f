package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.aap.ScriptedAap.Answer;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A workflow that failed names the node that it failed by. */
class WorkflowDigestsIT {
  private static final String FLOW = "workflow_jobs/514/";
  private static final String UUID = "6f1c2a44-0c55-4a1d-9b0e-0123456789ab";

  private final ScriptedAap aap = new ScriptedAap();
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    provider = OneVm.provider(aap.url(), new TestContext(() -> "s3cret"), Map.of());
    aap.on("GET " + FLOW, job("workflow_job", 514, "failed", "No error handling paths found"))
        .on("GET workflow_jobs/520/workflow_nodes/", page(node("inner", 521, "job", "failed", "")));
    for (long child : new long[] {516, 517, 521}) {
      aap.on("GET jobs/" + child + "/", job("job", child, "failed", ""))
          .on("GET jobs/" + child + "/job_events/", page(event(child)));
    }
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  record Row(String of, List<String> nodes, String told) {
    @Override
    public String toString() {
      return of;
    }
  }

  static Stream<Row> workflows() {
    String failure = " failed; task \"t\" failed on host h: because of ";
    return Stream.of(
        new Row(
            "a node",
            List.of(
                node("good", 515, "job", "successful", ""), node("bad", 516, "job", "failed", "")),
            "node \"bad\": its job 516" + failure + "516; see PAGE/playbook/516"),
        new Row(
            "a node without a name of its own",
            List.of(node(UUID, 516, "job", "error", "")),
            "node \"job of 516\": its job 516" + failure + "516; see PAGE/playbook/516"),
        new Row(
            "a failure that had a path before one that had none",
            List.of(
                node("handled", 516, "job", "failed", ",\"failure_nodes\":[9]"),
                node("bad", 517, "job", "failed", "")),
            "node \"bad\": its job 517" + failure + "517; see PAGE/playbook/517"),
        new Row(
            "a cancelled job before one that failed",
            List.of(
                node("stopped", 518, "job", "canceled", ""), node("bad", 517, "job", "failed", "")),
            "node \"bad\": its job 517" + failure + "517; see PAGE/playbook/517"),
        new Row(
            "a job that a person cancelled",
            List.of(node("stopped", 516, "job", "canceled", "")),
            "node \"stopped\": its job 516 was canceled"
                + "; task \"t\" failed on host h: because of 516; see PAGE/playbook/516"),
        new Row(
            "a workflow in it",
            List.of(node("outer", 520, "workflow_job", "failed", "")),
            "node \"inner\": its job 521" + failure + "521; see PAGE/playbook/521"),
        new Row(
            "an update of a project",
            List.of(node("sync", 530, "project_update", "failed", "")),
            "node \"sync\": its job 530 failed; see PAGE/workflow/514"),
        new Row("no node at all", List.of(), "see PAGE/workflow/514"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void namesTheNodeThatItFailedBy(Row row) {
    aap.on("GET " + FLOW + "workflow_nodes/", page(row.nodes().toArray(String[]::new)));
    assertThat(status().errorDetails())
        .contains(
            "No error handling paths found; " + row.told().replace("PAGE", aap.url() + "/#/jobs"));
  }

  @Test
  void aChildThatCanNotBeReadIsNamedAllTheSame() {
    aap.on("GET " + FLOW + "workflow_nodes/", page(node("bad", 516, "job", "failed", "")))
        .on("GET jobs/516/", new Answer(403, Map.of(), "{\"detail\":\"no\"}"));
    JobStatus status = status();
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.errorDetails().orElseThrow())
        .contains("; node \"bad\": its job 516 failed; what failed could not be read: ", "403");
  }

  @Test
  void isBoundedHoweverMuchThereIsToTell() {
    String much = "字".repeat(900);
    String quoted = "\"" + much + "\"";
    aap.on("GET " + FLOW, job("workflow_job", 514, "failed", much))
        .on("GET " + FLOW + "workflow_nodes/", page(node(much, 516, "job", "failed", "")))
        .on("GET jobs/516/", job("job", 516, "failed", much))
        .on("GET jobs/516/job_events/", page(event(516).replaceAll("\"(t|h|because.*)\"", quoted)));

    String told = status().errorDetails().orElseThrow();

    assertThat(told.getBytes(StandardCharsets.UTF_8).length).isBetween(1000, 1024);
    assertThat(told).endsWith("…; see " + aap.url() + "/#/jobs/playbook/516");
  }

  private JobStatus status() {
    JobRef job = JobRef.of("aap", JobType.PROVISION, "workflow-job-514", "op1");
    return provider
        .observe(query(job))
        .match(
            status -> status,
            WorkflowDigestsIT::unseen,
            WorkflowDigestsIT::unseen,
            WorkflowDigestsIT::unseen);
  }

  private static JobStatus unseen(String reason) {
    throw new AssertionError(reason);
  }

  private static String job(String type, long id, String status, String explanation) {
    return """
        {"id":%d,"type":"%s","status":"%s","job_explanation":"%s","started":"2024-10-23T15:30:00Z",
        "extra_vars":"{\\"cloudkit_operation\\":{\\"id\\":\\"op1\\"}}"}"""
        .formatted(id, type, status, explanation);
  }

  private static String node(String name, long job, String type, String status, String more) {
    return """
        {"id":%d,"identifier":"%s","summary_fields":{"job":
        {"id":%d,"name":"job of %d","type":"%s","status":"%s"}}%s}"""
        .formatted(job, name, job, job, type, status, more);
  }

  private static String event(long job) {
    return """
        {"event":"runner_on_failed","task":"t","host_name":"h",
        "event_data":{"res":{"msg":"because of %d"}}}"""
        .formatted(job);
  }

  private static String page(String... rows) {
    return "{\"next\":null,\"results\":[" + String.join(",", rows) + "]}";
  }
}
