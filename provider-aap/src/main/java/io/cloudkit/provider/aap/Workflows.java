package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What the jobs of a workflow say of its end: aap-api.md §6.9, rule 12. Thread-safe. */
final class Workflows {
  private static final int MAX_PAGES = 20;
  private static final int MAX_DEPTH = 5;
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final AapClient client;

  Workflows(AapClient client) {
    this.client = client;
  }

  /**
   * The jobs of a workflow, and of workflows within it.
   *
   * @param living those that have not ended, whatever the workflow says
   * @param isEndProven whether each ended by itself and well, or there was none
   * @param jobs those that ended and are jobs themselves, by ascending node
   * @param culprit the one that made the workflow fail, as far as its nodes tell
   */
  record Children(
      List<JobId> living, boolean isEndProven, List<Long> jobs, Optional<Culprit> culprit) {}

  /**
   * A job of a workflow that did not end well.
   *
   * @param node which is its, for a person
   * @param job without a kind if it is neither a job nor a workflow, an update of a project
   * @param status AAP's word for how it ended
   */
  record Culprit(String node, JobId job, String status, Blame blame) {}

  /** The worse first. */
  enum Blame {
    FAILED,
    CANCELED,
    /** The workflow has a path for the failure of this node (aap-api.md §5.2). */
    HANDLED
  }

  /** What is gathered on the way. */
  private static final class Visit {
    private final List<JobId> living = new ArrayList<>();
    private final List<Long> jobs = new ArrayList<>();
    private final List<Culprit> culprits = new ArrayList<>();
  }

  /** To be asked after the workflow's own end was seen. */
  Children children(long workflow) {
    Visit visit = new Visit();
    boolean proven = read(workflow, visit, 0);
    return new Children(
        visit.living,
        proven,
        visit.jobs,
        visit.culprits.stream().min(Comparator.comparing(Culprit::blame)));
  }

  private boolean read(long workflow, Visit visit, int depth) {
    boolean proven = true;
    long last = 0;
    for (int page = 0; page < MAX_PAGES; page++) {
      Answer answer = client.get("workflow_nodes", nodes(workflow, last));
      for (JsonNode node : answer.rows()) {
        last = Math.max(last, node.path("id").asLong());
        proven &= child(node, visit, depth);
      }
      if (answer.body().path("next").isNull()) {
        return proven;
      }
    }
    throw new ProviderException(
        "workflow job " + workflow + ": more nodes than can be looked at; divide the workflow");
  }

  private boolean child(JsonNode node, Visit visit, int depth) {
    JsonNode job = node.path("summary_fields").path("job");
    if (!job.isObject()) {
      return true;
    }
    long number = job.path("id").asLong();
    JobState state = JobRow.state(job.path("status").asText());
    Optional<JobKind> kind = JobKind.ofJob(job.path("type").asText());
    JobId id = new JobId(kind, number, Optional.empty());
    if (!state.isTerminal()) {
      // neither kind: an approval, an update of a project
      visit.living.add(id);
      return false;
    }
    kind.filter(JobKind.JOB::equals).ifPresent(any -> visit.jobs.add(number));
    boolean isWorkflow = kind.filter(JobKind.WORKFLOW_JOB::equals).isPresent();
    int known = visit.culprits.size();
    boolean within = !isWorkflow || (depth < MAX_DEPTH && read(number, visit, depth + 1));
    // of a workflow that failed its own jobs tell more
    if (state != JobState.SUCCEEDED && visit.culprits.size() == known) {
      visit.culprits.add(culprit(node, id, job.path("status").asText(), state));
    }
    return within && state == JobState.SUCCEEDED;
  }

  private static Culprit culprit(JsonNode node, JobId job, String status, JobState state) {
    boolean handled = !node.path("failure_nodes").isEmpty() || !node.path("always_nodes").isEmpty();
    Blame blame = state == JobState.CANCELED ? Blame.CANCELED : Blame.FAILED;
    return new Culprit(name(node), job, status, handled ? Blame.HANDLED : blame);
  }

  /** The name that a person gave the node; AAP itself gives it a uuid. */
  private static String name(JsonNode node) {
    String identifier = node.path("identifier").asText("");
    return identifier.isEmpty() || UUID.matcher(identifier).matches()
        ? node.path("summary_fields").path("job").path("name").asText("")
        : identifier;
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
