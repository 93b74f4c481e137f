package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.NotSentException;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provider.eda.settings.Span;
import io.cloudkit.provider.eda.signs.JobId;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a launch over, once, and tells what its answer proves: eda-api.md §1. Thread-safe. */
public final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final Duration RETRY_AFTER = Pauses.FIRST;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final String HANDED_OVER =
      "handed to EDA, which confirms no job: its playbook will answer on the resource";

  private final EventClient client;
  private final RequiredFields required;
  private final Pace pace;
  private final Credentials credentials;
  private final InstantSource clock;
  private final Pauses pauses;

  public Launcher(
      EventClient client,
      RequiredFields required,
      Pace pace,
      Credentials credentials,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.client = client;
    this.required = required;
    this.pace = pace;
    this.credentials = credentials;
    this.clock = clock;
    this.pauses = new Pauses(nanoTime);
  }

  /** How the answers are said, for one of the two types of launches. */
  public record Words<T>(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected) {}

  public <T> T launch(LaunchRequest request, JobId id, Receiver receiver, Words<T> words) {
    Optional<RequiredFields.Missing> missing = required.missingIn(request.resource());
    if (missing.isPresent()) {
      return words.rejected().apply(missing.get().kind(), missing.get().reason());
    }
    Optional<Duration> left = pace.left(request.type(), request.resource());
    if (left.isPresent()) {
      return words
          .waiting()
          .apply(
              "the last "
                  + request.type()
                  + " was asked for less than "
                  + Span.words(pace.interval())
                  + " ago, the "
                  + EdaSettings.MINIMUM_REQUEST_INTERVAL,
              left.get());
    }
    ByteString body = Payload.of(request);
    Optional<String> tooLarge = receiver.tooLarge(body);
    if (tooLarge.isPresent()) {
      return words.rejected().apply(FailureKind.INVALID_REQUEST, tooLarge.get());
    }
    try {
      Answer answer = post(request, receiver, body);
      LOG.debug(
          "{}: {} of operation {} handed to {}, answered {}",
          request.resource(),
          request.type(),
          request.operation(),
          receiver.url().encodedPath(),
          answer.status());
      return said(request.job(id.text()), receiver, answer, words);
    } catch (NotSentException notSent) {
      return notSent.obstacle().stays()
          ? words.rejected().apply(FailureKind.CONFIGURATION, notSent.reason())
          : words.waiting().apply(notSent.reason(), pause(notSent, receiver, request));
    }
  }

  private Answer post(LaunchRequest request, Receiver receiver, ByteString body) {
    try {
      Answer answer = client.post(receiver, body, request.operation(), request.sendBy());
      pauses.heard(receiver);
      return answer;
    } catch (NotSentException notSent) {
      throw notSent;
    } catch (ProviderException left) {
      pauses.heard(receiver); // somebody took the connection
      throw left;
    }
  }

  private Duration pause(NotSentException notSent, Receiver receiver, LaunchRequest request) {
    return notSent.obstacle() == NotSentException.Obstacle.TOO_LATE
        ? RETRY_AFTER
        : pauses.gone(receiver, request.resource().uid());
  }

  private <T> T said(JobRef job, Receiver receiver, Answer answer, Words<T> words) {
    if (answer.isSuccess()) {
      return taken(job, receiver, answer, words);
    }
    if (answer.isRedirect()) {
      return refused(
          FailureKind.CONFIGURATION,
          receiver,
          answer,
          answer.redirect() + "; " + receiver.remedy(),
          words);
    }
    return switch (answer.status()) {
      case 400 -> {
        Receiver.Refusal refusal = receiver.badRequest(answer);
        String meaning =
            refusal.kind() == FailureKind.UNAUTHORIZED
                ? refusal.meaning() + "; " + credentials.remedy()
                : refusal.meaning();
        yield refused(refusal.kind(), receiver, answer, meaning, words);
      }
      case 401, 403 ->
          refused(FailureKind.UNAUTHORIZED, receiver, answer, credentials.remedy(), words);
      case 404 ->
          refused(
              FailureKind.CONFIGURATION,
              receiver,
              answer,
              "no " + receiver.kind() + " there",
              words);
      // eda-api.md §6: somebody had named the Service of EDA's API
      case 405 ->
          refused(
              FailureKind.CONFIGURATION,
              receiver,
              answer,
              "an API answered where " + receiver.name() + " was expected",
              words);
      case 413 -> refused(FailureKind.INVALID_REQUEST, receiver, answer, "it is too large", words);
      case 422 -> refused(FailureKind.INVALID_REQUEST, receiver, answer, "it is not taken", words);
      // The webhook itself never answers it: under load it lets a request hang (eda-api.md §1, §8).
      // So it came from something before the webhook that counts requests, and what that refuses it
      // does not pass on.
      case 429 -> words.waiting().apply(explain(receiver, answer, "too many"), pause(answer));
      // Neither does it answer 502, 503 or 504, but a proxy that had passed the request on before
      // its connection broke or its time was over says them too, Envoy also 503.
      // A 500 may be of the receiver, before or after it took the event; a 408 of either side of a
      // proxy. What else there is, nobody there explains. All of it is unknown.
      default -> throw new ProviderException(explain(receiver, answer, "EDA may have the event"));
    };
  }

  private static <T> T taken(JobRef job, Receiver receiver, Answer answer, Words<T> words) {
    if (receiver.isOwnWord(answer)) {
      return words
          .triggered()
          .apply(job, JobStatus.builder(JobState.UNKNOWN).message(HANDED_OVER).build());
    }
    throw new ProviderException(
        receiver.setting()
            + ": "
            + receiver.ownWord()
            + ", found "
            + answer.found()
            + ": a proxy or another service may stand there; it is not known whether EDA got the"
            + " event");
  }

  private static <T> T refused(
      FailureKind kind, Receiver receiver, Answer answer, String meaning, Words<T> words) {
    return words.rejected().apply(kind, explain(receiver, answer, meaning));
  }

  private static String explain(Receiver receiver, Answer answer, String meaning) {
    return receiver.setting() + " answered " + answer.found() + ": " + meaning;
  }

  private Duration pause(Answer answer) {
    Duration asked = answer.retryAfter().flatMap(this::pause).orElse(RETRY_AFTER);
    if (asked.isZero()) {
      // each try is a write to the status: not without a pause
      return RETRY_AFTER;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }

  /** Seconds, or a date of HTTP. */
  private Optional<Duration> pause(String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(clock.instant(), date.toInstant());
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
