package io.cloudkit.operator.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudkit.testkit.aap.FakeAap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeAap aap = FakeAap.start();
  private final Gate<String> gate =
      new Gate<>(
          "me",
          () -> new Socket(InetAddress.getLoopbackAddress(), URI.create(aap.url()).getPort()));
  private HttpClient client;

  @BeforeEach
  void connect() {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void close() {
    gate.close();
    aap.close();
  }

  @Test
  void passesOnWhatNoTrapWaitsFor() throws Exception {
    gate.lay(trap(Trap.Place.BEFORE_THE_SERVER, "/me/"));
    assertThat(ask("ping/").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(ask("ping/").get(20, TimeUnit.SECONDS).body()).contains("version");
  }

  @Test
  void whatIsHeldBeforeTheServerIsNotSeenThereUntilItIsPassedOn() throws Exception {
    Trap<String> trap = trap(Trap.Place.BEFORE_THE_SERVER, "/ping/");
    gate.lay(trap);
    CompletableFuture<HttpResponse<String>> answer = ask("ping/");
    assertThat(trap.await(PATIENCE)).isEqualTo("me");
    assertThat(aap.requestCount()).isZero();
    trap.pass();
    assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsHeldAfterTheAnswerWasDone() throws Exception {
    Trap<String> trap = trap(Trap.Place.AFTER_THE_ANSWER, "/ping/");
    gate.lay(trap);
    CompletableFuture<HttpResponse<String>> answer = ask("ping/");
    trap.await(PATIENCE);
    assertThat(aap.requestCount()).isEqualTo(1);
    assertThat(answer).isNotDone();
    trap.pass();
    assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsLostReachesNobody() throws Exception {
    Trap<String> trap = trap(Trap.Place.BEFORE_THE_SERVER, "/ping/");
    gate.lay(trap);
    CompletableFuture<HttpResponse<String>> answer = post("ping/");
    trap.await(PATIENCE);
    trap.drop();
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(aap.requestCount()).isZero();
  }

  @Test
  void whatADeadClientSentIsDoneWhenItIsPassedOn() throws Exception {
    Trap<String> trap = trap(Trap.Place.BEFORE_THE_SERVER, "/ping/");
    gate.lay(trap);
    try (Socket dying =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(gate.url()).getPort())) {
      dying
          .getOutputStream()
          .write(
              "POST /api/v2/ping/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                  .getBytes(UTF_8));
      trap.await(PATIENCE);
    }
    trap.pass();
    await().atMost(PATIENCE).until(() -> aap.requestCount() == 1);
  }

  private static Trap<String> trap(Trap.Place place, String pathEnd) {
    return new Trap<>(request -> request.is("GET", pathEnd) || request.is("POST", pathEnd), place);
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    return send(HttpRequest.newBuilder(URI.create(gate.url() + "/api/v2/" + path)).GET());
  }

  /** The JDK's client repeats a GET whose connection is cut. */
  private CompletableFuture<HttpResponse<String>> post(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(gate.url() + "/api/v2/" + path))
            .POST(HttpRequest.BodyPublishers.ofString("{}")));
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(
        request.header("Authorization", "Bearer " + aap.token()).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
