package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** What is thrown seldom, or in a race, is told apart, too. */
class UnreachedTest {
  private static final Unreached TLS =
      new Unreached(HttpUrl.get("https://aap.example.com/"), Optional.empty());
  private static final Unreached PLAIN =
      new Unreached(HttpUrl.get("http://aap.example.com/"), Optional.empty());
  private static final Unreached BY_PROXY =
      new Unreached(
          HttpUrl.get("http://aap.example.com/"),
          Optional.of(new ProxyServer("HTTP_PROXY", "proxy", 3128, Optional.empty())));

  @Test
  void anAlertIsToldAlsoWhereTheRequestHadLeft() {
    assertThat(TLS.broke(new SSLHandshakeException("Received fatal alert: certificate_required")))
        .isEqualTo(
            "it asks for a client certificate, or for another one (certificate_required); check"
                + " client-certificate-file");
    assertThat(TLS.why(new SSLException("(x) Received fatal alert: protocol_version")))
        .contains("it broke off the TLS handshake (protocol_version); check the host");
  }

  @Test
  void aConnectionThatBreaksLaterIsNoHandshake() {
    assertThat(TLS.broke(new SocketException("Connection reset")))
        .isEqualTo("the connection broke: SocketException");
    assertThat(TLS.why(new SocketException("Connection reset")))
        .contains("it broke off the TLS handshake; check");
    assertThat(PLAIN.why(new SocketException("Connection reset")))
        .endsWith(
            "the connection broke: SocketException; check the setting url, and that AAP runs");
  }

  @Test
  void aCertificateThatExpiredIsNotOfAnUnknownAuthority() {
    IOException expired = new SSLHandshakeException("PKIX path validation failed");
    expired.initCause(
        new CertPathValidatorException("validity", new CertificateExpiredException("NotAfter")));
    assertThat(TLS.why(expired)).contains("has expired; renew it").doesNotContain("ca-file");
  }

  @Test
  void anAlertInsteadOfAnAnswerIsTls() {
    IOException noLine = new IOException("unexpected end of stream on http://aap.example.com/...");
    noLine.initCause(new EOFException("\\n not found: limit=7 content=15030300020250…"));
    String told = "TLS is spoken on this port; write https in the setting url";
    assertThat(PLAIN.broke(noLine)).isEqualTo(told);
    assertThat(PLAIN.broke(new ProtocolException("Unexpected status line: \u0015\u0003\u0003")))
        .isEqualTo(told);
    assertThat(BY_PROXY.broke(noLine)).contains("through the proxy proxy:3128", "HTTP_PROXY");
  }

  @Test
  void aProxyIsNamedWhereNoAnswerComesInTime() {
    assertThat(BY_PROXY.broke(new InterruptedIOException("timeout")))
        .isEqualTo("no whole answer in time through the proxy proxy:3128");
  }
}
