package io.cloudkit.provider.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads one answer: once, in time, without following redirects, and not more
 * than so many bytes. Thread-safe.
 */
final class AapClient implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final long MAX_BODY = 16L * 1024 * 1024;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final OkHttpClient http;
  private final HttpUrl base;
  private final ProviderContext.Secret token;
  private final MetricsSink metrics;
  private final LongSupplier nanoTime;

  AapClient(HttpUrl base, Duration callTimeout, ProviderContext context) {
    this.base = base;
    this.token = context.secret(AapProviderFactory.TOKEN);
    this.metrics = context.metrics();
    this.nanoTime = context.nanoTime();
    this.http =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(shorter(callTimeout, Duration.ofSeconds(10)))
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .callTimeout(callTimeout)
            .addNetworkInterceptor(new SendByInterceptor())
            .build();
  }

  /** A request surely never reached AAP: nothing listened, or the permission had ended. */
  static final class NotSentException extends ProviderException {
    private static final long serialVersionUID = 1L;

    NotSentException(String message) {
      super(message);
    }

    NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  HttpUrl base() {
    return base;
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

  /** Asks. */
  Answer get(String operation, HttpUrl url) {
    return call(operation, request(url).get().build());
  }

  /** Sends a JSON body, and only before that moment. */
  Answer post(String operation, HttpUrl url, JsonNode body, @Nullable Deadline sendBy) {
    Request.Builder request = request(url).post(RequestBody.create(body.toString(), JSON));
    if (sendBy != null) {
      request.tag(Deadline.class, sendBy);
    }
    return call(operation, request.build());
  }

  private Request.Builder request(HttpUrl url) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("Accept-Language", "en");
    try {
      return request.header("Authorization", "Bearer " + token.value());
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the token
      throw new NotSentException(
          "token: expected printable characters without blanks, found others; correct its setting");
    }
  }

  private Answer call(String operation, Request request) {
    String what = request.method() + " " + request.url().encodedPath();
    long start = nanoTime.getAsLong();
    String code = "none";
    try (Response response = http.newCall(request).execute()) {
      code = String.valueOf(response.code());
      return answer(what, response);
    } catch (SendByInterceptor.TooLateException late) {
      throw new NotSentException(what + ": " + late.getMessage(), late);
    } catch (UnknownHostException
        | ConnectException
        | NoRouteToHostException
        | SSLHandshakeException e) {
      throw new NotSentException(
          what + ": AAP can not be reached at " + base.host() + ":" + base.port() + ": " + kind(e),
          e);
    } catch (InterruptedIOException late) {
      throw new ProviderException(what + ": no whole answer in time", late);
    } catch (IOException broken) {
      throw new ProviderException(what + ": the connection broke: " + kind(broken), broken);
    } finally {
      metrics.time(
          "backend_request_seconds",
          Map.of("operation", operation, "code", code),
          Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private static Answer answer(String what, Response response) throws IOException {
    return new Answer(
        what,
        response.code(),
        json(what, response),
        Optional.ofNullable(response.header("Location")),
        Optional.ofNullable(response.header("Retry-After")));
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
      throw new ProviderException(
          what + ": expected an answer of at most " + MAX_BODY + " bytes, found more");
    }
    String text = source.readUtf8();
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
