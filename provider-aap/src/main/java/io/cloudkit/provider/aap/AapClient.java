package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.aap.SendByInterceptor.Departure;
import io.cloudkit.provider.aap.Throttle.Urgency;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Sends one request and reads one answer: once, in time, without following redirects, and not more
 * than so many bytes. Thread-safe.
 */
final class AapClient implements AutoCloseable {
  /** It needs no credentials, so its answer says nothing of them (aap-api.md §1.3). */
  static final String PING = "ping";

  private static final Duration PATIENT = Duration.ofSeconds(5);

  private final HttpClients http;
  private final BaseUrl base;
  private final Credentials credentials;
  private final AnswerReader reader;
  private final MetricsSink metrics;
  private final LongSupplier nanoTime;
  private final CallTime time;
  private final Throttle throttle;
  private final Unreached unreached;
  private final String instance;

  AapClient(
      BaseUrl base,
      Duration callTimeout,
      CallTime time,
      Throttle throttle,
      Credentials credentials,
      ProviderContext context,
      Way way) {
    this.base = base;
    this.time = time;
    this.throttle = throttle;
    this.credentials = credentials;
    this.reader = new AnswerReader(credentials, base.isBehindGateway());
    this.metrics = context.metrics();
    this.nanoTime = context.nanoTime();
    this.http = HttpClients.of(callTimeout, way);
    this.unreached = new Unreached(base.address(), way.proxy());
    this.instance = context.instance();
  }

  /** Nothing of a request left: nobody could be reached, or the permission had ended. */
  static final class NotSentException extends ProviderException {
    private static final long serialVersionUID = 1L;

    NotSentException(String message) {
      super(message);
    }

    NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** An answer is larger than is read. */
  static final class TooLargeException extends ProviderException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  /** Where a person can look at a job. */
  URI page(JobRow job) {
    return base.page(job);
  }

  /** The address of a resource of the API: {@link BaseUrl#resource}. */
  HttpUrl url(String path, String... query) {
    return base.resource(path, query);
  }

  /** Asks what somebody waits for. */
  Answer get(String operation, HttpUrl url) {
    return get(operation, url, Urgency.QUESTION);
  }

  /** Asks what is asked again soon. */
  Answer poll(String operation, HttpUrl url) {
    return get(operation, url, Urgency.POLL);
  }

  /** Asks what a cancel needs to know first. */
  Answer insist(String operation, HttpUrl url) {
    return get(operation, url, Urgency.CANCEL);
  }

  private Answer get(String operation, HttpUrl url, Urgency urgency) {
    Request request = request(url).get().build();
    Answer answer = call(http.questions(), operation, request, urgency, Departure.ofQuestion());
    // what was shown may have been replaced in between: rule 1
    return answer.status() == 401 && credentials.isReplaced(AnswerReader.shown(request))
        ? call(
            http.questions(),
            operation,
            request(url).get().build(),
            urgency,
            Departure.ofQuestion())
        : answer;
  }

  /**
   * Sends a JSON body, once.
   *
   * @param sendBy when it may not leave any more; empty if it always may
   * @throws NotSentException if nothing left
   * @throws ProviderException if it may have left, and what came back tells nothing
   */
  Answer post(String operation, HttpUrl url, JsonNode body, Optional<Deadline> sendBy) {
    Request request = request(url).post(new OneShotJson(body)).build();
    Urgency urgency = sendBy.isPresent() ? Urgency.LAUNCH : Urgency.CANCEL;
    return call(http.effects(), operation, request, urgency, Departure.ofEffect(sendBy));
  }

  private Request.Builder request(HttpUrl url) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("Accept-Language", "en");
    try {
      return request.header(Credentials.HEADER, credentials.header());
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the token
      throw new NotSentException(credentials.unsendable());
    } catch (ProviderException unreadable) {
      throw notSent(unreadable);
    }
  }

  /** A secret could not be read. */
  private NotSentException notSent(ProviderException why) {
    return new NotSentException("provider " + instance + ": " + why.getMessage(), why);
  }

  private Answer call(
      OkHttpClient by, String operation, Request asked, Urgency urgency, Departure departure) {
    Request request = asked.newBuilder().tag(Departure.class, departure).build();
    String what = request.method() + " " + request.url().encodedPath();
    Breaker.Pass pass = throttle.admit(what, urgency, time.end().remaining());
    try {
      return send(by, operation, what, request, departure);
    } finally {
      pass.end();
    }
  }

  private Answer send(
      OkHttpClient by, String operation, String what, Request request, Departure departure) {
    Duration left = time.end().remaining();
    if (left.isZero()) {
      throw new NotSentException(what + ": not sent, the time of the call was over before");
    }
    Call call = by.newCall(request);
    call.timeout().timeout(left.toNanos(), TimeUnit.NANOSECONDS);
    long start = nanoTime.getAsLong();
    AtomicReference<String> code = new AtomicReference<>("none");
    try {
      Answer answer =
          new InterruptibleCall(call)
              .answer(
                  response -> {
                    code.set(String.valueOf(response.code()));
                    return reader.read(what, response);
                  });
      throttle.answered(answer);
      if (answer.isLetIn() && !operation.equals(PING)) {
        credentials.accepted();
      }
      return answer;
    } catch (IOException e) {
      throw failed(what, departure, left, e);
    } catch (ProviderException e) {
      // what the proxy is to be shown could not be read
      throw departure.hasLeft() ? e : notSent(e);
    } finally {
      metrics.time(
          "backend_request_seconds",
          Map.of("operation", operation, "code", code.get()),
          Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private ProviderException failed(
      String what, Departure departure, Duration left, IOException cause) {
    if (cause instanceof SendByInterceptor.TooLateException) {
      return new NotSentException(what + ": " + cause.getMessage(), cause);
    }
    if (Thread.currentThread().isInterrupted()) {
      // it says nothing of AAP
      return departure.hasLeft()
          ? new ProviderException(what + ": its answer was not awaited, interrupted", cause)
          : new NotSentException(what + ": not sent, interrupted", cause);
    }
    String why = departure.hasLeft() ? unreached.broke(cause) : unreached.why(cause);
    // nor does a call that had no time left
    if (!(cause instanceof InterruptedIOException) || left.compareTo(PATIENT) >= 0) {
      throttle.failed(why);
    }
    return departure.hasLeft()
        ? new ProviderException(what + ": " + why, cause)
        : new NotSentException(what + ": " + why, cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
