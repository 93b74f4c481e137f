package io.cloudkit.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9112 asks of a server, as far as clients of the fakes use it. */
class HttpFrontIT {
  private final HttpFront front =
      new HttpFront(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          10,
          (request, answering) -> answering.answer(HttpAnswer.text(200, echo(request))),
          "test",
          Optional.empty());
  private final RawClient client;

  HttpFrontIT() {
    front.start();
    client = new RawClient(front.url());
  }

  private static String echo(WireRequest request) {
    return request
        + (request.isTooLarge()
            ? " too large"
            : " [" + new String(request.body(), StandardCharsets.UTF_8) + "]")
        + request.header("x-a").map(value -> " " + value).orElse("")
        + " "
        + request.carrier();
  }

  @AfterEach
  void stop() {
    client.close();
    front.stop();
  }

  @Test
  void servesOneRequestAfterTheOther() throws IOException {
    client.say("POST /a?b=c HTTP/1.1\r\nContent-Length: 2\r\nX-A: v\r\n\r\nhi");
    assertThat(client.hear().body()).isEqualTo("POST /a?b=c [hi] v FRESH");
    client.say("GET http://somewhere/d HTTP/1.1\r\n\r\n");
    assertThat(client.hear().body()).isEqualTo("GET /d [] KEPT");
  }

  @Test
  void readsChunks() throws IOException {
    client.say(
        String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Transfer-Encoding: chunked",
            "",
            "2;x=y",
            "hi",
            "3",
            "!!!",
            "0",
            "T: t",
            "",
            ""));
    assertThat(client.hear().body()).isEqualTo("POST / [hi!!!] FRESH");
    assertThat(client.ask("/")).contains("KEPT");
  }

  @Test
  void tellsAClientThatWaitsToGoOn() throws IOException {
    client.say("POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.hear().status()).isEqualTo(100);
    client.say("hi");
    assertThat(client.hear().body()).isEqualTo("POST / [hi] FRESH");
  }

  @Test
  void readsWhatIsTooLargeToItsEnd() throws IOException {
    client.say("POST / HTTP/1.1\r\nContent-Length: 30000\r\n\r\n" + "x".repeat(30_000));
    assertThat(client.hear().body()).isEqualTo("POST / too large FRESH");
    assertThat(client.ask("/")).contains("KEPT");
  }

  @Test
  void anAnswerToHeadHasNoBody() throws IOException {
    client.say("HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(client.end()).isEqualTo("more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"})
  void closesForWhoAsksForIt(String request) throws IOException {
    client.say(request);
    assertThat(client.hear().headers()).containsEntry("connection", "close");
    assertThat(client.end()).isEqualTo("closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "GET / HTTP/1.1\r\nnonsense\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n"
      })
  void whatIsNoHttpIs400(String request) throws IOException {
    client.say(request);
    assertThat(client.hear().status()).isEqualTo(400);
  }

  @Test
  void aStopCutsWhoWaits() {
    HttpFront silent =
        new HttpFront(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            10,
            (request, answering) -> {},
            "silent",
            Optional.empty());
    silent.start();
    try (RawClient waiting = new RawClient(silent.url())) {
      waiting.say("GET / HTTP/1.1\r\n\r\n");
      silent.stop();
      assertThat(waiting.end()).isIn("closed", "reset");
    }
  }

  static Stream<Reply> repliesThatHang() {
    HttpAnswer answer = HttpAnswer.text(200, "late");
    return Stream.of(
        new Reply.Whole(answer), new Reply.Reset(), new Reply.Trickle(answer, Duration.ofDays(1)));
  }

  @ParameterizedTest
  @MethodSource("repliesThatHang")
  void whoHasGoneKeepsNoThread(Reply reply) {
    boolean isSlowItself = reply instanceof Reply.Trickle;
    aClientThatGoesKeepsNoThread(
        (request, answering) ->
            answering.reply(reply, isSlowItself ? Duration.ZERO : Duration.ofDays(1)));
  }

  @Test
  void whoHasGoneWithoutAnyReplyKeepsNoThread() {
    aClientThatGoesKeepsNoThread((request, answering) -> {});
  }

  private static void aClientThatGoesKeepsNoThread(HttpFront.Desk desk) {
    HttpFront hanging =
        new HttpFront(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            10,
            desk,
            "hanging",
            Optional.empty());
    hanging.start();
    try {
      try (RawClient goes = new RawClient(hanging.url())) {
        goes.say("GET / HTTP/1.1\r\n\r\n");
        await().until(() -> isAlive("hanging-1"), isPresent -> isPresent);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> isAlive("hanging-1"), isPresent -> !isPresent);
    } finally {
      hanging.stop();
    }
  }

  private static boolean isAlive(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsLongIsAnswered(boolean overTls) throws Exception {
    SelfSigned identity = SelfSigned.forLocalhost();
    HttpFront slow =
        new HttpFront(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            10,
            (request, answering) ->
                answering.reply(
                    new Reply.Whole(HttpAnswer.text(200, "late")), Duration.ofMillis(2_200)),
            "slow",
            Optional.of(ServerTls.by(identity.context())).filter(server -> overTls));
    slow.start();
    try {
      HttpClient patient =
          HttpClient.newBuilder().sslContext(Trust.only(identity.certificate())).build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(slow.url())).build();
      for (int round = 0; round < 2; round++) {
        assertThat(patient.send(request, BodyHandlers.ofString()).body()).isEqualTo("late");
      }
    } finally {
      slow.stop();
    }
  }

  @Test
  void itsPortIsFreeAsSoonAsItHasStopped() {
    String url = front.url();
    for (int round = 0; round < 100; round++) {
      try (RawClient before = new RawClient(url)) {
        assertThat(before.ask("/")).startsWith("200");
        front.stop();
        front.start();
        assertThat(front.url()).isEqualTo(url);
      }
    }
  }
}
