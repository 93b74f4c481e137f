package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.query;
import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.OneVm.triggered;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.notification.Notification;
import io.cloudkit.testkit.aap.notification.Webhook;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A notification has its job looked at, and can do nothing else, whoever sends it. */
class NotificationsIT {
  private static final String SECRET = "s3cret";
  private static final JobRef JOB = JobRef.of("aap", JobType.PROVISION, "job-512", "op1");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<JobRef> hints = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<String> secret = new AtomicReference<>(SECRET);
  private final Followed followed = new Followed();
  private final Notifications notifications = on(0);

  private Notifications on(int port) {
    return new Notifications(
        port, new NotificationHandler(secret::get, followed, hints::add, nanos::get), nanos::get);
  }

  @BeforeEach
  void listen() {
    followed.follow(List.of(query(JOB)), 0);
    notifications.listen();
    notifications.listen();
    assertThat(notifications.hindrance()).isEmpty();
  }

  @AfterEach
  void close() {
    notifications.close();
  }

  /** A request, and what is answered. */
  record Row(String of, int status, HttpRequest.Builder request) {
    @Override
    public String toString() {
      return of;
    }
  }

  static Stream<Row> requests() {
    String body = "{\"id\":512,\"status\":\"successful\"}";
    return Stream.of(
        new Row("no secret", 401, post(body)),
        new Row("another secret", 401, post(body).header("X-Cloudkit-Secret", "s3cre")),
        new Row("no password", 401, post(body).header("Authorization", "Bearer " + SECRET)),
        new Row("no base64", 401, post(body).header("Authorization", "Basic !")),
        new Row(
            "another password",
            401,
            post(body).header("Authorization", Credentials.basic("aap", "s3cret2"))),
        new Row("a question", 405, HttpRequest.newBuilder().GET()),
        new Row("no JSON", 400, known("{")),
        new Row("no id", 400, known("{\"id\":\"512\"}")),
        new Row("no object", 400, known("[512]")),
        new Row("nothing", 400, known("")),
        new Row("too much", 413, known("x".repeat((5 << 20) + 1))),
        new Row("a job that nobody follows", 202, known("{\"id\":513}")));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void nothingIsLookedAtFor(Row row) throws Exception {
    assertThat(send(row.request(), notifications.port())).isEqualTo(row.status());
    assertThat(hints).isEmpty();
  }

  @Test
  void aJobThatIsFollowedIsLookedAtOnceASecond() throws Exception {
    assertThat(send(known("{\"id\":512}"), notifications.port())).isEqualTo(202);
    assertThat(send(known("{\"id\":512}"), notifications.port())).isEqualTo(202);
    assertThat(hints).containsExactly(JOB);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(send(known("{\"id\":512}"), notifications.port())).isEqualTo(202);
    assertThat(hints).containsExactly(JOB, JOB);
  }

  @Test
  void thePasswordOfBasicIsASecretTooAndRotates() throws Exception {
    secret.set("second");
    HttpRequest.Builder basic =
        HttpRequest.newBuilder()
            .PUT(BodyPublishers.ofString("{\"id\":512}"))
            .header("Authorization", Credentials.basic("aap", "second"));
    assertThat(send(basic, notifications.port())).isEqualTo(202);
    assertThat(hints).containsExactly(JOB);
  }

  @Test
  void anEmptySecretLetsNobodyIn() throws Exception {
    secret.set("");
    HttpRequest.Builder empty =
        post("{\"id\":512}").header("Authorization", Credentials.basic("aap", ""));
    assertThat(send(empty, notifications.port())).isEqualTo(401);
  }

  @Test
  void whoFollowsNothingDoesNotAcceptIt() throws Exception {
    followed.follow(List.of(), 0);
    assertThat(send(known("{\"id\":512}"), notifications.port())).isEqualTo(503);
    assertThat(hints).isEmpty();
  }

  @Test
  void whoWasNotAskedForAMinuteDoesNotAcceptItAndPassesItOn() throws Exception {
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(send(known("{\"id\":513}"), notifications.port())).isEqualTo(202);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(send(known("{\"id\":512}"), notifications.port())).isEqualTo(503);
    assertThat(hints).as("of who asks seldom").containsExactly(JOB);
    followed.follow(List.of(query(JOB)), nanos.get());
    assertThat(send(known("{\"id\":513}"), notifications.port())).isEqualTo(202);
  }

  @Test
  void aPortThatIsTakenIsTriedTwiceAMinuteAndCostsNothing() throws IOException {
    ServerSocket other = new ServerSocket(0);
    try (Notifications late = on(other.getLocalPort())) {
      late.listen();
      long before = descriptors();
      for (int attempt = 0; attempt < 100; attempt++) {
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        late.listen();
      }
      assertThat(descriptors()).isLessThan(before + 50);
      assertThat(late.hindrance()).isPresent();
      other.close();
      nanos.addAndGet(Duration.ofSeconds(29).toNanos());
      late.listen();
      assertThat(late.port()).isZero();
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      late.listen();
      assertThat(late.port()).isEqualTo(other.getLocalPort());
      assertThat(late.hindrance()).isEmpty();
    } finally {
      other.close();
    }
  }

  private static long descriptors() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
  }

  @Test
  void whatCountsForTheWholeProcessIsSetByNobodyElse() {
    String limit = "sun.net.httpserver.maxReqTime";
    System.clearProperty(limit);
    try (Notifications silent = on(0)) {
      assertThat(System.getProperty(limit)).isNull();
      silent.listen();
      assertThat(System.getProperty(limit)).isEqualTo("10");
    }
  }

  @Test
  void aProviderListensOnceItFollowsJobsAndSaysWhatKeepsItFromIt() throws Exception {
    ServerSocket other = new ServerSocket(0);
    try (FakeAap aap = FakeAap.start()) {
      aap.add(TemplateSpec.job("create-vm"));
      aap.add(TemplateSpec.job("delete-vm"));
      int port = other.getLocalPort();
      try (ProvisioningProvider provider = provider(aap, port)) {
        assertThat(provider.preflight()).as("takes no port").noneMatch(NotificationsIT::isOfPort);
        JobRef job = triggered(provider.triggerProvision(request("op1")));
        provider.news(List.of(query(job)));
        assertThat(provider.preflight())
            .extracting(Finding::toString)
            .anyMatch(text -> text.startsWith("WARNING notification-port: can not listen on port"));
        other.close();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        provider.news(List.of(query(job)));
        assertThat(provider.preflight()).noneMatch(NotificationsIT::isOfPort);
        long number = JobId.parse(job.id()).orElseThrow().number();
        assertThat(send(known("{\"id\":" + number + "}"), port)).isEqualTo(202);
        assertThat(hints).containsExactly(job);
      }
      assertThatThrownBy(() -> send(known("{}"), port)).isInstanceOf(IOException.class);
    } finally {
      other.close();
    }
  }

  static Stream<UnaryOperator<Webhook>> webhooks() {
    UnaryOperator<Webhook> header = hook -> hook.with("X-Cloudkit-Secret", SECRET);
    UnaryOperator<Webhook> password = hook -> hook.as("aap", SECRET);
    return Stream.of(
        header,
        password,
        hook -> password.apply(hook).saying("{\"id\": {{ job.id }}}"),
        hook -> header.apply(hook).put().repeated(),
        hook -> header.apply(hook).claiming(AapStatus.FAILED));
  }

  /** As docs/configuration.md has it made in AAP. */
  @ParameterizedTest
  @MethodSource("webhooks")
  void anEndThatAapTellsOfIsLookedAtOnce(UnaryOperator<Webhook> how) throws Exception {
    int port = freePort();
    try (FakeAap aap = FakeAap.start()) {
      Template template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
      aap.add(TemplateSpec.job("delete-vm"));
      Webhook webhook = how.apply(Webhook.to("http://127.0.0.1:" + port + "/notifications"));
      aap.notifications().attach(template.id(), webhook, Moment.SUCCESS, Moment.ERROR);
      try (ProvisioningProvider provider = provider(aap, port)) {
        JobRef job = triggered(provider.triggerProvision(request("op1")));
        long number = JobId.parse(job.id()).orElseThrow().number();
        provider.news(List.of(query(job)));
        await().until(() -> aap.jobs().get(0).status() == AapStatus.RUNNING);
        assertThat(hints).as("nothing of its start").isEmpty();
        aap.controller().finish(number, Ending.succeeds());
        await()
            .until(
                () ->
                    aap.notifications().about(number).stream()
                        .anyMatch(sent -> sent.state() == Notification.State.SUCCESSFUL));
        assertThat(hints).containsExactly(job);
        assertThat(words(provider.observe(query(job)))).as("which is true").contains("Succeeded");
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void halfOfItIsRefusedAtTheStart() {
    assertThatThrownBy(() -> OneVm.provider("http://x", new TestContext(() -> "t"), port(8082)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("notification-port: expected it together with notification-secret");
    assertThatThrownBy(() -> OneVm.provider("http://x", new TestContext(() -> "t"), port(70_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("notification-port: expected a port from 1 to 65535");
  }

  private static boolean isOfPort(Finding finding) {
    return finding.subject().equals("notification-port");
  }

  private ProvisioningProvider provider(FakeAap aap, int port) {
    return OneVm.provider(
        aap.url(),
        new TestContext(
            Map.of("token", aap::token, "notification-secret", () -> SECRET),
            Runnable::run,
            () -> System.nanoTime() + nanos.get(),
            hints::add),
        port(port));
  }

  private static Map<String, String> port(int port) {
    return Map.of("notification-port", String.valueOf(port));
  }

  private static HttpRequest.Builder post(String body) {
    return HttpRequest.newBuilder().POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder known(String body) {
    return post(body).header("X-Cloudkit-Secret", SECRET);
  }

  private static int send(HttpRequest.Builder request, int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/notifications");
    return HTTP.send(
            request.uri(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
