package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A Kubernetes API in this process, over plain HTTP on the loopback. Thread-safe. */
public final class EmbeddedKubernetesApi implements KubernetesApi {
  private static final int MAX_BODY = 3 * 1024 * 1024;
  private static final int BACKLOG = 512;

  private final ApiServer server = new ApiServer(Clock.systemUTC());
  private final ExecutorService threads =
      Executors.newCachedThreadPool(EmbeddedKubernetesApi::daemon);
  private final List<ApiFault> faults = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private HttpServer http;
  private volatile boolean stopped;

  static {
    // the JDK's server would hold small answers back for 40 ms
    System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  private EmbeddedKubernetesApi() {
    this.http = listen(0);
  }

  /** Starts one on a free port. */
  public static EmbeddedKubernetesApi start() {
    return new EmbeddedKubernetesApi();
  }

  private HttpServer listen(int port) {
    try {
      HttpServer listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listening.setExecutor(threads);
      listening.createContext("/", this::handle);
      listening.start();
      return listening;
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public String kubeconfig() {
    return String.join(
        "\n",
        "apiVersion: v1",
        "kind: Config",
        "clusters:",
        "- name: embedded",
        "  cluster: {server: \"" + url() + "\"}",
        "contexts:",
        "- name: embedded",
        "  context: {cluster: embedded, user: anybody}",
        "users:",
        "- name: anybody",
        "  user: {}",
        "current-context: embedded",
        "");
  }

  @Override
  public synchronized void goDown() {
    stopped = true;
    server.store().wakeWatches();
    http.stop(0);
  }

  @Override
  public synchronized void comeUp() {
    int port = http.getAddress().getPort();
    stopped = false;
    http = listen(port);
  }

  /**
   * Begins a sentence about coming requests.
   *
   * @param method in capitals, or {@code *}
   * @param path of the URL; {@code *} stands for any characters
   */
  public ApiFault next(String method, String path) {
    ApiFault fault = new ApiFault(method, path);
    faults.add(fault);
    return fault;
  }

  /** How many requests of that verb came for a resource such as {@code computeinstances/status}. */
  public long count(ApiVerb verb, String resource) {
    LongAdder count = counts.get(verb + " " + resource);
    return count == null ? 0 : count.sum();
  }

  @Override
  public void close() {
    goDown();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ApiRequest request = read(exchange);
      Optional<ApiFault> fault =
          faults.stream()
              .filter(each -> each.strikes(request.method(), exchange.getRequestURI().getPath()))
              .findFirst();
      if (fault.isPresent()) {
        strike(exchange, request, fault.get());
      } else {
        serve(exchange, request);
      }
    }
  }

  /** An exchange that is closed without an answer is a connection that is cut. */
  private void strike(HttpExchange exchange, ApiRequest request, ApiFault fault)
      throws IOException {
    switch (fault.kind()) {
      case ANSWER ->
          send(
              exchange,
              fault.code(),
              ApiFailure.of(fault.code(), "InternalError", "on demand").status());
      case LOSE_ANSWER -> {
        ApiServer.Reply unused = reply(request);
      }
      case DROP, NONE -> {
        // nothing is done
      }
    }
  }

  private void serve(HttpExchange exchange, ApiRequest request) throws IOException {
    try {
      if (request.isTrue("watch")) {
        watch(exchange, request);
        return;
      }
      ApiServer.Reply reply = reply(request);
      send(exchange, reply.code(), (ObjectNode) reply.body());
    } catch (ApiFailure refused) {
      send(exchange, refused.code(), refused.status());
    }
  }

  private ApiServer.Reply reply(ApiRequest request) throws IOException {
    Optional<ApiServer.Reply> about = server.about(request);
    if (about.isPresent()) {
      return about.get();
    }
    Target target = server.target(request);
    count(server.verb(request, target), target);
    return server.answer(request, target);
  }

  private void watch(HttpExchange exchange, ApiRequest request) throws IOException {
    Target target = server.target(request);
    count(ApiVerb.WATCH, target);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    // to an upgrade to a WebSocket this says no, and fabric8 asks again over plain HTTP
    exchange.sendResponseHeaders(200, 0);
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      return;
    }
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      new Watch(server, request, target, () -> stopped, System::nanoTime).stream(out);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(ApiVerb verb, Target target) {
    counts.computeIfAbsent(verb + " " + target.resource(), any -> new LongAdder()).increment();
  }

  private static ApiRequest read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
    String query = exchange.getRequestURI().getRawQuery();
    return ApiRequest.of(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        header(exchange, "Content-Type"),
        header(exchange, "Accept"),
        body);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void send(HttpExchange exchange, int code, ObjectNode body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(
        code, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
    if (!exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "embedded-kubernetes-api");
    thread.setDaemon(true);
    return thread;
  }
}
