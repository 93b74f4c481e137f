package io.cloudkit.operator.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudkit.operator.observability.Check.Finding;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Serves {@code /healthz}, {@code /readyz} and {@code /metrics} on one port, by daemon threads of
 * its own, so that it answers while the engine is busy. Thread-safe.
 */
public final class Endpoints implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final String TEXT = "text/plain; charset=utf-8";

  // a peer that sends or takes its bytes one by one would keep one of the few threads for ever;
  // the JDK's server has no other knob, and reads these once, in seconds
  static {
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "10");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor executor;

  private Endpoints(HttpServer server, ThreadPoolExecutor executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts to serve.
   *
   * @param address where; port 0 for any that is free
   * @param readiness all that are conditions must be without a problem for {@code /readyz} to
   *     answer 200
   * @throws IOException if the address can not be bound
   */
  public static Endpoints serve(
      InetSocketAddress address, List<Check> readiness, PrometheusMeterRegistry metrics)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, WAITING);
    } catch (IOException e) {
      throw new IOException(
          "health and metrics: can not listen on "
              + address
              + " ("
              + e.getMessage()
              + "); set CLOUDKIT_HTTP_BIND_ADDRESS and CLOUDKIT_HTTP_PORT to a free one",
          e);
    }
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Endpoints::daemon);
    server.setExecutor(executor);
    answer(server, "/healthz", () -> new Answer(200, TEXT, "ok\n"));
    answer(server, "/readyz", () -> ready(readiness));
    answer(
        server,
        "/metrics",
        () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
    answer(
        server, "/", () -> new Answer(404, TEXT, "expected one of /healthz, /readyz, /metrics\n"));
    server.start();
    return new Endpoints(server, executor);
  }

  /** Where it is served, with the port that was taken. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private record Answer(int status, String type, String body) {}

  private static Answer ready(List<Check> readiness) {
    List<Finding> findings = readiness.stream().map(Check::now).toList();
    boolean ready = findings.stream().allMatch(Finding::ok);
    return new Answer(
        ready ? 200 : 503,
        TEXT,
        findings.stream()
            .map(finding -> finding.line() + "\n")
            .collect(Collectors.joining("", ready ? "ready\n" : "not ready\n", "")));
  }

  private static void answer(HttpServer server, String path, Supplier<Answer> answers) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            boolean exact = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
            send(exchange, exact ? asked(answers) : new Answer(404, TEXT, "not found\n"));
          }
        });
  }

  /** Without this the server would cut the connection, and nobody would know why. */
  private static Answer asked(Supplier<Answer> answers) {
    try {
      return answers.get();
    } catch (RuntimeException e) {
      return new Answer(500, TEXT, "failed: " + e.getClass().getSimpleName() + "\n");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    if (method.equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "endpoints");
    thread.setDaemon(true);
    return thread;
  }
}
