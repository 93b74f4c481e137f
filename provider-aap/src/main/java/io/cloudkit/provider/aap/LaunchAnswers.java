package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what the answer to a launch proves: aap-api.md §13.1. Thread-safe. */
final class LaunchAnswers {
  /** Of what passes by itself. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private static final Pattern LOCATION =
      Pattern.compile(".*/(jobs|workflow_jobs)/([0-9]{1,18})/?");

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final AapClient client;
  private final Templates templates;
  private final Cancels cancels;
  private final Redaction redaction;
  private final InstantSource clock;

  LaunchAnswers(
      AapClient client,
      Templates templates,
      Cancels cancels,
      Redaction redaction,
      InstantSource clock) {
    this.client = client;
    this.templates = templates;
    this.cancels = cancels;
    this.redaction = redaction;
    this.clock = clock;
  }

  /** How the answers are said, for one of the two types of launches. */
  record Words<T>(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected) {}

  /**
   * What the answer to a launch says.
   *
   * @throws ProviderException if it does not tell whether there is a job
   */
  <T> T said(LaunchRequest request, Template template, Answer answer, Words<T> words) {
    if (answer.status() == 201) {
      return created(request, template, answer, words);
    }
    if (answer.isOfAnUpgrade()) {
      return words.waiting().apply(answer.explain(), RETRY_AFTER);
    }
    if (answer.isRedirect()) {
      return words.rejected().apply(FailureKind.CONFIGURATION, answer.explain());
    }
    if (answer.status() == 429) {
      return words.waiting().apply(answer.explain(), pause(answer));
    }
    if (answer.status() == 407) {
      // as where a tunnel is refused
      return words.waiting().apply(answer.explain(), RETRY_AFTER);
    }
    if (answer.status() == 413) {
      return words
          .rejected()
          .apply(
              FailureKind.INVALID_REQUEST,
              "the resource is larger than AAP's proxy lets through (413)");
    }
    if (!answer.isJson()) {
      throw answer.unexpected();
    }
    return switch (answer.status()) {
      case 400 ->
          words
              .rejected()
              // AAP quotes variables that it does not like
              .apply(
                  Refusals.kindOfBadRequest(answer),
                  redaction.over(Refusals.badRequest(template, answer)));
      case 401 ->
          // nothing was created, and nobody has to mend what passes: aap-api.md §13.1, §1.6
          answer.mayBeLetIn()
              ? words.waiting().apply(answer.explain(), RETRY_AFTER)
              : words.rejected().apply(FailureKind.UNAUTHORIZED, answer.explain());
      case 403 -> words.rejected().apply(FailureKind.UNAUTHORIZED, answer.explain());
      case 404, 405, 415 -> words.rejected().apply(FailureKind.CONFIGURATION, answer.explain());
      default -> throw answer.unexpected();
    };
  }

  private <T> T created(LaunchRequest request, Template template, Answer answer, Words<T> words) {
    Optional<JobId> id =
        answer
            .json()
            .flatMap(LaunchAnswers::idIn)
            .or(() -> answer.location().flatMap(LaunchAnswers::idOf));
    if (id.isEmpty()) {
      throw new ProviderException(
          answer.request() + ": AAP launched a job, and its answer does not say which");
    }
    JobRef job = request.job(id.get().text());
    Optional<Dropped> dropped =
        answer.json().flatMap(body -> dropped(request, template, body.path("ignored_fields")));
    if (dropped.isPresent()) {
      return withoutWhatWasSet(request, id.get(), template, dropped.get(), words);
    }
    String status = answer.json().map(body -> body.path("status").asText("")).orElse("");
    JobState state = JobRow.state(status);
    // an end so soon is read again in detail, which tells whether it is one
    return words
        .triggered()
        .apply(job, JobStatus.of(state.isTerminal() ? JobState.UNKNOWN : state));
  }

  /**
   * What of a launch AAP did not take over.
   *
   * @param refusal why the template is not launched so
   */
  private record Dropped(Omission omission, String refusal) {}

  /** Empty if it took all; one says enough, the others are found before the next launch. */
  private static Optional<Dropped> dropped(
      LaunchRequest request, Template template, JsonNode ignored) {
    JsonNode variables = ignored.path("extra_vars");
    if (variables.isObject() && !variables.isEmpty()) {
      return Optional.of(new Dropped(Omission.VARIABLES, Refusals.noPrompt(template)));
    }
    return LaunchOption.of(request).stream()
        .filter(option -> ignored.has(option.field()))
        .findFirst()
        .map(option -> new Dropped(Omission.of(option), Prompts.refusal(template, option)));
  }

  /**
   * The kind comes from the answer: a sliced job template makes a workflow job (aap-api.md §3.4).
   */
  private static Optional<JobId> idIn(JsonNode body) {
    if (body.path("workflow_job").isIntegralNumber()) {
      return Optional.of(JobId.of(JobKind.WORKFLOW_JOB, body.path("workflow_job").asLong()));
    }
    return body.path("job").isIntegralNumber()
        ? Optional.of(JobId.of(JobKind.JOB, body.path("job").asLong()))
        : Optional.empty();
  }

  private static Optional<JobId> idOf(String location) {
    Matcher path = LOCATION.matcher(location);
    if (!path.matches()) {
      return Optional.empty();
    }
    JobKind kind = path.group(1).equals(JobKind.JOB.path()) ? JobKind.JOB : JobKind.WORKFLOW_JOB;
    return Optional.of(JobId.of(kind, Long.parseLong(path.group(2))));
  }

  /**
   * A prompt was switched off since it was looked at: the job runs without our variables, or
   * without what limits it. It is asked to end; only if it surely never ran is it as if nothing was
   * launched.
   */
  private <T> T withoutWhatWasSet(
      LaunchRequest request, JobId id, Template template, Dropped dropped, Words<T> words) {
    templates.forget(template.name());
    JobKind kind = id.kind().orElseThrow();
    try {
      cancels.cancel(kind, id.number());
      Answer now = client.get("job", client.url(kind.path() + "/" + id.number() + "/"));
      JobRow row = new JobRow(kind, now.body());
      if (row.state() == JobState.CANCELED && !row.hasStarted()) {
        return words.rejected().apply(FailureKind.CONFIGURATION, dropped.refusal());
      }
    } catch (ProviderException unknown) {
      // it is followed to its end, and counts as failed
    }
    return words
        .triggered()
        .apply(
            request.job(id.without(dropped.omission()).text()),
            JobStatus.of(JobState.UNKNOWN, dropped.omission().words()));
  }

  private Duration pause(Answer answer) {
    Duration asked =
        answer
            .retryAfter()
            .flatMap(header -> RetryAfter.of(header, answer.date().orElseGet(clock::instant)))
            .orElse(RETRY_AFTER);
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
