package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.eda.FakeEda;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody is there, or nobody answers: what left, and what surely did not. */
class UnreachableIT {

  @Test
  void aServiceThatIsGoneIsWaitedFor() {
    assertThat(launch("http://nowhere.invalid:5000"))
        .startsWith(
            "waiting PT10S the host nowhere.invalid has no address: the Service of a rulebook")
        .contains("exists only while its activation runs");
  }

  @Test
  void aWebhookThatDoesNotListenIsWaitedFor() throws IOException {
    String url;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + closed.getLocalPort();
    }
    assertThat(launch(url)).startsWith("waiting PT10S no webhook can be reached at 127.0.0.1:");
  }

  @Test
  void aWebhookThatDoesNotSpeakTlsIsAMistakeOfTheConfiguration() throws IOException {
    try (RawServer plain = RawServer.withoutTls()) {
      assertThat(launch(plain.url().replace("http:", "https:")))
          .startsWith("rejected Configuration no trusted TLS connection to 127.0.0.1:");
    }
  }

  @Test
  void aHandshakeThatIsBrokenOffIsWaitedFor() throws IOException {
    try (RawServer ends = RawServer.withinTheHandshake(Socket::close);
        RawServer resets =
            RawServer.withinTheHandshake(
                socket -> {
                  socket.setSoLinger(true, 0);
                  socket.close();
                })) {
      for (RawServer each : List.of(ends, resets)) {
        assertThat(launch(each.url().replace("http:", "https:")))
            .startsWith("waiting PT10S no webhook can be reached at 127.0.0.1:");
      }
    }
  }

  @Test
  void eachEventGoesByAConnectionOfItsOwn() throws IOException {
    try (RawServer webhook = RawServer.answering();
        ProvisioningProvider provider = provider(webhook.url())) {
      for (int i = 1; i <= 2; i++) {
        assertThat(words(provider.triggerProvision(vm().request(PROVISION))))
            .startsWith("triggered");
        assertThat(webhook.heard()).isEqualTo(i);
      }
    }
  }

  @Test
  void anAnswerIsReadNoFurtherThanAWebhooksIsLong() throws IOException {
    byte[] endless = new byte[64 * 1024];
    try (RawServer talks =
        RawServer.after(
            socket -> {
              OutputStream out = socket.getOutputStream();
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              // then it says nothing more, and stays
              for (int i = 0; i < 100; i++) {
                out.write(endless);
              }
            })) {
      assertThatThrownBy(() -> launch(talks.url()))
          .isExactlyInstanceOf(ProviderException.class)
          .hasMessageContaining("a webhook answers its own path");
    }
  }

  @Test
  void aConnectionThatBreaksMayHaveDeliveredTheEvent() throws IOException {
    try (RawServer deaf = RawServer.after(Socket::close)) {
      assertThatThrownBy(() -> launch(deaf.url()))
          .isExactlyInstanceOf(ProviderException.class)
          .hasMessageContaining("the connection broke");
      assertThat(deaf.heard()).isEqualTo(1);
    }
  }

  @Test
  void aWebhookThatHangsMayDeliverTheEventLater() throws IOException {
    try (RawServer deaf = RawServer.after(socket -> {})) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> launch(deaf.url()))
          .isExactlyInstanceOf(ProviderException.class)
          .hasMessageContaining("no whole answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(deaf.heard()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatComesByteByByteIsNotWaitedFor() {
    try (Instances instances = new Instances();
        FakeEda eda = FakeEda.start(instances.kubeconfig())) {
      // each byte in time, and all 23 of them not
      eda.nextPost(FakeEda.CREATE).trickles(Duration.ofMillis(300));
      assertThatThrownBy(() -> launch(eda.url()))
          .isExactlyInstanceOf(ProviderException.class)
          .hasMessageContaining("no whole answer in time");
    }
  }

  @Test
  void anAnswerThatBreaksOffProvesNothing() throws IOException {
    String begun =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\ncreate-";
    try (RawServer deaf =
        RawServer.after(
            socket -> {
              socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
              socket.close();
            })) {
      assertThatThrownBy(() -> launch(deaf.url())).isExactlyInstanceOf(ProviderException.class);
      assertThat(deaf.heard()).isEqualTo(1);
    }
  }

  private static String launch(String url) {
    try (ProvisioningProvider provider = provider(url)) {
      return words(provider.triggerProvision(vm().request(PROVISION)));
    }
  }

  private static ProvisioningProvider provider(String url) {
    return new TestContext().provider(url, Map.of("call-timeout", "2s"));
  }
}
