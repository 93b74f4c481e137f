package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why jobs failed, in a line for a person: AAP's explanation, the first task that failed and its
 * host, and where to look. What the task said stays there: anybody wrote it, and it may hold a
 * secret. Thread-safe.
 */
final class AapFailures {
  private static final int LONGEST = 200;
  private static final int MOST_LOOKS = 3;

  private final AapReader reader;
  private final Map<Long, Found> tasks = new ConcurrentHashMap<>();

  /**
   * What failed.
   *
   * @param task empty if none was found
   * @param looks how often it was looked
   */
  private record Found(String task, int looks) {
    static final Found NOTHING = new Found("", 0);
  }

  AapFailures(AapReader reader) {
    this.reader = reader;
  }

  /**
   * Whether AAP is to be asked about a job that failed. Events are written by others than the end,
   * perhaps later (aap-api.md §5.6), and some jobs have none.
   */
  boolean isDue(AapJob job) {
    Found found = tasks.getOrDefault(job.id(), Found.NOTHING);
    return found.task().isEmpty() && found.looks() < MOST_LOOKS;
  }

  /** Asks AAP about a job. What can not be read is left out. */
  void read(AapJob job) {
    int looks = tasks.getOrDefault(job.id(), Found.NOTHING).looks();
    tasks.put(job.id(), new Found(task(job), looks + 1));
  }

  /** Only these are of use any more. */
  void keep(Collection<Long> jobs) {
    tasks.keySet().retainAll(jobs);
  }

  /** What is known by now. */
  String of(AapJob job) {
    return Stream.of(
            shown(job.explanation()),
            tasks.getOrDefault(job.id(), Found.NOTHING).task(),
            "see " + reader.base().page(job))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Ignored errors do not count as failed: aap-api.md §9, as the provider of AAP has it. */
  private String task(AapJob job) {
    if (job.isWorkflow() || job.started().isEmpty()) {
      return "";
    }
    try {
      AapReader.Rows events =
          reader.list(
              reader
                  .base()
                  .resource(
                      "jobs/" + job.id() + "/job_events/",
                      "event__in",
                      "runner_on_failed,runner_on_unreachable,runner_on_async_failed",
                      "failed",
                      "true",
                      "order_by",
                      "counter",
                      "page_size",
                      "1"),
              reader.usualEnd());
      return events.rows().isEmpty() ? "" : words(events.rows().path(0), events.count());
    } catch (ProviderException unread) {
      return "";
    }
  }

  private static String words(JsonNode event, long count) {
    String role = event.path("role").asText("");
    String task = event.path("task").asText("");
    String host = event.path("host_name").asText("");
    boolean unreachable = event.path("event").asText().equals("runner_on_unreachable");
    return "task \""
        + shown(role.isEmpty() || task.startsWith(role + " : ") ? task : role + " : " + task)
        + (unreachable ? "\" could not reach host " : "\" failed on host ")
        + shown(host)
        + (count > 1 ? " (the first of " + count + " failures)" : "");
  }

  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
