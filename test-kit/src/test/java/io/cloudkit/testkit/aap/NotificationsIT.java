package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static io.cloudkit.testkit.aap.controller.Moment.ERROR;
import static io.cloudkit.testkit.aap.controller.Moment.STARTED;
import static io.cloudkit.testkit.aap.controller.Moment.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.notification.Notification;
import io.cloudkit.testkit.aap.notification.Webhook;
import io.cloudkit.testkit.time.ManualTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulated AAP tells by itself, as it arrives: aap-api.md §8. */
class NotificationsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Script SCRIPT =
      Script.quick().takes(Duration.ZERO, Duration.ZERO, SECOND.multipliedBy(10));

  /** A request that arrived. */
  private record Post(String method, String path, Map<String, List<String>> headers, String body) {
    JsonNode json() {
      try {
        return JsonMapper.builder().build().readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }

    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }
  }

  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final HttpServer sink = listen();
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2024-10-23T15:30:05Z"));
  private final FakeAap aap = FakeAap.builder().timeline(time).script(SCRIPT).start();
  private final Controller controller = aap.controller();
  private final Template vm = aap.add(TemplateSpec.job("create-vm"));

  private HttpServer listen() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::take);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    posts.add(new Post(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
    int status = path.startsWith("/answer/") ? Integer.parseInt(path.substring(8)) : 204;
    status = path.equals("/loop") || path.equals("/nowhere") ? 307 : status;
    if (!path.equals("/nowhere")) {
      exchange.getResponseHeaders().set("Location", path.equals("/loop") ? path : "/moved");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterEach
  void close() {
    aap.close();
    sink.stop(0);
  }

  private Webhook to(String path) {
    return Webhook.to("http://127.0.0.1:" + sink.getAddress().getPort() + path);
  }

  private long launch(Template template) {
    return controller
        .launch(LaunchOrder.of(template.id(), provision("u1", "op1"), aap.user()))
        .id();
  }

  private List<Notification> about(long job) {
    return aap.notifications().about(job);
  }

  /** The statuses that were told of a job, once each of its messages has arrived. */
  private List<String> told(long job) {
    await()
        .until(() -> about(job).stream().noneMatch(n -> n.state() == Notification.State.PENDING));
    return posts.stream()
        .map(Post::json)
        .filter(body -> body.path("id").asLong() == job)
        .map(body -> body.path("status").asText())
        .toList();
  }

  private List<Post> posts(int count) {
    await().until(() -> posts.size() >= count);
    return posts;
  }

  @Test
  void aJobIsToldWithItsVariablesAndHosts() {
    aap.notifications().attach(vm.id(), to("/n").with("X-Cloudkit-Secret", "s3cret"), SUCCESS);
    long job = launch(vm);
    time.advance(SECOND.multipliedBy(11));
    Post post = posts(1).get(0);
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.header("Content-type")).isEqualTo("application/json");
    assertThat(post.header("User-agent")).isEqualTo("AWX 24.6.1 (open)");
    assertThat(post.header("X-cloudkit-secret")).isEqualTo("s3cret");
    assertThat(post.header("Authorization")).isEmpty();
    JsonNode body = post.json();
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "name",
            "url",
            "created_by",
            "started",
            "finished",
            "status",
            "traceback",
            "inventory",
            "project",
            "playbook",
            "credential",
            "limit",
            "extra_vars",
            "hosts");
    assertThat(body.path("id").asLong()).isEqualTo(job);
    assertThat(body.path("url").asText()).isEqualTo(aap.url() + "/#/jobs/playbook/" + job);
    assertThat(body.path("started").asText()).isEqualTo("2024-10-23T15:30:05+00:00");
    assertThat(body.path("status").asText()).isEqualTo("successful");
    assertThat(body.path("created_by").asText()).isEqualTo("svc");
    assertThat(body.path("extra_vars").asText()).contains("op1");
    assertThat(body.path("hosts").path("host-1").path("ok").asInt()).isEqualTo(1);
  }

  @Test
  void aWorkflowTellsOfItsNodes() {
    Template flow = aap.add(TemplateSpec.workflow("flow").node(vm).node(vm));
    controller.scriptNext(vm.id(), SCRIPT.ends(Ending.fails()));
    aap.notifications().attach(flow.id(), to("/n"), ERROR);
    long workflow = launch(flow);
    time.advance(Duration.ofMinutes(1));
    JsonNode body = posts(1).get(0).json();
    long first = controller.nodes(workflow).get(0).id();
    assertThat(body.path("body").asText())
        .isEqualTo(
            "Workflow job summary:\n\n- node #%d spawns job #%d, \"create-vm\", which finished with"
                    .formatted(first, workflow + 1)
                + " status failed.\n- node #%d spawns no job.".formatted(first + 1));
    assertThat(body.has("hosts")).isFalse();
    assertThat(body.path("inventory").isNull()).isTrue();
    assertThat(body.path("url").asText()).endsWith("/#/jobs/workflow/" + workflow);
  }

  @Test
  void eachMomentIsToldToWhoWantsIt() {
    aap.notifications().attach(vm.id(), to("/all"), STARTED, SUCCESS, ERROR);
    aap.notifications().attach(vm.id(), to("/bad"), ERROR);
    long good = launch(vm);
    time.advance(SECOND);
    assertThat(told(good)).containsExactly("running");
    time.advance(Duration.ofMinutes(1));
    assertThat(told(good)).containsExactly("running", "successful");
    assertThat(posts).extracting(Post::path).containsOnly("/all");
    for (Ending ending : List.of(Ending.fails(), Ending.errors("no node"))) {
      controller.scriptNext(vm.id(), SCRIPT.ends(ending));
      long bad = launch(vm);
      time.advance(Duration.ofMinutes(1));
      String status = ending.status().wire();
      assertThat(told(bad)).containsExactlyInAnyOrder("running", status, status);
    }
  }

  /** aap-api.md §8.5: what is told late, never, or too early. */
  @Test
  void whatIsWrittenWithoutTheDispatcherIsNotTold() {
    aap.notifications().attach(vm.id(), to("/n"), SUCCESS, ERROR);
    long pending = launch(vm);
    controller.cancel(pending);
    controller.scriptNext(vm.id(), SCRIPT.onCancel(CancelMode.FORCED_FOR_GOOD, SECOND));
    long forced = launch(vm);
    time.advance(SECOND.multipliedBy(2));
    controller.cancel(forced);
    controller.scriptNext(vm.id(), SCRIPT.losingStats());
    long lost = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(about(pending)).isEmpty();
    assertThat(about(forced)).isEmpty();
    assertThat(about(lost)).as("its statistics never came").isEmpty();
  }

  @Test
  void aJobIsToldWithItsStatistics() {
    aap.notifications().attach(vm.id(), to("/n"), SUCCESS);
    controller.scriptNext(vm.id(), SCRIPT.statsAfter(Duration.ofSeconds(30)));
    long job = launch(vm);
    time.advance(SECOND.multipliedBy(39));
    assertThat(controller.job(job).orElseThrow().status()).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(about(job)).isEmpty();
    time.advance(SECOND.multipliedBy(2));
    assertThat(told(job)).containsExactly("successful");
  }

  @Test
  void aReapedJobIsToldToHaveFailedAndThenToHaveSucceeded() {
    aap.notifications().attach(vm.id(), to("/n"), SUCCESS, ERROR);
    long job = launch(vm);
    time.advance(SECOND);
    controller.reap(job);
    time.advance(SECOND);
    assertThat(told(job)).containsExactly("failed");
    time.advance(Duration.ofMinutes(1));
    assertThat(told(job)).containsExactly("failed", "successful");
  }

  @Test
  void aCancelIsToldAsAnErrorOnceItHasHappened() {
    aap.notifications().attach(vm.id(), to("/n"), ERROR);
    Template flow = aap.add(TemplateSpec.workflow("flow").node(vm));
    aap.notifications().attach(flow.id(), to("/n"), ERROR);
    long workflow = launch(flow);
    time.advance(SECOND);
    controller.cancel(workflow);
    time.advance(Duration.ofMinutes(1));
    assertThat(told(workflow)).containsExactly("canceled");
    assertThat(told(workflow + 1)).as("its job").containsExactly("canceled");
  }

  @Test
  void itMayBeLostLateRepeatedAndWrong() {
    aap.notifications().attach(vm.id(), to("/lost").lost(), SUCCESS);
    aap.notifications().attach(vm.id(), to("/late").late(Duration.ofMinutes(5)), SUCCESS);
    aap.notifications().attach(vm.id(), to("/twice").repeated(), SUCCESS);
    aap.notifications().attach(vm.id(), to("/wrong").claiming(AapStatus.FAILED), SUCCESS);
    launch(vm);
    time.advance(Duration.ofMinutes(4));
    assertThat(posts(3))
        .extracting(Post::path)
        .containsExactlyInAnyOrder("/twice", "/twice", "/wrong");
    assertThat(posts)
        .filteredOn(post -> post.path().equals("/wrong"))
        .allSatisfy(post -> assertThat(post.json().path("status").asText()).isEqualTo("failed"));
    time.advance(Duration.ofMinutes(2));
    assertThat(posts(4)).extracting(Post::path).contains("/late").doesNotContain("/lost");
  }

  @ParameterizedTest
  @CsvSource({
    "204,SUCCESSFUL,1",
    "302,SUCCESSFUL,1",
    "301,SUCCESSFUL,2",
    "307,SUCCESSFUL,2",
    "500,FAILED,1",
    "503,FAILED,1"
  })
  void isSentOnceAndFollowsTwoRedirectsAlone(int answer, Notification.State state, int requests) {
    aap.notifications().attach(vm.id(), to("/answer/" + answer), SUCCESS);
    long job = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(told(job)).hasSize(requests);
    assertThat(about(job)).extracting(Notification::state).containsExactly(state);
    assertThat(posts).extracting(Post::method).containsOnly("POST");
  }

  @ParameterizedTest
  @CsvSource({"/loop,5,redirected too often", "/nowhere,1,redirected to nowhere"})
  void redirectsThatLeadNowhereFailIt(String path, int requests, String error) {
    aap.notifications().attach(vm.id(), to(path), SUCCESS);
    long job = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(told(job)).hasSize(requests);
    assertThat(about(job))
        .extracting(Notification::error)
        .singleElement()
        .asString()
        .endsWith(error);
  }

  @Test
  void whereNobodyListensItFails() {
    sink.stop(0);
    aap.notifications().attach(vm.id(), to("/n"), SUCCESS);
    long job = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(told(job)).isEmpty();
    assertThat(about(job))
        .extracting(Notification::state)
        .containsExactly(Notification.State.FAILED);
  }

  @Test
  void aTemplateHasWordsAndALoginOfItsOwn() {
    Webhook own = to("/n").put().as("aap", "s3cret").saying("{\"id\": {{ job.id }}}");
    aap.notifications().attach(vm.id(), own, SUCCESS);
    aap.notifications().attach(vm.id(), to("/list").saying("[{{job.id}}]"), SUCCESS);
    long job = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(posts(2))
        .filteredOn(post -> post.path().equals("/n"))
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.method()).isEqualTo("PUT");
              assertThat(post.body()).isEqualTo("{\"id\":" + job + "}");
              assertThat(post.header("Authorization")).isEqualTo("Basic YWFwOnMzY3JldA==");
            });
    assertThat(posts)
        .filteredOn(post -> post.path().equals("/list"))
        .extracting(Post::body)
        .containsExactly("{}");
    assertThat(own.login().toString()).doesNotContain("s3cret");
  }

  @Test
  void theApiShowsThemAndNoPassword() {
    Webhook webhook = to("/n").as("aap", "s3cret");
    aap.notifications().attach(vm.id(), webhook, SUCCESS, ERROR);
    long job = launch(vm);
    time.advance(Duration.ofMinutes(1));
    assertThat(told(job)).hasSize(1);
    Http http = new Http(aap.apiUrl(), aap.token());
    for (Moment moment : Moment.values()) {
      JsonNode list =
          http.get("/job_templates/" + vm.id() + "/notification_templates_" + moment.wire() + "/")
              .json();
      assertThat(list.path("count").asInt()).isEqualTo(moment == STARTED ? 0 : 1);
      assertThat(list.toString()).doesNotContain("s3cret");
    }
    JsonNode sent = http.get("/jobs/" + job + "/notifications/").json().path("results").path(0);
    assertThat(sent.path("status").asText()).isEqualTo("successful");
    assertThat(sent.path("subject").asText())
        .startsWith("Job #" + job + " 'create-vm' successful:");
    assertThat(sent.path("body").path("id").asLong()).isEqualTo(job);
    assertThat(sent.path("recipients").asText()).isEqualTo(webhook.url().toString());
  }
}
