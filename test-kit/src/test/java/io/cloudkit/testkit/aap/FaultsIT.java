package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.time.ManualTimeline;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsIT {
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAap fake = FakeAap.builder().timeline(time).start();
  private final Http http = new Http(fake.apiUrl(), fake.token());
  private final Template vm = fake.add(TemplateSpec.job("vm"));

  @AfterEach
  void close() {
    fake.close();
  }

  private Http.Response launch() {
    return http.launch(vm.id(), provision("u1", "op1"));
  }

  private int visible() {
    return http.get("/unified_jobs/").json().path("count").asInt();
  }

  @Test
  void aLostAnswerLeavesAJob() {
    FaultRule rule = fake.next("POST", "*/launch/").losesTheAnswer();
    assertThatThrownBy(this::launch).isInstanceOf(UncheckedIOException.class);
    assertThat(visible()).isEqualTo(1);
    assertThat(rule.hits()).isEqualTo(1);
    assertThat(launch().status()).isEqualTo(201);
  }

  @Test
  void aCutAnswerLeavesAJobAndAShortBody() {
    fake.next("POST", "*/launch/").cutsTheAnswer();
    assertThatThrownBy(this::launch).isInstanceOf(UncheckedIOException.class);
    assertThat(visible()).isEqualTo(1);
  }

  @Test
  void aDroppedRequestLeavesNothing() {
    fake.next("POST", "*/launch/").drops();
    assertThatThrownBy(this::launch).isInstanceOf(UncheckedIOException.class);
    assertThat(visible()).isZero();
  }

  @Test
  void aLateCommitIsInvisibleUntilItHappensAndKeepsItsEarlyId() {
    fake.next("POST", "*/launch/").commitsLate(Duration.ofSeconds(90));
    assertThatThrownBy(this::launch).isInstanceOf(UncheckedIOException.class);
    long later = launch().json().path("id").asLong();
    time.advance(Duration.ofSeconds(89));
    assertThat(visible()).isEqualTo(1);
    time.advance(Duration.ofSeconds(1));
    assertThat(visible()).isEqualTo(2);
    assertThat(http.get("/unified_jobs/?order_by=id").json().at("/results/0/id").asLong())
        .isLessThan(later);
  }

  @Test
  void proxiesAnswerWithOrWithoutACommit() {
    fake.next("POST", "*/launch/").commitsThenAnswersHtml(504);
    Http.Response timedOut = launch();
    assertThat(timedOut.status()).isEqualTo(504);
    assertThat(timedOut.header("Content-Type")).startsWith("text/html");
    assertThat(visible()).isEqualTo(1);

    fake.next("POST", "*").answersHtml(503);
    assertThat(launch().status()).isEqualTo(503);
    assertThat(visible()).isEqualTo(1);
  }

  @Test
  void refusalsHoldForAsManyRequestsAsTheyAreToldTo() {
    fake.next("GET", "*/unified_jobs/")
        .times(2)
        .answers(500, "{\"detail\":\"A server error has occurred.\"}");
    fake.next("GET", "*/unified_jobs/").throttles(Duration.ofSeconds(7));
    fake.next("GET", "*/unified_jobs/").answers(AapApi.unauthorized());
    fake.next("*", "*/unified_jobs/")
        .header("X-Proxy", "edge")
        .answers(AapApi.detail(403, "License is missing."));
    assertThat(http.get("/me/").status()).isEqualTo(200);
    assertThat(http.get("/unified_jobs/").status()).isEqualTo(500);
    assertThat(http.get("/unified_jobs/").status()).isEqualTo(500);
    assertThat(http.get("/unified_jobs/").header("Retry-After")).isEqualTo("7");
    assertThat(http.get("/unified_jobs/").status()).isEqualTo(401);
    Http.Response forbidden = http.get("/unified_jobs/");
    assertThat(forbidden.json().path("detail").asText()).isEqualTo("License is missing.");
    assertThat(forbidden.header("X-Proxy")).isEqualTo("edge");
    assertThat(http.get("/unified_jobs/").status()).isEqualTo(200);
  }

  @Test
  void aRuleCanHoldUntilItIsStopped() {
    FaultRule rule = fake.next("*", "*").always().redirectsTo(FakeAap.MIGRATIONS);
    Http.Response redirect = http.get("/me/");
    assertThat(redirect.status()).isEqualTo(302);
    Http.Response page = new Http(fake.url(), "").get(redirect.header("Location"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    rule.stop();
    assertThat(http.get("/me/").status()).isEqualTo(200);
  }

  @Test
  void aGiantBodyIsStreamed() throws Exception {
    fake.next("GET", "*/unified_jobs/").sendsGiantBody(50L << 20);
    HttpResponse<InputStream> response =
        http.client()
            .send(http.request("GET", "/unified_jobs/", "", ""), BodyHandlers.ofInputStream());
    long read = 0;
    try (InputStream in = response.body()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read += n;
      }
    }
    assertThat(read).isGreaterThanOrEqualTo(50L << 20);
  }

  @Test
  void aBodyAboveTheProxysLimitIs413() {
    String body = "{\"extra_vars\":{\"a\":\"" + "x".repeat(6 << 20) + "\"}}";
    assertThat(http.post("/job_templates/" + vm.id() + "/launch/", body).status()).isEqualTo(413);
  }

  @Test
  void aServerThatWasDownKeepsItsStateAndItsPort() {
    launch();
    String url = fake.url();
    fake.goDown();
    assertThatThrownBy(this::visible).hasCauseInstanceOf(ConnectException.class);
    fake.comeUp();
    assertThat(fake.url()).isEqualTo(url);
    assertThat(visible()).isEqualTo(1);
  }

  @Test
  void aRevokedTokenIsRefusedAndANewOneAccepted() {
    fake.revoke(fake.token());
    assertThat(http.get("/me/").status()).isEqualTo(401);
    fake.accept("fresh", fake.user());
    assertThat(new Http(fake.apiUrl(), "fresh").get("/me/").status()).isEqualTo(200);
  }
}
