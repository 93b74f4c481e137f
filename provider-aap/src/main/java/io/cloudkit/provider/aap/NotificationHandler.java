package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes AAP's notifications, which may be lost, late, repeated or wrong (aap-api.md §8): each only
 * has its job looked at now, if it is one that is followed, and no more than once a second. Nothing
 * else of it is read. Thread-safe.
 */
final class NotificationHandler implements HttpHandler {
  static final String PATH = "/notifications";
  static final String SECRET_HEADER = "X-Cloudkit-Secret";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The usual body of a notification has all variables of its job. */
  private static final int MAX_BODY = 5 * 1024 * 1024;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Secret secret;
  private final Followed followed;
  private final Consumer<JobRef> hint;
  private final LongSupplier nanoTime;
  private final Map<JobRef, Long> hinted = new ConcurrentHashMap<>();

  /**
   * For those who show the secret.
   *
   * @param followed the jobs that may be looked at
   */
  NotificationHandler(
      Secret secret, Followed followed, Consumer<JobRef> hint, LongSupplier nanoTime) {
    this.secret = secret;
    this.followed = followed;
    this.hint = hint;
    this.nanoTime = nanoTime;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange), -1);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return 404;
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("POST") && !method.equals("PUT")) {
      exchange.getResponseHeaders().set("Allow", "POST, PUT");
      return 405;
    }
    if (!isLetIn(exchange)) {
      return 401;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      return 413;
    }
    Optional<Long> job = job(body);
    if (job.isEmpty()) {
      return 400;
    }
    job.flatMap(followed::ref).ifPresent(this::hint);
    // perhaps another replica leads: what is probably dropped is not accepted
    return followed.isLeft(nanoTime.getAsLong()) ? 503 : 202;
  }

  /** By the header, or as the password of Basic, which AAP keeps encrypted. */
  private boolean isLetIn(HttpExchange exchange) {
    byte[] expected;
    try {
      expected = secret.value().getBytes(StandardCharsets.UTF_8);
    } catch (ProviderException unreadable) {
      return false;
    }
    String shown = exchange.getRequestHeaders().getFirst(SECRET_HEADER);
    byte[] given =
        shown == null
            ? password(exchange.getRequestHeaders().getFirst(Credentials.HEADER))
            : shown.getBytes(StandardCharsets.UTF_8);
    // takes as long for each wrong secret
    return MessageDigest.isEqual(expected, given) && expected.length > 0;
  }

  private static byte[] password(@Nullable String header) {
    if (header == null || !header.startsWith("Basic ")) {
      return new byte[0];
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
      String text = new String(pair, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException garbled) {
      return new byte[0];
    }
  }

  private static Optional<Long> job(byte[] body) {
    try {
      JsonNode id = MAPPER.readTree(body).path("id");
      return id.isIntegralNumber() && id.canConvertToLong()
          ? Optional.of(id.asLong())
          : Optional.empty();
    } catch (IOException garbled) {
      return Optional.empty();
    }
  }

  private void hint(JobRef job) {
    long now = nanoTime.getAsLong();
    hinted.values().removeIf(then -> now - then >= AGAIN.toNanos());
    if (hinted.putIfAbsent(job, now) == null) {
      hint.accept(job);
    }
  }
}
