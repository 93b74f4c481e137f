package io.cloudkit.testkit.aap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudkit.testkit.aap.api.ApiAnswer;
import io.cloudkit.testkit.aap.api.ApiRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The socket side: reads a request, hands it to the desk, and writes the reply when it is due. A
 * reply that waits holds no thread, so latency does not limit how many clients are served at once.
 */
final class HttpFront {
  /** Where an upgrade redirects to (§10.4). */
  static final String MIGRATIONS = "/migrations_notran/";

  private static final int BODY_LIMIT = 5 << 20; // §10.2: client_max_body_size 5M
  private static final int BACKLOG = 4_096;

  static {
    // read once by the JDK's server: without these, answers on kept connections wait 40 ms for
    // an acknowledgement, and connections above 200 are closed under clients that reuse them
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxIdleConnections", "4096");
    setUnlessSet("sun.net.httpserver.idleInterval", "300");
  }

  /** How one reply is written. */
  sealed interface Reply {
    record Whole(ApiAnswer answer) implements Reply {}

    record Half(ApiAnswer answer) implements Reply {}

    record Giant(ApiAnswer head, long bytes) implements Reply {}

    record Cut() implements Reply {}
  }

  /**
   * A reply and when it is due.
   *
   * @param after from the arrival of the request
   */
  record Due(Reply reply, Duration after) {}

  /** Decides about a request; called on the server's threads. */
  interface Desk {
    Due receive(ApiRequest request);
  }

  private final InetSocketAddress address;
  private final Desk desk;
  private final ExecutorService readers;
  private final ScheduledExecutorService writers;
  private int port;
  private @Nullable HttpServer server;

  HttpFront(
      InetSocketAddress address,
      Desk desk,
      ExecutorService readers,
      ScheduledExecutorService writers) {
    this.address = address;
    this.port = address.getPort();
    this.desk = desk;
    this.readers = readers;
    this.writers = writers;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Listens, after a stop on the same port as before. */
  synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      HttpServer created =
          HttpServer.create(new InetSocketAddress(address.getAddress(), port), BACKLOG);
      created.createContext("/", this::handle);
      created.setExecutor(readers);
      created.start();
      port = created.getAddress().getPort();
      server = created;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address.getHostString() + ":" + port, e);
    }
  }

  /** Cuts every connection; new ones are refused. */
  synchronized void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  synchronized int port() {
    return port;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Optional<ApiRequest> request = read(exchange);
    Due due =
        request.isPresent()
            ? desk.receive(request.get())
            : new Due(
                new Reply.Whole(ApiAnswer.html(413, "Request Entity Too Large")), Duration.ZERO);
    if (due.after().isZero()) {
      write(exchange, due.reply());
      return;
    }
    try {
      var unused =
          writers.schedule(
              () -> write(exchange, due.reply()), due.after().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      exchange.close();
    }
  }

  private static Optional<ApiRequest> read(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(BODY_LIMIT + 1);
    }
    if (body.length > BODY_LIMIT) {
      return Optional.empty();
    }
    Optional<String> token =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
            .filter(value -> value.startsWith("Bearer "))
            .map(value -> value.substring("Bearer ".length()));
    return Optional.of(
        new ApiRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse(""),
            token,
            new String(body, StandardCharsets.UTF_8),
            Optional.empty()));
  }

  private static void write(HttpExchange exchange, Reply reply) {
    try {
      if (reply instanceof Reply.Whole whole) {
        byte[] body = head(exchange, whole.answer());
        exchange.getResponseBody().write(body);
      } else if (reply instanceof Reply.Half half) {
        byte[] body = head(exchange, half.answer());
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
      } else if (reply instanceof Reply.Giant giant) {
        writeGiant(exchange, giant);
      }
    } catch (IOException e) {
      // the client has gone, as clients do
    } finally {
      exchange.close(); // with bytes still owed this cuts the connection
    }
  }

  private static byte[] head(HttpExchange exchange, ApiAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    headers(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    return body;
  }

  private static void headers(HttpExchange exchange, ApiAnswer answer) {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (!answer.contentType().isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    }
  }

  private static void writeGiant(HttpExchange exchange, Reply.Giant giant) throws IOException {
    headers(exchange, giant.head());
    exchange.sendResponseHeaders(giant.head().status(), 0); // chunked
    byte[] chunk = "{\"pad\":\"0123456789\"},".repeat(3_000).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseBody().write("{\"results\":[".getBytes(StandardCharsets.UTF_8));
    for (long sent = 0; sent < giant.bytes(); sent += chunk.length) {
      exchange.getResponseBody().write(chunk);
    }
    exchange.getResponseBody().write("{}]}".getBytes(StandardCharsets.UTF_8));
  }
}
