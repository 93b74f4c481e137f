package io.cloudkit.provider.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provider.aap.SendByInterceptor.Departure;
import io.cloudkit.provider.aap.Throttle.Urgency;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.BufferedSource;

/**
 * Sends one request and reads one answer: once, in time, without following redirects, and not more
 * than so many bytes. Thread-safe.
 */
final class AapClient implements AutoCloseable {
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration PATIENT = Duration.ofSeconds(5);
  private static final long MAX_BODY = 16L * 1024 * 1024;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final OkHttpClient http;

  /**
   * Each effect goes over a connection of its own: a kept one that the server closes at the same
   * moment would leave it unknown whether something was launched.
   */
  private final OkHttpClient effects;

  private final HttpUrl base;
  private final ProviderContext.Secret token;
  private final MetricsSink metrics;
  private final LongSupplier nanoTime;
  private final CallTime time;
  private final Throttle throttle;

  /**
   * A client.
   *
   * @param transport what is special about the way to AAP
   */
  AapClient(
      HttpUrl base,
      Duration callTimeout,
      CallTime time,
      Throttle throttle,
      ProviderContext context,
      UnaryOperator<OkHttpClient.Builder> transport) {
    this.base = base;
    this.time = time;
    this.throttle = throttle;
    this.token = context.secret(AapProviderFactory.TOKEN);
    this.metrics = context.metrics();
    this.nanoTime = context.nanoTime();
    OkHttpClient.Builder usual =
        new OkHttpClient.Builder()
            // a question over a kept connection that broke is asked over another one
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(shorter(callTimeout, Duration.ofSeconds(10)))
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            // shorter than a web server keeps an idle connection, 65 s and more
            .connectionPool(new ConnectionPool(5, 30, TimeUnit.SECONDS))
            .addNetworkInterceptor(new SendByInterceptor());
    this.http = transport.apply(usual).build();
    this.effects =
        http.newBuilder()
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();
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
    String name = job.kind() == JobKind.JOB ? "playbook" : "workflow";
    // the web interface of AWX and of AAP up to 2.4 routes by fragment, the gateway's by path
    String path =
        base.encodedPath().startsWith("/api/controller/")
            ? "execution/jobs/" + name + "/" + job.number() + "/output"
            : "#/jobs/" + name + "/" + job.number();
    return URI.create(base.newBuilder().encodedPath("/").build() + path);
  }

  /**
   * The address of a resource of the API.
   *
   * @param path without a leading slash, with the trailing one (aap-api.md §10.5)
   */
  HttpUrl url(String path, String... query) {
    HttpUrl.Builder url = base.newBuilder().addEncodedPathSegments(path);
    for (int i = 0; i < query.length; i += 2) {
      url.addQueryParameter(query[i], query[i + 1]);
    }
    return url.build();
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
    return call(http, operation, request(url).get().build(), urgency, Departure.ofQuestion());
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
    return call(effects, operation, request, urgency, Departure.ofEffect(sendBy));
  }

  /**
   * A body that says it can not be written twice. OkHttp sends a POST again by itself after a 503
   * with "Retry-After: 0" and after a 421, whatever was set about retries; this keeps it from that.
   */
  private static final class OneShotJson extends RequestBody {
    private final byte[] bytes;

    OneShotJson(JsonNode body) {
      bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public MediaType contentType() {
      return JSON;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }

  private Request.Builder request(HttpUrl url) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("Accept-Language", "en");
    try {
      return request.header(AUTHORIZATION, BEARER + token.value());
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the token
      throw new NotSentException(
          "token: expected printable characters without blanks, found others; correct its setting");
    }
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
                    return answer(what, response);
                  });
      throttle.answered(answer);
      return answer;
    } catch (IOException e) {
      throw failed(what, departure, left, e);
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
    String why = why(departure, cause);
    // neither an interrupt nor a call that had no time left says anything of AAP
    boolean hadTime = !(cause instanceof InterruptedIOException) || left.compareTo(PATIENT) >= 0;
    if (hadTime && !Thread.currentThread().isInterrupted()) {
      throttle.failed(why);
    }
    return departure.hasLeft()
        ? new ProviderException(what + ": " + why, cause)
        : new NotSentException(what + ": " + why, cause);
  }

  private String why(Departure departure, IOException cause) {
    if (!departure.hasLeft()) {
      return "AAP can not be reached at "
          + base.host()
          + ":"
          + base.port()
          + ": "
          + kind(cause)
          + "; check the setting url, and that AAP runs";
    }
    return cause instanceof InterruptedIOException
        ? "no whole answer in time"
        : "the connection broke: " + kind(cause);
  }

  private static Answer answer(String what, Response response) throws IOException {
    return new Answer(
        what,
        response.code(),
        response.code() == 201 ? readable(what, response) : json(what, response),
        Optional.ofNullable(response.header("Location")),
        Optional.ofNullable(response.header("Retry-After")),
        Optional.ofNullable(response.headers().getDate("Date")).map(Date::toInstant));
  }

  /** A 201 says what it says even if its body is lost: aap-api.md §13.1. */
  private static Optional<JsonNode> readable(String what, Response response) {
    try {
      return json(what, response);
    } catch (IOException | ProviderException unreadable) {
      return Optional.empty();
    }
  }

  /** The body if it says that it is JSON, and is (aap-api.md §10.4, §15.2). */
  private static Optional<JsonNode> json(String what, Response response) throws IOException {
    ResponseBody body = response.body();
    MediaType type = body == null ? null : body.contentType();
    if (body == null || type == null || !type.subtype().equals("json")) {
      return Optional.empty();
    }
    // counted after decompression: a small answer can be a large one
    BufferedSource source = body.source();
    if (source.request(MAX_BODY + 1)) {
      throw new TooLargeException(
          what + ": expected an answer of at most " + MAX_BODY + " bytes, found more");
    }
    String text = withoutToken(response, source.readUtf8());
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JsonProcessingException malformed) {
      // its text may hold what must not be shown
      throw new ProviderException(
          what + ": expected JSON in an answer " + response.code() + ", found something else");
    }
  }

  /** What a refusal says is shown to people, and it may repeat what it was sent. */
  private static String withoutToken(Response response, String text) {
    String shown = response.request().header(AUTHORIZATION);
    return shown == null || response.isSuccessful()
        ? text
        : text.replace(shown.substring(BEARER.length()), "***");
  }

  private static String kind(IOException cause) {
    return cause.getClass().getSimpleName();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
