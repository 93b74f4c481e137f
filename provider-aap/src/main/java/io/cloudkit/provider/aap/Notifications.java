package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to AAP's notifications, which may be lost, late, repeated or wrong (aap-api.md §8): each
 * only has its job looked at now, if it is one that is followed, and no more than once a second.
 * Nothing else of it is read. Thread-safe.
 */
final class Notifications implements AutoCloseable {
  static final String PATH = "/notifications";
  static final String SECRET_HEADER = "X-Cloudkit-Secret";

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LAST_PORT = 65_535;

  /** The usual body of a notification has all variables of its job. */
  private static final int MAX_BODY = 5 * 1024 * 1024;

  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final int port;
  private final Secret secret;
  private final Followed followed;
  private final Consumer<JobRef> hint;
  private final LongSupplier nanoTime;
  private final Map<JobRef, Long> hinted = new ConcurrentHashMap<>();
  private final Pace attempts = new Pace(RETRY);
  private Optional<Finding> hindrance = Optional.empty();
  private boolean closed;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  /**
   * Does not listen yet.
   *
   * @param port 0 for any that is free
   * @param followed the jobs that may be looked at
   */
  Notifications(
      int port, Secret secret, Followed followed, Consumer<JobRef> hint, LongSupplier nanoTime) {
    this.port = port;
    this.secret = secret;
    this.followed = followed;
    this.hint = hint;
    this.nanoTime = nanoTime;
  }

  /**
   * Those that are configured; empty if none are.
   *
   * @throws IllegalArgumentException if the settings are not whole
   */
  static Optional<Notifications> of(
      ProviderConfig config, ProviderContext context, Followed followed) {
    int port = config.integer(AapProviderFactory.NOTIFICATION_PORT);
    Optional<Secret> secret = Credentials.secret(context, AapProviderFactory.NOTIFICATION_SECRET);
    if (port > LAST_PORT) {
      throw new IllegalArgumentException(
          "notification-port: expected a port from 1 to " + LAST_PORT + ", or 0 for none");
    }
    if ((port == 0) == secret.isPresent()) {
      throw new IllegalArgumentException(
          "notification-port: expected it together with notification-secret, found one of them");
    }
    return secret.map(
        its -> new Notifications(port, its, followed, context::hint, context.nanoTime()));
  }

  /**
   * Listens, unless it does already, is closed, or failed to within the last half minute. Only for
   * whoever follows jobs: one that is made to check its settings, or waits to lead, would take the
   * port from the process that does.
   */
  synchronized void listen() {
    long now = nanoTime.getAsLong();
    if (server != null || closed || !attempts.isTime(now)) {
      return;
    }
    attempts.taken(now);
    try {
      start();
      hindrance = Optional.empty();
    } catch (IOException taken) {
      hindrance =
          Optional.of(
              Finding.warning(
                  AapProviderFactory.NOTIFICATION_PORT,
                  "can not listen on port " + port + ", so ends are seen a second later",
                  "free it, or set another; it is tried twice a minute"));
    }
  }

  private void start() throws IOException {
    // the JDK's server keeps the descriptor of each socket that it could not bind
    new ServerSocket(port).close();
    // as the operator does for its own port, against peers that send their bytes one by one: the
    // JDK's server has no other knob, and reads these once, in seconds
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "10");
    HttpServer created = HttpServer.create(new InetSocketAddress(port), WAITING);
    ThreadPoolExecutor own =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Notifications::daemon);
    created.setExecutor(own);
    created.createContext("/", this::handle);
    created.start();
    server = created;
    threads = own;
    LOG.info("listening to notifications of AAP on port {}", created.getAddress().getPort());
  }

  /** What kept the last {@link #listen} from it, with the remedy; empty if nothing did. */
  synchronized Optional<Finding> hindrance() {
    return hindrance;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "aap-notifications");
    thread.setDaemon(true);
    return thread;
  }

  /** The one that is listened on; 0 if none is. */
  synchronized int port() {
    return server == null ? 0 : server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
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

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
