package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cancel is told as what AAP said to it. */
class CancelAnswersTest {
  private static final String REFUSED =
      "{\"detail\":\"You do not have permission to perform this action.\"}";

  private final ScriptedAap aap = new ScriptedAap();

  @AfterEach
  void close() {
    aap.close();
  }

  private void job(String path, int id, String status) {
    String type = path.startsWith("workflow") ? "workflow_job" : "job";
    aap.on(
        "GET " + path + id + "/",
        "{\"id\":"
            + id
            + ",\"type\":\""
            + type
            + "\",\"status\":\""
            + status
            + "\",\"started\":\"2024-10-23T15:30:00Z\",\"extra_vars\":"
            + "\"{\\\"cloudkit_operation\\\":{\\\"id\\\":\\\"op-1\\\"}}\"}");
  }

  private void workflowWithChildren(int... children) {
    job("workflow_jobs/", 514, "canceled");
    StringBuilder nodes = new StringBuilder();
    for (int child : children) {
      nodes
          .append(nodes.isEmpty() ? "" : ",")
          .append("{\"id\":9,\"summary_fields\":{\"job\":{\"id\":")
          .append(child)
          .append(",\"type\":\"job\",\"status\":\"running\"}}}");
    }
    aap.on("GET workflow_jobs/514/workflow_nodes/", "{\"next\":null,\"results\":[" + nodes + "]}");
  }

  private void answers(int child, int status) {
    aap.on(
        "POST jobs/" + child + "/cancel/",
        new ScriptedAap.Answer(status, Map.of(), status == 202 ? "" : REFUSED));
  }

  private String cancelled(String id) {
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(() -> "s3cret"), Map.of())) {
      JobRef job = JobRef.of("aap", JobType.PROVISION, id, "op-1");
      return Words.words(provider.cancel(query(job)));
    }
  }

  @Test
  void ofTheJobsOfAWorkflowTheRefusalIsTold() {
    workflowWithChildren(516);
    answers(516, 403);
    job("jobs/", 516, "running");
    assertThat(cancelled("workflow-job-514")).startsWith("refused").contains("403");
  }

  @Test
  void oneThatCouldBeAskedIsEnough() {
    workflowWithChildren(516, 517);
    answers(516, 403);
    job("jobs/", 516, "running");
    answers(517, 202);
    assertThat(cancelled("workflow-job-514")).isEqualTo("requested");
  }

  @Test
  void jobsThatEndedMeanwhileNeedNone() {
    workflowWithChildren(516);
    answers(516, 403);
    job("jobs/", 516, "successful");
    assertThat(cancelled("workflow-job-514")).isEqualTo("alreadyEnded");
  }
}
