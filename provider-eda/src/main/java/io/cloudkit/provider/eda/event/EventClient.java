package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.connection.Cause;
import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.InterruptibleCall;
import io.cloudkit.provider.eda.connection.NotSentException;
import io.cloudkit.provider.eda.connection.NotSentException.Obstacle;
import io.cloudkit.provider.eda.connection.Tls;
import io.cloudkit.provider.eda.connection.TlsTrouble;
import io.cloudkit.provider.eda.event.SendByInterceptor.Departure;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Sends one request and reads one answer: once, in time, over a connection of its own, without
 * following redirects, and not more than so many bytes. Thread-safe.
 */
public final class EventClient implements AutoCloseable {
  /** An honest answer is the path of the receiver, or a line of text. */
  private static final long MAX_BODY = 8 * 1024;

  private final OkHttpClient http;
  private final Credentials credentials;
  private final Tls tls;
  private final MetricsSink metrics;
  private final LongSupplier nanoTime;
  private final Duration allowed;

  public EventClient(
      Duration callTimeout,
      Credentials credentials,
      Tls tls,
      ProviderContext context,
      UnaryOperator<OkHttpClient.Builder> transport) {
    this.credentials = credentials;
    this.tls = tls;
    this.metrics = context.metrics();
    this.nanoTime = context.nanoTime();
    // a little less than the engine waits, so that it hears why
    this.allowed = callTimeout.multipliedBy(19).dividedBy(20);
    OkHttpClient.Builder usual =
        new OkHttpClient.Builder()
            // eda-api.md §1: an upgrade to HTTP/2 costs the body with an older aiohttp
            .protocols(List.of(Protocol.HTTP_1_1))
            // the next address of the name is tried if nobody listens at the first; what has begun
            // to leave is not sent again, see OneShotJson
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(callTimeout.dividedBy(2))
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            // a kept connection that the server closes at the same moment would leave it unknown
            // whether an event was taken
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .addNetworkInterceptor(new SendByInterceptor());
    this.http = transport.apply(usual).build();
  }

  /** When one of so many requests of a call has to be over that begins now. */
  public Deadline endOfOneIn(int requests) {
    return Deadline.after(allowed.dividedBy(requests), nanoTime);
  }

  /**
   * Hands an event over, once.
   *
   * @param sendBy when it may not leave any more
   * @throws NotSentException if nothing left
   * @throws ProviderException if it may have left, and no answer came
   */
  Answer post(Receiver receiver, ByteString body, String operation, Deadline sendBy) {
    Request.Builder request =
        new Request.Builder()
            .url(receiver.url())
            .header("X-Request-Id", operation)
            .post(new OneShotJson(body));
    credentials.authorize(request);
    credentials.sign(request, body);
    return call(
        "launch", receiver, request, Departure.ofEffect(Optional.of(sendBy)), endOfOneIn(1));
  }

  /** Looks at it as a stranger. A GET puts no event into it. */
  Answer look(Receiver receiver, Deadline end) {
    Request.Builder request = new Request.Builder().url(receiver.url()).get();
    return call("preflight", receiver, request, Departure.ofQuestion(), end);
  }

  /**
   * As {@link #look}, showing the credentials: a signature is one of nothing then.
   *
   * @throws NotSentException if they can not be shown
   */
  Answer lookWithCredentials(Receiver receiver, Deadline end) {
    Request.Builder request = new Request.Builder().url(receiver.url()).get();
    credentials.authorize(request);
    credentials.sign(request, ByteString.EMPTY);
    return call("preflight", receiver, request, Departure.ofQuestion(), end);
  }

  /** Whether TLS is spoken where an address without it points to. Shows nothing. */
  boolean speaksTls(Receiver receiver, Deadline end) {
    HttpUrl url = receiver.url();
    Request.Builder request =
        new Request.Builder().url(url.newBuilder().scheme("https").port(url.port()).build()).get();
    try {
      Answer unused = call("preflight", receiver, request, Departure.ofQuestion(), end);
      return true;
    } catch (NotSentException notSent) {
      return TlsTrouble.provesTls(notSent.getCause());
    } catch (ProviderException brokeAfterTheHandshake) {
      return true;
    }
  }

  private Answer call(
      String operation,
      Receiver receiver,
      Request.Builder asked,
      Departure departure,
      Deadline end) {
    Request request = asked.tag(Departure.class, departure).build();
    String what = request.method() + " " + request.url().encodedPath();
    Duration left = end.remaining();
    if (left.isZero()) {
      throw new NotSentException(
          Obstacle.TOO_LATE, what + ": not sent, the time of the call was over before");
    }
    Call call = tls.over(http).newCall(request);
    call.timeout().timeout(left.toNanos(), TimeUnit.NANOSECONDS);
    long start = nanoTime.getAsLong();
    AtomicReference<String> code = new AtomicReference<>("none");
    try {
      return new InterruptibleCall(call)
          .answer(
              response -> {
                code.set(String.valueOf(response.code()));
                return answer(what, request, response);
              });
    } catch (IOException e) {
      throw failed(what, receiver, departure, e);
    } finally {
      metrics.time(
          "backend_request_seconds",
          Map.of("operation", operation, "code", code.get()),
          Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private Answer answer(String what, Request request, Response response) throws IOException {
    ResponseBody body = response.body();
    MediaType media = body == null ? null : body.contentType();
    String type =
        media == null ? "" : (media.type() + "/" + media.subtype()).toLowerCase(Locale.ROOT);
    String text = body == null ? "" : text(body.source());
    return new Answer(
        what,
        response.code(),
        type,
        text,
        Answer.saidIn(type, text),
        Optional.ofNullable(response.header("Allow")),
        Optional.ofNullable(response.header("Retry-After")),
        Optional.ofNullable(response.header("Location"))
            .flatMap(target -> Optional.ofNullable(request.url().resolve(target)))
            .map(HttpUrl::host),
        shown -> credentials.mask(request, shown));
  }

  private static String text(BufferedSource source) throws IOException {
    // counted after decompression: a small answer can be a large one
    return source.request(MAX_BODY + 1) ? source.readUtf8(MAX_BODY) + "…" : source.readUtf8();
  }

  private static ProviderException failed(
      String what, Receiver receiver, Departure departure, IOException cause) {
    if (cause instanceof SendByInterceptor.TooLateException) {
      return new NotSentException(
          Obstacle.TOO_LATE, what + ": not sent, " + cause.getMessage(), cause);
    }
    if (TlsTrouble.isRefusalOfOurs(cause)) {
      return new NotSentException(
          Obstacle.TLS,
          receiver.host()
              + " accepts no connection without a certificate that it trusts; check "
              + EdaSettings.CLIENT_CERTIFICATE_FILE
              + ", "
              + EdaSettings.CLIENT_KEY_FILE,
          cause);
    }
    if (!departure.hasLeft()) {
      return notSent(receiver, cause);
    }
    if (Cause.isTlsInPlaceOfHttp(cause)) {
      // who answers HTTP by an alert of TLS has not read it
      return new NotSentException(Obstacle.TLS, receiver.asksForTls(), cause);
    }
    return new ProviderException(
        cause instanceof InterruptedIOException
            ? what + ": no whole answer in time"
            : what + ": the connection broke: " + Cause.words(cause),
        cause);
  }

  private static NotSentException notSent(Receiver receiver, IOException cause) {
    if (cause instanceof UnknownHostException) {
      // eda-api.md §7
      return new NotSentException(
          Obstacle.UNRESOLVED,
          "the host "
              + receiver.url().host()
              + " has no address: "
              + (receiver instanceof Webhook
                  ? "the Service of a rulebook exists only while its activation runs; start the"
                      + " activation, or correct "
                  : "correct ")
              + receiver.setting(),
          cause);
    }
    if (cause instanceof SSLException && !Cause.isBrokenOff(cause)) {
      TlsTrouble trouble = TlsTrouble.of(cause, receiver.setting());
      return new NotSentException(
          Obstacle.TLS,
          "no trusted TLS connection to "
              + receiver.host()
              + ": "
              + trouble.found()
              + "; "
              + trouble.remedy(),
          cause);
    }
    return new NotSentException(
        Obstacle.UNREACHABLE,
        "no "
            + receiver.kind()
            + " can be reached at "
            + receiver.host()
            + ": "
            + Cause.words(cause)
            + "; check that "
            + receiver.runsIn()
            + " runs, and the setting "
            + receiver.setting(),
        cause);
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
