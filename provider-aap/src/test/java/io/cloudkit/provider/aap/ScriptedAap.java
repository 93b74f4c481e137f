package io.cloudkit.provider.aap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers byte for byte what a test wrote down, for answers that the simulated AAP never gives. */
final class ScriptedAap implements AutoCloseable {
  private static final Answer UNSCRIPTED = new Answer(418, Map.of(), "{}");

  private final HttpServer server;
  private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  record Answer(int status, Map<String, String> headers, String body) {}

  ScriptedAap() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What to answer to requests of that method and path below v2, one by one; the last stays. */
  ScriptedAap on(String request, Answer... inTurn) {
    answers.put(request, new CopyOnWriteArrayList<>(inTurn));
    return this;
  }

  /** As {@link #on}, with one JSON body of status 200. */
  ScriptedAap on(String request, String body) {
    return on(request, new Answer(200, Map.of(), body));
  }

  /** Method and path below v2 of each request that came. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v2/", "");
    String request = exchange.getRequestMethod() + " " + path;
    requests.add(request);
    exchange.getRequestBody().readAllBytes();
    List<Answer> left = answers.getOrDefault(request, List.of(UNSCRIPTED));
    Answer answer = left.size() > 1 ? left.remove(0) : left.get(0);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
