package io.cloudkit.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.testkit.time.ManualTimeline;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.YamlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault, said in Java and in YAML, as a plain client sees it; the server behind is no AAP. */
class FaultLanguageIT {
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String USUAL = "200 text/plain; charset=utf-8 hello";

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final Faults faults = new Faults(time, 7);
  private final AtomicInteger committed = new AtomicInteger();
  private final Backend answersWhatItHasDone =
      (asked, answers) -> {
        committed.incrementAndGet();
        answers.answer(HttpAnswer.text(200, "hello"), Duration.ZERO);
      };
  private final Backend answersBefore =
      new Backend() {
        @Override
        public void execute(WireRequest request, Answers answers) {
          answersWhatItHasDone.execute(request, answers);
        }

        @Override
        public Runnable promise(WireRequest request, Answers answers) {
          answers.answer(HttpAnswer.text(200, "hello"), Duration.ZERO);
          return committed::incrementAndGet;
        }
      };
  private Backend backend = answersBefore;
  private final HttpFront.Desk desk =
      new HttpFront.Desk() {
        @Override
        public void receive(WireRequest request, HttpFront.Answering answering) {
          faults.serve(request, backend, answering);
        }

        @Override
        public boolean acceptsHandshake() {
          return faults.acceptsHandshake();
        }
      };
  private final HttpFront front = new HttpFront(ANYWHERE, 1_000, desk, "test", Optional.empty());

  FaultLanguageIT() {
    front.start();
  }

  @AfterEach
  void stop() {
    front.stop();
  }

  /** A fault in both languages, what one request sees of it, and whether it was executed. */
  record Row(String yaml, Consumer<FaultRule> java, String seen, int commits) {
    @Override
    public String toString() {
      return yaml;
    }
  }

  static Stream<Row> faults() {
    return Stream.of(
        new Row("pass", FaultRule::passes, USUAL, 1),
        new Row(
            "{answer: {status: 400, json: {detail: no}}}",
            f -> f.answers(400, "{\"detail\":\"no\"}"),
            "400 application/json {\"detail\":\"no\"}",
            0),
        new Row(
            "{answer: {status: 418, text: tea}}",
            f -> f.answers(HttpAnswer.text(418, "tea")),
            "418 text/plain; charset=utf-8 tea",
            0),
        new Row("{answer: 503}", f -> f.answersHtml(503), page(503), 0),
        new Row("{commit-then-answer: 504}", f -> f.commitsThenAnswersHtml(504), page(504), 1),
        new Row("{redirect: /upgrade/}", f -> f.redirectsTo("/upgrade/"), html(302, "Found"), 0),
        new Row(
            "{throttle: 7s}",
            f -> f.throttles(Duration.ofSeconds(7)),
            html(429, "Too Many Requests"),
            0),
        new Row("drop", FaultRule::drops, "closed", 0),
        new Row("reset", FaultRule::resets, "reset", 0),
        new Row("lose-answer", FaultRule::losesTheAnswer, "closed", 1),
        new Row(
            "cut-answer",
            FaultRule::cutsTheAnswer,
            "200 text/plain; charset=utf-8 he then closed",
            1),
        new Row("halve-body", FaultRule::halvesTheBody, "200 text/plain; charset=utf-8 he", 1),
        new Row("{mislabel: text/html}", f -> f.mislabels("text/html"), "200 text/html hello", 1),
        new Row("{trickle: 1ms}", f -> f.trickles(Duration.ofMillis(1)), USUAL, 1),
        new Row("answer-then-reset", FaultRule::answersThenResets, USUAL, 1),
        new Row("{commit-late: 90s}", f -> f.commitsLate(Duration.ofSeconds(90)), "closed", 0),
        new Row("forget", FaultRule::forgets, USUAL, 0),
        new Row(
            "{answer-then-commit: 90s}",
            f -> f.answersThenCommits(Duration.ofSeconds(90)),
            USUAL,
            0),
        new Row("commit-twice", FaultRule::commitsTwice, USUAL, 2));
  }

  private static String page(int status) {
    return html(status, "Error " + status);
  }

  private static String html(int status, String title) {
    return status + " text/html; charset=utf-8 " + HttpAnswer.html(status, title).body();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saidInJava(Row row) {
    row.java().accept(faults.next("GET", "/*"));
    assertSeen(row);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saidInYaml(Row row) {
    say("[{on: GET /*, do: " + row.yaml() + "}]");
    assertSeen(row);
  }

  private void assertSeen(Row row) {
    assertThat(ask()).isEqualTo(row.seen());
    assertThat(committed).hasValue(row.commits());
    assertThat(ask()).as("once is once").isEqualTo(USUAL);
  }

  @Test
  void everyFaultHasAWordInYaml() {
    String refusal = catchRefusal("[{do: nonsense}]");
    String words =
        "pass answer throttle drop reset giant-body commit-then-answer lose-answer cut-answer"
            + " halve-body mislabel trickle answer-then-reset commit-late hang forget"
            + " answer-then-commit commit-twice fail-handshake";
    assertThat(refusal).contains(words.split(" ", -1));
    assertThat(Fault.class.getPermittedSubclasses()).hasSize(words.split(" ", -1).length);
  }

  @Test
  void whatIsCommittedLateIsCommittedByTheTimelineAndOnce() {
    faults.next("*", "*").commitsLate(Duration.ofSeconds(90));
    assertThat(ask()).isEqualTo("closed");
    time.advance(Duration.ofSeconds(89));
    assertThat(committed).hasValue(0);
    time.advance(Duration.ofSeconds(2));
    assertThat(committed).hasValue(1);
  }

  @Test
  void whatIsAnsweredBeforeIsCommittedByTheTimelineAndOnce() {
    faults.next("*", "*").answersThenCommits(Duration.ofSeconds(90));
    assertThat(ask()).isEqualTo(USUAL);
    time.advance(Duration.ofSeconds(89));
    assertThat(committed).hasValue(0);
    time.advance(Duration.ofSeconds(2));
    assertThat(committed).hasValue(1);
  }

  @Test
  void whoeverHangsIsAnsweredInTheEnd() throws Exception {
    faults.next("*", "*").hangs(Duration.ofSeconds(90));
    try (RawClient client = new RawClient(front.url())) {
      client.say("GET / HTTP/1.1\r\n\r\n");
      await()
          .until(
              () -> {
                time.advance(Duration.ofSeconds(90));
                return committed.get() == 1;
              });
      assertThat(client.hear().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forget", "{answer-then-commit: 1s}"})
  void aServerThatAnswersWhatItHasDoneForgetsNothing(String fault) {
    backend = answersWhatItHasDone;
    say("[{do: " + fault + "}]");
    assertThat(ask()).startsWith("501 text/plain; charset=utf-8 this server answers");
    time.advance(Duration.ofSeconds(2));
    assertThat(committed).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "do: pass, delay: 100ms | 100",
        "do: drop, delay: 100ms | 100",
        "do: cut-answer, delay: 100ms | 100",
        "do: {answer: 502}, delay: 100ms | 100",
        "do: {trickle: 20ms} | 100", // hello has five bytes
        "do: {trickle: 20ms}, delay: 100ms | 200",
      })
  void takesItsTime(String fault, long milliseconds) {
    say("[{" + fault + "}]");
    long before = System.nanoTime();
    ask();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(milliseconds));
  }

  @Test
  void aTrickleBeginsAtOnce() throws Exception {
    say("[{do: {trickle: 1h}}]");
    try (Socket client = new Socket(ANYWHERE.getAddress(), URI.create(front.url()).getPort())) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] status = client.getInputStream().readNBytes("HTTP/1.1 200".length());
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void aConnectionThatWasAnsweredIsResetWhileItIsKept() {
    faults.next("*", "*").answersThenResets();
    try (RawClient client = new RawClient(front.url())) {
      assertThat(client.ask("/")).isEqualTo(USUAL);
      assertThat(client.end()).isEqualTo("reset");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void anAnswerThatHasNoBodyLeavesTheConnectionInStep(int status) {
    say("[{do: {answer: " + status + "}}]");
    try (RawClient client = new RawClient(front.url())) {
      assertThat(client.ask("/")).isEqualTo(status + " text/html; charset=utf-8 ");
      assertThat(client.ask("/")).isEqualTo(USUAL);
    }
  }

  @Test
  void strikesOnlyOnKeptConnectionsIfSaid() {
    say("[{kept_connections: true, do: reset}]");
    assertThat(ask()).isEqualTo(USUAL);
    try (RawClient client = new RawClient(front.url())) {
      assertThat(client.ask("/")).isEqualTo(USUAL);
      assertThat(client.ask("/")).isEqualTo("reset");
    }
  }

  @ParameterizedTest
  @CsvSource({"seconds,7", "date,'Thu, 01 Jan 2026 00:00:07 GMT'"})
  void retryAfterHasBothForms(String form, String expected) throws Exception {
    say("[{do: {throttle: {wait: 7s, as: " + form + "}}}]");
    try (RawClient client = new RawClient(front.url())) {
      client.say("GET / HTTP/1.1\r\n\r\n");
      RawClient.Heard heard = client.hear();
      assertThat(heard.headers())
          .containsEntry("retry-after", expected)
          .containsEntry("date", "Thu, 01 Jan 2026 00:00:00 GMT");
    }
  }

  @Test
  void aScriptIsOneRequestEach() {
    say("[{on: GET /a, script: [pass, drop, {answer: 500}]}]");
    List<String> seen = Stream.of("/a", "/b", "/a", "/a", "/a").map(this::ask).toList();
    assertThat(seen).containsExactly(USUAL, USUAL, "closed", page(500), USUAL);
  }

  @Test
  void chanceIsTheSameForTheSameSeed() {
    assertThat(pattern(7)).isEqualTo(pattern(7)).contains("x").contains(".");
    assertThat(pattern(7)).isNotEqualTo(pattern(8));
  }

  private String pattern(long seed) {
    Faults chance = new Faults(time, seed);
    FaultReader.read(Entry.read("test", "[{probability: 0.5, do: fail-handshake}]")).accept(chance);
    return IntStream.range(0, 40)
        .mapToObj(i -> chance.acceptsHandshake() ? "." : "x")
        .collect(Collectors.joining());
  }

  @Test
  void timesAndHeadersAndTheCountOfHits() throws Exception {
    say("[{times: 2, headers: {X-Proxy: edge}, do: {answer: 502}}]");
    try (RawClient client = new RawClient(front.url())) {
      client.say("GET / HTTP/1.1\r\n\r\n");
      assertThat(client.hear().headers()).containsEntry("x-proxy", "edge");
      assertThat(client.ask("/")).isEqualTo(page(502));
      assertThat(client.ask("/")).isEqualTo(USUAL);
    }
    var page = JsonNodeFactory.instance.arrayNode();
    faults.addTo(page);
    assertThat(page)
        .hasToString("[{\"on\":\"* *\",\"times\":2,\"do\":\"answer\",\"hits\":2,\"holds\":false}]");
  }

  @Test
  void tellsHowOftenARuleIsToStrike() {
    say(
        "[{do: drop}, {always: true, do: reset},"
            + " {probability: 0.25, kept_connections: true, do: drop}]");
    var page = JsonNodeFactory.instance.arrayNode();
    faults.addTo(page);
    assertThat(page).hasSize(3);
    assertThat(page.get(0).path("times").asLong()).isEqualTo(1);
    assertThat(page.get(0).has("always")).isFalse();
    assertThat(page.get(0).has("probability")).isFalse();
    assertThat(page.get(1).path("always").asBoolean()).isTrue();
    assertThat(page.get(1).has("times")).isFalse();
    assertThat(page.get(2).path("probability").asDouble()).isEqualTo(0.25);
    assertThat(page.get(2).path("kept_connections").asBoolean()).isTrue();
  }

  @Test
  void aBombIsSmallOnTheWireAndLargeAfterwards() throws Exception {
    say("[{do: {gzip-bomb: 20MiB}}]");
    HttpClient client = HttpClient.newHttpClient();
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(front.url())).build(), BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.body().length).isLessThan(1 << 20);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isGreaterThanOrEqualTo(20L << 20);
    }
  }

  @Test
  void aHandshakeFailsAndTheNextOneDoesNot() throws Exception {
    SelfSigned identity = SelfSigned.forLocalhost();
    HttpFront secure =
        new HttpFront(ANYWHERE, 1_000, desk, "tls", Optional.of(ServerTls.by(identity.context())));
    secure.start();
    try {
      URI address = URI.create(secure.url());
      SSLContext trusting = Trust.only(identity.certificate());
      faults.next("*", "*").failsTheHandshake();
      assertThatThrownBy(() -> shakeHands(trusting, address)).isInstanceOf(IOException.class);
      shakeHands(trusting, address);
      assertThatThrownBy(() -> shakeHands(SSLContext.getDefault(), address))
          .isInstanceOf(SSLException.class);
    } finally {
      secure.stop();
    }
  }

  private static void shakeHands(SSLContext as, URI address) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) as.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
      socket.startHandshake();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{on: POST launch, do: drop}] | [0].on: expected a method, or *, and a path",
        "[{do: drop, script: [drop]}] | [0]: expected either \"do\" or \"script\", found both",
        "[{on: GET /}] | [0]: expected either \"do\" or \"script\", found none",
        "[{do: throttle}] | [0].do: expected one of",
        "[{do: {throttle: soon}}] | [0].do.throttle: expected a time such as 250ms",
        "[{do: {throttle: 1s, answer: 5}}] | [0].do.answer: expected a whole number from 200",
        "[{do: {answer: {status: 204, text: a}}}] | [0].do.answer.text: expected no body, which 204"
            + " never has, found \"a\"",
        "[{do: {}}] | [0].do: expected one thing that happens, found 0",
        "[{do: drop}, {do: drop, times: 0}] | [1].times: expected a whole number from 1",
        "[{do: drop, probability: 2}] | [0].probability: expected a number from 0 to 1, found"
            + " \"2\"",
        "[{script: [drop], times: 2}] | [0].times: expected it beside \"do\"",
        "[{do: drop, dealy: 1s}] | [0]: expected one of on, do, script",
        "{do: drop} | expected a list, found an object",
      })
  void tellsWhatIsWrongAndTakesNothing(String yaml, String expected) {
    assertThat(catchRefusal(yaml)).startsWith("test:1: " + expected);
    assertThat(ask()).isEqualTo(USUAL);
  }

  private String catchRefusal(String yaml) {
    try {
      say(yaml);
    } catch (YamlException refused) {
      return refused.getMessage();
    }
    throw new AssertionError("not refused: " + yaml);
  }

  private void say(String yaml) {
    Consumer<Faults> sentences = FaultReader.read(Entry.read("test", yaml));
    sentences.accept(faults);
  }

  private String ask() {
    return ask("/");
  }

  private String ask(String path) {
    try (RawClient client = new RawClient(front.url())) {
      return client.ask(path);
    }
  }

  @Test
  void theTableHasEveryFaultThatOneRequestCanSee() {
    List<String> described =
        faults().map(row -> row.yaml().replaceFirst("^\\{", "").replaceFirst(":.*", "")).toList();
    List<String> all =
        Arrays.stream(Fault.class.getPermittedSubclasses())
            .map(fault -> fault.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !List.of("fail-handshake", "giant-body", "hang").contains(name))
            .toList();
    assertThat(described).containsAll(all);
  }
}
