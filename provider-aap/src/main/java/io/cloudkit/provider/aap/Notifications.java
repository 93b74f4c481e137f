package io.cloudkit.provider.aap;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to AAP's notifications, on a port that may be taken. Thread-safe. */
final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final int LAST_PORT = 65_535;

  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final int port;
  private final HttpHandler handler;
  private final LongSupplier nanoTime;
  private final Pace attempts = new Pace(RETRY);
  private Optional<Finding> hindrance = Optional.empty();
  private boolean closed;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  /**
   * Does not listen yet.
   *
   * @param port 0 for any that is free
   */
  Notifications(int port, HttpHandler handler, LongSupplier nanoTime) {
    this.port = port;
    this.handler = handler;
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
        its ->
            new Notifications(
                port,
                new NotificationHandler(its, followed, context::hint, context.nanoTime()),
                context.nanoTime()));
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
    created.createContext("/", handler);
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
