package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.aap.AapClient.NotSentException;
import io.cloudkit.provisioning.spi.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why jobs failed, in a line for a person: AAP's explanation, the first task that failed, on which
 * host and with which words, and where to look. At most {@value #MAX_BYTES} bytes, without secrets.
 *
 * <p>A job is asked for its events once. That it failed is known before, and is told whatever
 * becomes of this question, and soon: it takes what others left of the budget, and a few seconds.
 * Thread-safe.
 */
final class Digests {
  static final int MAX_BYTES = 1024;

  private static final Duration MOST = Duration.ofSeconds(3);
  private static final int MAX_EXPLANATION = 200;
  private static final int MAX_NAME = 100;
  private static final int MAX_MESSAGE = 350;
  private static final int MAX_LINK = 300;
  private static final int REMEMBERED = 1000;

  private final AapClient client;
  private final CallTime time;
  private final Redaction redaction;
  private final Map<String, String> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  Digests(AapClient client, CallTime time, Redaction redaction) {
    this.client = client;
    this.time = time;
    this.redaction = redaction;
  }

  /** What a list tells of a job that failed, or what was read of it before. Asks nothing. */
  String brief(JobRow job) {
    return remembered(job).orElseGet(() -> line(job, explanation(job)));
  }

  /**
   * What is known of a job that failed.
   *
   * @param job in detail
   * @param culprit the job that made a workflow fail
   */
  String of(JobRow job, Optional<Workflows.Culprit> culprit) {
    return remembered(job).orElseGet(() -> read(job, culprit));
  }

  private String read(JobRow job, Optional<Workflows.Culprit> culprit) {
    Outcome<Story> outcome = Outcome.of(() -> time.within(MOST, () -> ask(job, culprit)));
    if (outcome.answer().isPresent()) {
      Story story = outcome.answer().get();
      String line = line(story.page(), join(explanation(job), story.text()));
      if (story.isWhole()) {
        remember(job, line);
      }
      return line;
    }
    ProviderException failure = outcome.failure().orElseThrow();
    String line =
        line(
            job,
            join(
                explanation(job),
                culprit.map(this::words).orElse(""),
                "what failed could not be read: "
                    + shown(String.valueOf(failure.getMessage()), MAX_EXPLANATION)));
    if (!(failure instanceof NotSentException)) {
      remember(job, line);
    }
    return line;
  }

  /**
   * What was read.
   *
   * @param page of which job a person should look at
   * @param isWhole whether a later look would tell no more
   */
  private record Story(JobRow page, String text, boolean isWhole) {}

  private Story ask(JobRow job, Optional<Workflows.Culprit> culprit) {
    if (job.kind() == JobKind.JOB) {
      return tasks(job);
    }
    Optional<JobKind> kind = culprit.flatMap(each -> each.job().kind());
    if (kind.filter(JobKind.JOB::equals).isEmpty()) {
      return new Story(job, culprit.map(this::words).orElse(""), true);
    }
    long number = culprit.orElseThrow().job().number();
    Answer answer = client.poll("job", client.url(JobKind.JOB.path() + "/" + number + "/"));
    JobRow child = new JobRow(JobKind.JOB, answer.body());
    Story story = tasks(child);
    String text = join(words(culprit.orElseThrow()), explanation(child), story.text());
    return new Story(child, text, story.isWhole());
  }

  /**
   * Events of the starts of tasks count as failed as well, and ignored errors do not; those of the
   * items of a loop do not tell whether they are ignored. Of a rescued task nothing tells, so the
   * first that failed need not be the one that the job failed by: AWX, awx/main/models/events.py.
   */
  private Story tasks(JobRow job) {
    if (!job.hasStarted()) {
      return new Story(job, "", true);
    }
    Answer answer =
        client.poll(
            "job_events",
            client.url(
                JobKind.JOB.path() + "/" + job.number() + "/job_events/",
                "event__in",
                "runner_on_failed,runner_on_unreachable,runner_on_async_failed",
                "failed",
                "true",
                "order_by",
                "counter",
                "page_size",
                "1"));
    JsonNode first = answer.rows().path(0);
    if (!first.isObject()) {
      // events are written by others than the end, perhaps later: aap-api.md §5.6
      return new Story(job, "", job.isEndProven());
    }
    long count = answer.body().path("count").asLong(1);
    String more = count > 1 ? " (the first of " + count + " failures)" : "";
    return new Story(job, words(new FailedTask(first)) + more, true);
  }

  private String words(FailedTask failed) {
    String host = shown(failed.host(), MAX_NAME);
    String task = "task \"" + shown(failed.task(), MAX_NAME) + "\"";
    String what =
        failed.isUnreachable()
            ? task + " could not reach host " + host
            : task + " failed" + (host.isEmpty() ? "" : " on host " + host);
    return what + failed.message().map(text -> ": " + shown(text, MAX_MESSAGE)).orElse("");
  }

  private String words(Workflows.Culprit culprit) {
    String ended = culprit.status().equals("canceled") ? " was canceled" : " failed";
    return "node \""
        + shown(culprit.node(), MAX_NAME)
        + "\": its job "
        + culprit.job().number()
        + ended;
  }

  /** Of a traceback the last line names the error. */
  private String explanation(JobRow job) {
    String traceback = Excerpt.lastLine(job.row().path("result_traceback").asText(""));
    return join(
        shown(job.explanation(), MAX_EXPLANATION),
        job.explanation().contains(traceback) ? "" : shown(traceback, MAX_EXPLANATION));
  }

  private String shown(String text, int maxBytes) {
    return Excerpt.cut(redaction.over(text), maxBytes);
  }

  private static String join(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }

  private String line(JobRow page, String text) {
    URI address = client.page(page);
    String link = "see " + address;
    boolean fits = Excerpt.bytes(link) <= MAX_LINK;
    int room = fits ? MAX_BYTES - Excerpt.bytes(link) - 2 : MAX_BYTES;
    return join(Excerpt.cut(text, room), fits ? link : "");
  }

  private Optional<String> remembered(JobRow job) {
    synchronized (known) {
      return Optional.ofNullable(known.get(key(job)));
    }
  }

  private void remember(JobRow job, String line) {
    synchronized (known) {
      known.put(key(job), line);
    }
  }

  /** Numbers begin again when a database is restored. */
  private static String key(JobRow job) {
    return job.number() + " " + job.row().path("created").asText("");
  }
}
