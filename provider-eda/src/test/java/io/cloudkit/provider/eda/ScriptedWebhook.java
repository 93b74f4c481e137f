package io.cloudkit.provider.eda;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers byte for byte what a test wrote down, and keeps what it was sent. */
final class ScriptedWebhook implements AutoCloseable {
  private final HttpServer server;
  private final List<Sent> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Sent, Answer> script = sent -> answer(200, sent.path().substring(1));

  record Sent(String method, String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .findFirst()
          .map(each -> each.getValue().get(0))
          .orElse("");
    }
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  static Answer answer(int status, String body) {
    return new Answer(status, Map.of(), body);
  }

  ScriptedWebhook() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  ScriptedWebhook answering(Answer answer) {
    return answering(sent -> answer);
  }

  ScriptedWebhook answering(Function<Sent, Answer> newScript) {
    script = newScript;
    return this;
  }

  List<Sent> requests() {
    return requests;
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] read = exchange.getRequestBody().readAllBytes();
    Sent sent =
        new Sent(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(read, StandardCharsets.UTF_8));
    requests.add(sent);
    Answer answer = script.apply(sent);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
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
