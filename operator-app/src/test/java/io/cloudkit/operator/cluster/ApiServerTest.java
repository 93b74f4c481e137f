package io.cloudkit.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class ApiServerTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger asked = new AtomicInteger();
  private final ApiServer server = server(this::passes);

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(ApiServer.class)).addAppender(log);
  }

  @AfterEach
  void ignore() {
    ((Logger) LoggerFactory.getLogger(ApiServer.class)).detachAppender(log);
  }

  @Test
  void saysAtOnceWhatIsWrongAndGoesOnWhenItIsMended() throws Exception {
    boolean answers =
        server.answers(
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw refusedConnection();
              }
            });

    assertThat(answers).isTrue();
    assertThat(asked).hasValue(3);
    assertThat(log.list)
        .hasSize(2)
        .first()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("https://api.example.com:6443 refuses the connection", "trying on for 30 s");
  }

  @Test
  void givesUpAfterHalfAMinute() {
    long begun = now.get();

    assertThatThrownBy(
            () ->
                server.answers(
                    () -> {
                      throw refusedConnection();
                    }))
        .isInstanceOf(ApiServerException.class)
        .hasMessageContaining("Check that it runs, and the address; it comes from context \"k\"");
    assertThat(Duration.ofNanos(now.get() - begun))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void stopsToWaitWhenItIsToldTo() throws Exception {
    boolean answers =
        server(pause -> false)
            .answers(
                () -> {
                  asked.incrementAndGet();
                  throw refusedConnection();
                });

    assertThat(answers).isFalse();
    assertThat(asked).hasValue(1);
  }

  /** What a client throws, and what a person must be told. */
  record Row(RuntimeException thrown, String told) {
    @Override
    public String toString() {
      return told;
    }
  }

  static Stream<Row> troubles() {
    return Stream.of(
        new Row(
            lost(new UnknownHostException("api.example.com")),
            "can not be found: unknown host. Check the name and the DNS; it comes from"),
        new Row(
            lost(new SSLHandshakeException("PKIX path building failed")),
            "can not be trusted: TLS: PKIX path building failed. Check the certificate authority"),
        new Row(lost(new SocketTimeoutException("timeout")), "does not answer in time"),
        new Row(lost(new IOException("unexpected end of stream")), "unexpected end of stream"),
        new Row(
            lost(new NoSuchFileException("/nowhere/ca.crt")),
            "a file can not be read: /nowhere/ca.crt. Check the certificates and keys"),
        new Row(answer(400, "Bad Request"), "should begin with https"),
        new Row(
            answer(401, "Unauthorized"), "answers 401: it does not know who asks. Check the user"),
        new Row(
            answer(403, "User \"x\" cannot list resource \"computeinstances\""),
            "answers 403: User \"x\" cannot list resource \"computeinstances\". Give that account"),
        new Row(answer(404, "not found"), "kubectl apply -f deploy/crd/"),
        new Row(answer(503, "etcd is away"), "answers 503: etcd is away. Look at the logs"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void namesTheCauseAndWhatToCheck(Row row) {
    assertThat(server.explained(row.thrown()))
        .hasMessageStartingWith("the Kubernetes API at https://api.example.com:6443 ")
        .hasMessageContaining(row.told());
  }

  private static KubernetesClientException refusedConnection() {
    return lost(new ConnectException("Connection refused"));
  }

  private static KubernetesClientException lost(IOException cause) {
    return new KubernetesClientException("An error has occurred.", cause);
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        "Failure executing: GET",
        code,
        new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private boolean passes(Duration pause) {
    now.addAndGet(pause.toNanos());
    return true;
  }

  private ApiServer server(ApiServer.Pause pause) {
    Config config = Config.empty();
    config.setMasterUrl("https://joe:pa55@api.example.com:6443/");
    Cluster cluster = new Cluster(config, "context \"k\" of /kubeconfig");
    return new ApiServer(cluster, Duration.ofSeconds(30), now::get, pause);
  }
}
