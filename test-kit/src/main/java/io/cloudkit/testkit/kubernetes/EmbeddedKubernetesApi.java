package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kubernetes API in this process, over plain HTTP on the loopback. Thread-safe. */
public final class EmbeddedKubernetesApi implements KubernetesApi {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedKubernetesApi.class);
  private static final int MAX_BODY = 3 * 1024 * 1024;
  private static final int BACKLOG = 512;
  private static final int HISTORY = 20_000;
  private static final int MOST_THREADS = 512;

  private final ApiServer server;
  // a watch holds a thread; beyond the limit connections are closed
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          EmbeddedKubernetesApi::daemon);
  private final RequestLog requests = new RequestLog();
  private final List<ApiFault> faults = new CopyOnWriteArrayList<>();
  private HttpServer http;

  /** Odd while it serves, and another number each time it does: watches of earlier times end. */
  private final AtomicInteger era = new AtomicInteger(1);

  static {
    // the JDK's server would hold small answers back for 40 ms
    System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
  }

  private EmbeddedKubernetesApi(int history) {
    this.server = new ApiServer(Clock.systemUTC(), history);
    this.http = listen(0);
  }

  /** Starts one on a free port. */
  public static EmbeddedKubernetesApi start() {
    return new EmbeddedKubernetesApi(HISTORY);
  }

  /** One that forgets early: watches from before the last so many changes are answered 410. */
  public static EmbeddedKubernetesApi startWithHistoryOf(int changes) {
    return new EmbeddedKubernetesApi(changes);
  }

  /**
   * Serves the types that these CRDs (apiextensions.k8s.io/v1, YAML or JSON, one document or more)
   * define. Documents of other kinds are skipped; the stream is read to its end.
   *
   * @throws UncheckedIOException when the stream is not readable
   * @throws IllegalArgumentException when a CRD is refused, or there is none
   */
  public void applyCrd(InputStream yaml) {
    try {
      List<ObjectNode> crds =
          Json.documents(yaml).stream()
              .filter(document -> Json.text(document, "kind").equals("CustomResourceDefinition"))
              .toList();
      if (crds.isEmpty()) {
        throw new IllegalArgumentException("expected a CustomResourceDefinition, found none");
      }
      crds.forEach(server::applyCrd);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ApiFailure refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  /**
   * Creates a namespace; default and kube-system are there from the start.
   *
   * @throws IllegalArgumentException when it exists or the name is not allowed
   */
  public void createNamespace(String name) {
    try {
      server.createNamespace(name);
    } catch (ApiFailure refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
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
    if (isServing()) {
      era.incrementAndGet();
      server.store().wakeWatches();
      http.stop(0);
    }
  }

  private boolean isServing() {
    return era.get() % 2 == 1;
  }

  @Override
  public synchronized void comeUp() {
    if (!isServing()) {
      http = listen(http.getAddress().getPort());
      era.incrementAndGet();
    }
  }

  /**
   * Begins a sentence about coming requests.
   *
   * @param method in capitals, a verb ({@code watch}, {@code update}), or {@code *}
   * @param path of the URL; {@code *} stands for any characters
   */
  public ApiFault next(String method, String path) {
    ApiFault fault = new ApiFault(method, path);
    faults.removeIf(ApiFault::isUsedUp);
    faults.add(fault);
    return fault;
  }

  /** How many requests of that verb came for a resource such as {@code computeinstances/status}. */
  public long count(ApiVerb verb, String resource) {
    return requests.count(verb, resource);
  }

  /** What was asked, request by request. */
  public RequestLog requests() {
    return requests;
  }

  @Override
  public void close() {
    goDown();
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ApiRequest request = read(exchange);
      if (header(exchange, "Upgrade").equalsIgnoreCase("websocket")) {
        // this says no to a WebSocket, and fabric8 asks again over plain HTTP
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      ApiVerb verb = noted(request, exchange.getRequestURI().getPath());
      Optional<ApiFault> fault =
          faults.stream()
              .filter(
                  each -> each.strikes(request.method(), verb, exchange.getRequestURI().getPath()))
              .findFirst();
      if (fault.isPresent()) {
        fault.get().before().run();
        strike(exchange, request, fault.get());
      } else {
        serve(exchange, request);
      }
    } catch (RuntimeException broken) {
      log.error("{} {} broke", exchange.getRequestMethod(), exchange.getRequestURI(), broken);
    }
  }

  /** Counted whatever becomes of it, faults included. */
  private ApiVerb noted(ApiRequest request, String path) {
    try {
      Target target = server.target(request);
      ApiVerb verb = server.verb(request, target);
      requests.add(new RequestLog.Entry(verb, target.resource(), path));
      return verb;
    } catch (ApiFailure noResource) {
      return ApiVerb.OTHER;
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
      case LOSE_ANSWER -> lose(request);
      case DROP, NONE -> {
        // nothing is done
      }
      case PASS -> serve(exchange, request);
    }
  }

  private void lose(ApiRequest request) {
    try {
      ApiServer.Reply lost = reply(request);
      log.debug("done, and its answer {} is lost on order", lost.code());
    } catch (ApiFailure refused) {
      log.debug("refused, and its answer {} is lost on order", refused.code());
    }
  }

  private void serve(HttpExchange exchange, ApiRequest request) throws IOException {
    try {
      if (request.isTrue("watch")) {
        watch(exchange, request);
        return;
      }
      ApiServer.Reply reply = reply(request);
      for (String warning : reply.warnings()) {
        String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
        exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
      }
      send(exchange, reply.code(), (ObjectNode) reply.body());
    } catch (ApiFailure refused) {
      send(exchange, refused.code(), refused.status());
    }
  }

  private ApiServer.Reply reply(ApiRequest request) {
    Optional<ApiServer.Reply> about = server.about(request);
    if (about.isPresent()) {
      return about.get();
    }
    return server.answer(request, server.target(request));
  }

  private void watch(HttpExchange exchange, ApiRequest request) throws IOException {
    int begun = era.get();
    Watch watch =
        new Watch(
            server,
            request,
            server.target(request),
            () -> era.get() != begun || !isServing(),
            System::nanoTime);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      watch.stream(out);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
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
