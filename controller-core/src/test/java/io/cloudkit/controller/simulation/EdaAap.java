package io.cloudkit.controller.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.EdaInProcess.Aap.Answer;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the lists of the AAP say that runs the jobs of events. The playbooks are those of the world;
 * the rows are late, lie, are purged, and are lost with their database.
 */
final class EdaAap {
  private static final Duration SETTLE = Duration.ofSeconds(30);

  static final Map<String, String> SETTINGS =
      Map.of(
          "tracker-provision-template", "1",
          "tracker-deprovision-template", "2",
          "tracker-settle", SETTLE.toSeconds() + "s");

  /** How long a playbook goes on whose row says that it ended. */
  private static final Duration LONGEST_LIE = Duration.ofSeconds(30);

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);
  private static final Duration LONGEST_MORE = Duration.ofMinutes(3);
  private static final long FIRST_ID = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InMemoryBackend jobs;
  private final VirtualTime time;
  private final Chaos chaos;
  private final Outage down;
  private final Outage blind;
  private final boolean tellsDate;
  private final TreeMap<Long, Row> rows = new TreeMap<>();

  /** Whose rows were written, whatever became of these. */
  private final Set<InMemoryJob> recorded = new HashSet<>();

  private long nextId = FIRST_ID;

  EdaAap(InMemoryBackend jobs, VirtualTime time, Chaos chaos) {
    this.jobs = jobs;
    this.time = time;
    this.chaos = chaos;
    this.down = new Outage(time);
    this.blind = new Outage(time);
    this.tellsDate = chaos.pick(4) != 0;
  }

  /** A job as the database has it. */
  private final class Row {
    private final InMemoryJob job;
    private final long shownAt;
    private final Duration otherwiseFor;
    private boolean killed;

    Row(InMemoryJob job) {
      this.job = job;
      boolean late = chaos.strikes(30, Fault.ROW_COMMITTED_LATE);
      this.shownAt = job.visibleAt() + (late ? chaos.upTo(SETTLE).toNanos() : 0);
      this.otherwiseFor =
          chaos.strikes(15, Fault.ROW_ENDED_OTHERWISE_AT_FIRST)
              ? chaos.upTo(LONGEST_LIE)
              : Duration.ZERO;
    }

    boolean isShown() {
      return shownAt - time.nanos() <= 0;
    }

    String status() {
      if (killed) {
        return "failed";
      }
      if (job.isRunning()) {
        return chaos.strikes(3, Fault.ROW_WENT_BACK) ? "pending" : "running";
      }
      if (!job.hasRun()) {
        return job.state().isTerminal() ? ended(job.state()) : "pending";
      }
      boolean isOtherwise = time.nanos() - job.ranUntil() < otherwiseFor.toNanos();
      if (job.didSucceed()) {
        return isOtherwise ? "failed" : "successful";
      }
      return ended(isOtherwise && job.state() == JobState.FAILED ? JobState.CANCELED : job.state());
    }

    private static String ended(JobState state) {
      return state == JobState.CANCELED ? "canceled" : "failed";
    }

    /** Somebody who takes it for dead writes its end, and its node is told to kill it. */
    void reaped() {
      killed = true;
      Duration goesOn = chaos.upTo(LONGEST_LIE);
      chaos.tell(() -> "AAP says that " + job + " failed, and it goes on for " + goesOn);
      jobs.cancel(job, Optional.of(goesOn));
    }
  }

  Answer answer(String process, String path, Map<String, String> query) throws IOException {
    chaos.boundary(process, "look");
    happens();
    if (chaos.meets(down, Fault.LOOKED_INTO_AAP_DOWN)) {
      throw new ConnectException("refused");
    }
    if (chaos.strikes(6, Fault.LOOK_FAILED)) {
      return failed();
    }
    Answer answer = found(path, query);
    // it was so when it was asked, and arrives later
    chaos.boundary(process, "look answered");
    return answer;
  }

  private void happens() {
    if (chaos.strikes(2, Fault.LOOKED_INTO_AAP_DOWN)) {
      down.lasts(chaos.upTo(LONGEST_OUTAGE));
    }
    if (chaos.strikes(2, Fault.LOOK_SHOWS_NOTHING)) {
      blind.lasts(chaos.upTo(LONGEST_OUTAGE));
    }
    record();
    if (noEventIsBetweenItsJobs() && chaos.strikes(1, Fault.LOOKED_INTO_AAP_RESTORED)) {
      chaos.tell(() -> "the AAP of the events is restored from a backup without their jobs");
      rows.clear();
      nextId = FIRST_ID;
    }
    for (Row row : List.copyOf(rows.values())) {
      if (row.job.isRunning()
          && !row.killed
          && row.isShown()
          && chaos.strikes(8, Fault.ROW_ENDED_BEFORE_ITS_PLAYBOOK)) {
        row.reaped();
      }
    }
    boolean isOver = !rows.isEmpty() && rows.firstEntry().getValue().job.state().isTerminal();
    if (isOver && chaos.strikes(3, Fault.ROW_PURGED)) {
      rows.pollFirstEntry();
    }
  }

  /**
   * World assumption: of an event that is delivered twice, a database is not put back between the
   * two. The first would run on without a row, and nobody could know that there is another one.
   */
  private boolean noEventIsBetweenItsJobs() {
    return jobs.all().stream()
        .filter(job -> !recorded.contains(job))
        .noneMatch(late -> recorded.stream().anyMatch(early -> early.claim().equals(late.claim())));
  }

  /**
   * How much longer than others the playbooks run: so long that an end can be proven beside them.
   */
  static Duration longer(Chaos chaos) {
    return chaos.happens(50) ? chaos.upTo(LONGEST_MORE) : Duration.ZERO;
  }

  /** What was delivered since has a row, which is shown at once or later. */
  private void record() {
    for (InMemoryJob job : jobs.all()) {
      if (!job.isHiddenAt(time.nanos()) && recorded.add(job)) {
        rows.put(++nextId, new Row(job));
      }
    }
  }

  private Answer failed() throws IOException {
    return switch (chaos.pick(5)) {
      case 0 -> answered(500, "{\"detail\":\"A server error has occurred.\"}");
      case 1 -> answered(502, "<html>Bad Gateway</html>");
      case 2 -> answered(200, "<html>AWX is upgrading</html>");
      case 3 -> answered(200, "{\"count\":1,\"next\":null,\"results\":[{\"id\":");
      default -> throw new SocketException("reset");
    };
  }

  private Answer found(String path, Map<String, String> query) {
    if (path.endsWith("/unified_job_templates/")) {
      ObjectNode template = JSON.createObjectNode().put("id", Long.parseLong(query.get("id")));
      return page(Stream.of(template).toList(), true);
    }
    if (path.endsWith("/job_events/") || chaos.meets(blind, Fault.LOOK_SHOWS_NOTHING)) {
      return page(List.of(), true);
    }
    Optional<Set<String>> ids = set(query, "id__in");
    Set<String> without = set(query, "not__id__in").orElse(Set.of());
    long after = Long.parseLong(query.getOrDefault("id__gt", "0"));
    Instant from = Instant.parse(query.getOrDefault("created__gte", "2000-01-01T00:00:00Z"));
    Map<Long, Row> order = query.get("order_by").equals("-id") ? rows.descendingMap() : rows;
    List<ObjectNode> all =
        order.entrySet().stream()
            .filter(each -> each.getValue().isShown())
            .filter(each -> ids.filter(some -> !some.contains(each.getKey() + "")).isEmpty())
            .filter(each -> each.getKey() > after && !without.contains(each.getKey() + ""))
            .filter(each -> !created(each.getValue()).isBefore(from))
            .map(each -> row(each.getKey(), each.getValue()))
            .toList();
    int size = Integer.parseInt(query.get("page_size"));
    return page(all.subList(0, Math.min(size, all.size())), all.size() <= size);
  }

  private static Optional<Set<String>> set(Map<String, String> query, String name) {
    return Optional.ofNullable(query.get(name))
        .map(list -> Set.copyOf(Arrays.asList(list.split(","))));
  }

  private Instant created(Row row) {
    return time.instant().minusNanos(time.nanos() - row.job.visibleAt());
  }

  private ObjectNode row(long id, Row row) {
    ObjectNode payload = JSON.createObjectNode();
    payload
        .putObject("metadata")
        .put("uid", row.job.uid())
        .putObject("annotations")
        .put("cloudkit.openshift.io/operation", row.job.operation());
    payload
        .putObject("status")
        .put("desiredConfigVersion", row.job.configVersion() + "." + row.job.claim());
    ObjectNode variables = JSON.createObjectNode();
    variables.putObject("ansible_eda").putObject("event").set("payload", payload);
    return JSON.createObjectNode()
        .put("id", id)
        .put("type", "job")
        .put("status", row.status())
        .put("created", created(row).toString())
        .put("job_explanation", "")
        .put("extra_vars", variables.toString());
  }

  private Answer page(List<ObjectNode> results, boolean isLast) {
    ObjectNode page = JSON.createObjectNode().put("count", results.size());
    page.put("next", isLast ? null : "/more");
    ArrayNode array = page.putArray("results");
    results.forEach(array::add);
    return answered(200, page.toString());
  }

  private Answer answered(int status, String body) {
    return new Answer(status, body, tellsDate ? Optional.of(time.instant()) : Optional.empty());
  }
}
