package io.cloudkit.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
 * Thread-safe.
 */
public final class HttpFront {
  private static final int BACKLOG = 4_096;

  static {
    // read once by the JDK's server: without these, answers on kept connections wait 40 ms for
    // an acknowledgement, and connections above 200 are closed under clients that reuse them
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxIdleConnections", "4096");
    setUnlessSet("sun.net.httpserver.idleInterval", "300");
  }

  /** How one reply is written. */
  public sealed interface Reply {
    record Whole(HttpAnswer answer) implements Reply {}

    /** The head, and half of the body it promises. */
    record Half(HttpAnswer answer) implements Reply {}

    /** A JSON body that never ends before so many bytes. */
    record Giant(HttpAnswer head, long bytes) implements Reply {}

    /** The connection is cut without a byte. */
    record Cut() implements Reply {}
  }

  /** Where the reply to one request goes: at once, later, or never, which hangs the client. */
  @FunctionalInterface
  public interface Answering {
    /**
     * Called once at most, from any thread, and not waited for.
     *
     * @param after from now
     */
    void reply(Reply reply, Duration after);

    /** An answer at once. */
    default void answer(HttpAnswer answer) {
      reply(new Reply.Whole(answer), Duration.ZERO);
    }
  }

  /** Decides about a request; called on the server's threads. */
  @FunctionalInterface
  public interface Desk {
    void receive(WireRequest request, Answering answering);
  }

  private final InetSocketAddress address;
  private final int bodyLimit;
  private final Desk desk;
  private final ExecutorService readers;
  private final ScheduledExecutorService writers;
  private int port;
  private @Nullable HttpServer server;

  /**
   * A front that does not listen yet.
   *
   * @param bodyLimit longest body that is read, in bytes; the desk sees which are longer
   * @param readers call the desk
   * @param writers write what is not due at once
   */
  public HttpFront(
      InetSocketAddress address,
      int bodyLimit,
      Desk desk,
      ExecutorService readers,
      ScheduledExecutorService writers) {
    this.address = address;
    this.bodyLimit = bodyLimit;
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
  public synchronized void start() {
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
  public synchronized void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /** {@code http://host:port}, without a path. */
  public synchronized String url() {
    return "http://" + address.getHostString() + ":" + port;
  }

  private void handle(HttpExchange exchange) throws IOException {
    WireRequest request = read(exchange);
    desk.receive(request, (reply, after) -> reply(exchange, reply, after));
  }

  private void reply(HttpExchange exchange, Reply reply, Duration after) {
    if (after.isZero()) {
      write(exchange, reply);
      return;
    }
    try {
      var unused =
          writers.schedule(() -> write(exchange, reply), after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      exchange.close();
    }
  }

  private WireRequest read(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(bodyLimit + 1);
    }
    return new WireRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
        exchange.getRequestHeaders(),
        body,
        bodyLimit);
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

  private static byte[] head(HttpExchange exchange, HttpAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    headers(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    return body;
  }

  private static void headers(HttpExchange exchange, HttpAnswer answer) {
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
