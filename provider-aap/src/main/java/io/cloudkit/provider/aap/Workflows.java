package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** What the jobs of a workflow say of its end: aap-api.md §6.9, rule 12. Thread-safe. */
final class Workflows {
  private static final int MAX_PAGES = 20;
  private static final int MAX_DEPTH = 5;

  private final AapClient client;

  Workflows(AapClient client) {
    this.client = client;
  }

  /**
   * The jobs of a workflow, and of workflows within it.
   *
   * @param living those that have not ended, whatever the workflow says
   * @param isEndProven whether each ended by itself and well, or there was none
   */
  record Children(List<JobId> living, boolean isEndProven) {}

  /** To be asked after the workflow's own end was seen. */
  Children children(long workflow) {
    List<JobId> living = new ArrayList<>();
    boolean proven = read(workflow, living, 0);
    return new Children(living, proven);
  }

  private boolean read(long workflow, List<JobId> living, int depth) {
    boolean proven = true;
    long last = 0;
    for (int page = 0; page < MAX_PAGES; page++) {
      Answer answer = client.get("workflow_nodes", nodes(workflow, last));
      for (JsonNode node : answer.rows()) {
        last = Math.max(last, node.path("id").asLong());
        proven &= child(node.path("summary_fields").path("job"), living, depth);
      }
      if (answer.body().path("next").isNull()) {
        return proven;
      }
    }
    throw new ProviderException(
        "workflow job " + workflow + ": more nodes than can be looked at; divide the workflow");
  }

  private boolean child(JsonNode job, List<JobId> living, int depth) {
    if (!job.isObject()) {
      return true;
    }
    long number = job.path("id").asLong();
    JobState state = JobRow.state(job.path("status").asText());
    Optional<JobKind> kind = JobKind.ofJob(job.path("type").asText());
    if (!state.isTerminal()) {
      // neither kind: an approval, an update of a project
      living.add(new JobId(kind, number, false));
      return false;
    }
    boolean isWorkflow = kind.filter(JobKind.WORKFLOW_JOB::equals).isPresent();
    boolean within = !isWorkflow || (depth < MAX_DEPTH && read(number, living, depth + 1));
    return within && state == JobState.SUCCEEDED;
  }

  private HttpUrl nodes(long workflow, long after) {
    return client.url(
        JobKind.WORKFLOW_JOB.path() + "/" + workflow + "/workflow_nodes/",
        "id__gt",
        String.valueOf(after),
        "order_by",
        "id",
        "page_size",
        "200");
  }
}
