package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a playbook told while it ran, made up from the row of its job: one play, the tasks that
 * failed, or one task on one host if none is known.
 */
final class Events {
  private static final String HOST = "host-1";
  private static final String TASK = "run";
  private static final String PLAY = "all";

  /** Whether an event counts as failed. */
  enum Outcome {
    FINE,
    FAILED
  }

  /**
   * One event.
   *
   * @param parent the counter of the event above it, 0 for none
   * @param task empty outside of one
   * @param host empty if it is of no host
   * @param data its {@code event_data}
   * @param startLine first line of the output that is its own
   */
  record Event(
      long job,
      int counter,
      int parent,
      String name,
      String task,
      String host,
      ObjectNode data,
      String stdout,
      int startLine,
      Outcome outcome) {

    long id() {
      return job * 1000 + counter;
    }

    int endLine() {
      return startLine + lines();
    }

    private int lines() {
      return stdout.isEmpty() ? 0 : stdout.split("\n", -1).length;
    }
  }

  private final JobRow row;
  private final List<Event> events = new ArrayList<>();

  private Events(JobRow row) {
    this.row = row;
  }

  /** In order; none before the start, and no end without its stats (§5.6). */
  static List<Event> of(JobRow row) {
    Events made = new Events(row);
    if (row.started().isPresent()) {
      made.tell();
    }
    return List.copyOf(made.events);
  }

  private void tell() {
    int start = add(0, "playbook_on_start", "", Outcome.FINE);
    int play = add(start, "playbook_on_play_start", "PLAY [" + PLAY + "] ****", Outcome.FINE);
    row.failures().forEach(failure -> tell(play, failure));
    if (row.failures().isEmpty()) {
      tellOneTask(play);
    }
    row.hostStatusCounts()
        .ifPresent(
            counts ->
                add(
                    start,
                    "playbook_on_stats",
                    "PLAY RECAP ****\n" + HOST + " : " + counts,
                    isFailed(row) ? Outcome.FAILED : Outcome.FINE));
  }

  private void tell(int play, TaskFailure failure) {
    boolean counts = failure.kind() != TaskFailure.Kind.IGNORED;
    int task = startTask(play, failure.task(), counts);
    ObjectNode data = Documents.object();
    data.put("host", failure.host()).put("task", failure.task());
    data.set("res", failure.result());
    if (failure.kind() != TaskFailure.Kind.UNREACHABLE) {
      data.put("ignore_errors", !counts);
    }
    String name =
        failure.kind() == TaskFailure.Kind.UNREACHABLE
            ? "runner_on_unreachable"
            : "runner_on_failed";
    String stdout = "fatal: [" + failure.host() + "]: FAILED! => " + failure.result();
    Outcome outcome = counts ? Outcome.FAILED : Outcome.FINE;
    add(task, name, failure.task(), failure.host(), data, stdout, outcome);
  }

  private void tellOneTask(int play) {
    boolean failed = isFailed(row);
    int task = startTask(play, TASK, failed);
    if (row.hostStatusCounts().isPresent()) {
      ObjectNode data = Documents.object();
      data.put("host", HOST).put("task", TASK).putObject("res").put("msg", message());
      String stdout =
          failed ? "fatal: [" + HOST + "]: FAILED! => " + message() : "ok: [" + HOST + "]";
      String name = failed ? "runner_on_failed" : "runner_on_ok";
      add(task, name, TASK, HOST, data, stdout, failed ? Outcome.FAILED : Outcome.FINE);
    }
  }

  // events.py: with the stats a failed event marks the one above it, and no further
  private int startTask(int play, String task, boolean fails) {
    boolean isMarked = fails && row.hostStatusCounts().isPresent();
    return add(
        play,
        "playbook_on_task_start",
        task,
        "",
        Documents.object(),
        "TASK [" + task + "] ****",
        isMarked ? Outcome.FAILED : Outcome.FINE);
  }

  private int add(int parent, String name, String stdout, Outcome outcome) {
    return add(parent, name, "", "", Documents.object(), stdout, outcome);
  }

  private int add(
      int parent,
      String name,
      String task,
      String host,
      ObjectNode data,
      String stdout,
      Outcome outcome) {
    int line = events.isEmpty() ? 0 : events.get(events.size() - 1).endLine();
    int counter = events.size() + 1;
    events.add(new Event(row.id(), counter, parent, name, task, host, data, stdout, line, outcome));
    return counter;
  }

  private String message() {
    return row.explanation().isEmpty() ? "the task failed" : row.explanation();
  }

  /** The output as one text. */
  static String output(JobRow row) {
    StringBuilder text = new StringBuilder();
    of(row).stream()
        .filter(event -> !event.stdout().isEmpty())
        .forEach(event -> text.append(event.stdout()).append('\n'));
    return text.toString();
  }

  static boolean isFailed(JobRow row) {
    return row.hostStatusCounts().map(counts -> counts.has("failures")).orElse(false);
  }

  static Fields<Event> fields() {
    return new Fields.Builder<Event>()
        .number("id", event -> Optional.of(event.id()))
        .number("counter", event -> Optional.of((long) event.counter()))
        .number("start_line", event -> Optional.of((long) event.startLine()))
        .text("event", Event::name)
        .text("stdout", Event::stdout)
        .text("uuid", event -> uuid(event.job(), event.counter()))
        .text("parent_uuid", event -> uuid(event.job(), event.parent()))
        .text("host_name", Event::host)
        .text("task", Event::task)
        .flag("failed", event -> event.outcome() == Outcome.FAILED)
        .build("JobEvent");
  }

  private static String uuid(long job, int counter) {
    return counter == 0 ? "" : "00000000-0000-0000-0000-%012d".formatted(job * 1000 + counter);
  }

  private static int level(String name) {
    return switch (name) {
      case "playbook_on_start" -> 0;
      case "playbook_on_play_start", "playbook_on_stats" -> 1;
      case "playbook_on_task_start" -> 2;
      default -> 3;
    };
  }

  static ObjectNode document(JobRow row, Event event, String base) {
    ObjectNode doc = Documents.object();
    doc.put("id", event.id()).put("type", "job_event");
    doc.put("url", base + "/job_events/" + event.id() + "/");
    doc.putObject("related").put("job", base + "/jobs/" + row.id() + "/");
    doc.putObject("summary_fields").putObject("job").put("id", row.id());
    doc.put("created", Times.wire(row.modified())).put("modified", Times.wire(row.modified()));
    doc.put("job", row.id()).put("event", event.name()).put("counter", event.counter());
    doc.put("event_display", event.name().replace('_', ' '));
    doc.set("event_data", event.data());
    doc.put("event_level", level(event.name()));
    doc.put("failed", event.outcome() == Outcome.FAILED).put("changed", false);
    doc.put("uuid", uuid(event.job(), event.counter()));
    doc.put("parent_uuid", uuid(event.job(), event.parent())).putNull("host");
    doc.put("host_name", event.host());
    doc.put("playbook", "site.yml").put("play", event.counter() > 1 ? PLAY : "");
    doc.put("task", event.task()).put("role", "");
    doc.put("stdout", event.stdout()).put("start_line", event.startLine());
    return doc.put("end_line", event.endLine()).put("verbosity", 0);
  }

  /** The one host's line of the sum of a job that reached its end. */
  static ObjectNode summary(JobRow row, String base) {
    ObjectNode doc = Documents.object();
    doc.put("id", row.id()).put("type", "job_host_summary");
    doc.put("url", base + "/job_host_summaries/" + row.id() + "/");
    doc.putObject("related").put("job", base + "/jobs/" + row.id() + "/");
    doc.putObject("summary_fields").putObject("job").put("id", row.id());
    doc.put("job", row.id()).putNull("host").putNull("constructed_host");
    doc.put("host_name", HOST).put("changed", 0).put("dark", 0);
    int failures = isFailed(row) ? 1 : 0;
    doc.put("failures", failures).put("ok", 1 - failures).put("processed", 1).put("skipped", 0);
    return doc.put("failed", isFailed(row)).put("ignored", 0).put("rescued", 0);
  }
}
