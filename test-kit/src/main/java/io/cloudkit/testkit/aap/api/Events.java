package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a playbook told while it ran, made up from the row of its job: one play, task and host. */
final class Events {
  private static final String HOST = "host-1";

  /**
   * One event.
   *
   * @param startLine first line of the output that is its own
   */
  record Event(long job, int counter, String name, String stdout, int startLine, Outcome outcome) {

    /** Whether something failed in it. */
    enum Outcome {
      FINE,
      FAILED
    }

    long id() {
      return job * 1000 + counter;
    }

    int endLine() {
      return startLine + lines();
    }

    private int lines() {
      return stdout.isEmpty() ? 0 : stdout.split("\n", -1).length;
    }

    boolean isOnHost() {
      return name.startsWith("runner_on");
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
      made.add("playbook_on_start", "");
      made.add("playbook_on_play_start", "PLAY [all] ****");
      made.add("playbook_on_task_start", "TASK [run] ****");
      if (row.hostStatusCounts().isPresent()) {
        made.add(isFailed(row) ? "runner_on_failed" : "runner_on_ok", made.result());
        made.add("playbook_on_stats", "PLAY RECAP ****\n" + HOST + " : " + row.hostStatusCounts());
      }
    }
    return List.copyOf(made.events);
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

  private String result() {
    return isFailed(row)
        ? "fatal: [" + HOST + "]: FAILED! => " + message(row)
        : "ok: [" + HOST + "]";
  }

  private static String message(JobRow row) {
    return row.explanation().isEmpty() ? "the task failed" : row.explanation();
  }

  private void add(String name, String stdout) {
    int line = events.isEmpty() ? 0 : events.get(events.size() - 1).endLine();
    Event.Outcome outcome = isFailed(row) ? Event.Outcome.FAILED : Event.Outcome.FINE;
    events.add(new Event(row.id(), events.size() + 1, name, stdout, line, outcome));
  }

  static Fields<Event> fields() {
    return new Fields.Builder<Event>()
        .number("id", event -> Optional.of(event.id()))
        .number("counter", event -> Optional.of((long) event.counter()))
        .number("start_line", event -> Optional.of((long) event.startLine()))
        .text("event", Event::name)
        .text("stdout", Event::stdout)
        .text("host_name", event -> event.isOnHost() ? HOST : "")
        .text("task", event -> event.counter() > 2 && !isEnd(event) ? "run" : "")
        .flag("failed", event -> event.outcome() == Event.Outcome.FAILED)
        .build("JobEvent");
  }

  private static boolean isEnd(Event event) {
    return event.name().equals("playbook_on_stats");
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
    ObjectNode data = doc.putObject("event_data");
    if (event.isOnHost()) {
      data.put("host", HOST).put("task", "run").putObject("res").put("msg", message(row));
    }
    doc.put("event_level", Math.min(event.counter() - 1, 3));
    doc.put("failed", event.outcome() == Event.Outcome.FAILED).put("changed", false);
    doc.put("uuid", "00000000-0000-0000-0000-%012d".formatted(event.id()));
    doc.put("parent_uuid", "").putNull("host");
    doc.put("host_name", event.isOnHost() ? HOST : "");
    doc.put("playbook", "site.yml").put("play", event.counter() > 1 ? "all" : "");
    doc.put("task", event.counter() > 2 && !isEnd(event) ? "run" : "").put("role", "");
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
