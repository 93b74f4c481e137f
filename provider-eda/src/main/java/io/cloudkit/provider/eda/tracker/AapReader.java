package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provider.eda.connection.Cause;
import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.InterruptibleCall;
import io.cloudkit.provider.eda.connection.NotSentException;
import io.cloudkit.provider.eda.connection.NotSentException.Obstacle;
import io.cloudkit.provider.eda.connection.Proof;
import io.cloudkit.provider.eda.connection.Tls;
import io.cloudkit.provider.eda.connection.TlsTrouble;
import io.cloudkit.provider.eda.settings.Span;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * Reads lists of AAP, and nothing else: a GET at a time, in time, without following redirects
 * (aap-api.md §10.4), and not more than so many bytes. What an answer says is not repeated in
 * errors. Thread-safe.
 */
final class AapReader implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Each row carries its variables, whatever their size (aap-api.md §15.1). */
  private static final long MAX_BODY = 8L << 20;

  /** AAP writes the id of a row first. */
  private static final int HEAD = 4096;

  private static final long NO_ID = -1;

  private final AapUrl base;
  private final Proof.Named token;
  private final Tls tls;
  private final OkHttpClient http;
  private final Duration callTimeout;
  private final Redaction redaction;
  private final MetricsSink metrics;
  private final LongSupplier nanoTime;

  /**
   * One that shows that token, and trusts what that TLS trusts.
   *
   * @param transport what is special about the way to AAP
   */
  AapReader(
      AapUrl base,
      Proof.Named token,
      Tls tls,
      Duration callTimeout,
      ProviderContext context,
      UnaryOperator<OkHttpClient.Builder> transport) {
    this.base = base;
    this.token = token;
    this.tls = tls;
    this.callTimeout = callTimeout;
    this.redaction = Redaction.of(context);
    this.metrics = context.metrics();
    this.nanoTime = context.nanoTime();
    this.http =
        transport
            .apply(
                new OkHttpClient.Builder()
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .connectTimeout(callTimeout.dividedBy(2))
                    .readTimeout(callTimeout))
            .build();
  }

  /** An answer is larger than is read. */
  static final class TooLargeException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final long first;

    TooLargeException(String message, long first) {
      super(message);
      this.first = first;
    }

    /** The id of the first row in it; empty if it is not near its beginning. */
    OptionalLong first() {
      return first == NO_ID ? OptionalLong.empty() : OptionalLong.of(first);
    }
  }

  /**
   * Some rows.
   *
   * @param isLast whether no more follow
   * @param count of all, if AAP said so
   * @param date when it answered, by its own clock, if it said so
   * @param asked from the request to the answer, by ours
   */
  record Rows(
      JsonNode rows, boolean isLast, long count, Optional<Instant> date, AapJobs.Span asked) {}

  AapUrl base() {
    return base;
  }

  /** The end of a request that begins now. */
  Deadline usualEnd() {
    return Deadline.after(callTimeout, nanoTime);
  }

  /**
   * Reads a list.
   *
   * @throws ProviderException if there is none to be had now; for a person, without secrets
   */
  Rows list(HttpUrl url, Deadline end) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("Accept-Language", "en");
    show(request);
    Call call = tls.over(http).newCall(request.build());
    Duration left = end.remaining();
    call.timeout().timeout(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
    String what = "GET " + url.encodedPath();
    long start = nanoTime.getAsLong();
    String[] code = {"none"};
    try {
      return new InterruptibleCall(call)
          .answer(
              response -> {
                code[0] = String.valueOf(response.code());
                return rows(what, response, start);
              });
    } catch (InterruptedIOException late) {
      throw new ProviderException(
          what + ": AAP is too slow: no answer of " + url.host() + " in " + Span.words(callTimeout),
          late);
    } catch (IOException broken) {
      throw new ProviderException(
          what + ": no answer of " + url.host() + ": " + words(broken), broken);
    } finally {
      metrics.time(
          "backend_request_seconds",
          Map.of("operation", "tracker", "code", code[0]),
          Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private static String words(IOException broken) {
    return broken instanceof SSLException && !Cause.isBrokenOff(broken)
        ? TlsTrouble.of(broken, TrackerSettings.URL).found()
            + "; check "
            + TrackerSettings.URL
            + " and "
            + TrackerSettings.CA_FILE
        : Cause.words(broken);
  }

  private void show(Request.Builder request) {
    String value = token.value();
    try {
      request.header(Credentials.AUTHORIZATION, "Bearer " + value);
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the token
      throw new NotSentException(
          Obstacle.SECRET_UNUSABLE,
          token.setting() + ": expected printable ASCII characters, found others; correct it");
    }
  }

  private Rows rows(String what, Response response, long start) throws IOException {
    if (response.code() != 200) {
      throw new ProviderException(what + " answered " + response.code() + meaning(response.code()));
    }
    ResponseBody body = response.body();
    JsonNode list = body == null ? MAPPER.nullNode() : parsed(what, body.source());
    if (!list.path("results").isArray()) {
      throw new ProviderException(
          what + ": expected a list of AAP, found something else; check tracker-url");
    }
    redaction.over(list.path("results"));
    Date date = response.headers().getDate("Date");
    return new Rows(
        list.path("results"),
        !list.path("next").isTextual(),
        list.path("count").asLong(),
        Optional.ofNullable(date).map(Date::toInstant),
        new AapJobs.Span(start, nanoTime.getAsLong()));
  }

  private static JsonNode parsed(String what, BufferedSource source) throws IOException {
    // counted after decompression: a small answer can be a large one
    if (source.request(MAX_BODY + 1)) {
      throw new TooLargeException(
          what + ": expected at most " + MAX_BODY + " bytes, found more", firstId(source));
    }
    try {
      return MAPPER.readTree(source.readByteArray());
    } catch (JsonProcessingException noJson) {
      return MAPPER.nullNode();
    }
  }

  /** Of a list whose end is not there. */
  private static long firstId(BufferedSource source) throws IOException {
    try (JsonParser head = MAPPER.createParser(source.readByteArray(HEAD))) {
      boolean isInRows = false;
      while (head.nextToken() != null) {
        isInRows |= head.currentToken() == JsonToken.START_ARRAY;
        if (isInRows
            && head.currentToken() == JsonToken.VALUE_NUMBER_INT
            && "id".equals(head.currentName())) {
          return head.getLongValue();
        }
      }
      return NO_ID;
    } catch (JsonProcessingException cut) {
      return NO_ID;
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401 -> ": it does not let in by tracker-token";
      case 403 -> ": the account of tracker-token lacks the right to read that";
      case 301, 302, 307, 308 -> ", a redirect, which is not followed; check tracker-url";
      case 404 -> ": no AAP there; check tracker-url";
      default -> "";
    };
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
