package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByCertificate;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorities and client certificates, from files that are read again when they change. */
class TlsIT {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(AUTHORITY)
          .addSubjectAlternativeName("127.0.0.1")
          .addSubjectAlternativeName("localhost")
          .build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("operator").build();
  private static final HeldCertificate STRANGER =
      new HeldCertificate.Builder().commonName("operator").build();

  private static Instances instances;

  @TempDir private Path directory;
  private FakeEda eda = FakeEda.start(instances.kubeconfig());

  @BeforeAll
  static void begin() {
    instances = new Instances();
  }

  @AfterAll
  static void end() {
    instances.close();
  }

  @AfterEach
  void stop() {
    eda.close();
  }

  private void serve(UnaryOperator<FakeEdaBuilder> how) {
    eda.close();
    eda = how.apply(FakeEda.builder(instances.kubeconfig())).start();
  }

  private static HandshakeCertificates server() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(SERVER)
        .addTrustedCertificate(AUTHORITY.certificate())
        .build();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private Map<String, String> settings(HeldCertificate client) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("call-timeout", "10s");
    settings.put("provision-webhook", eda.createUrl());
    settings.put("deprovision-webhook", eda.deleteUrl());
    settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
    settings.put("client-certificate-file", file("client.pem", client.certificatePem()));
    settings.put("client-key-file", file("client.key", client.privateKeyPkcs8Pem()));
    return settings;
  }

  private static String launch(ProvisioningProvider provider) {
    return words(provider.triggerProvision(vm().request(PROVISION)));
  }

  @Test
  void anAuthorityOfOnesOwnIsTrusted() throws Exception {
    serve(fake -> fake.tls(server().sslContext()));
    Map<String, String> settings = settings(CLIENT);
    settings.remove("client-certificate-file");
    settings.remove("client-key-file");
    try (ProvisioningProvider provider = new TestContext().provider(eda.url(), settings)) {
      assertThat(launch(provider)).startsWith("triggered");
    }
    settings.remove("ca-file");
    try (ProvisioningProvider provider = new TestContext().provider(eda.url(), settings)) {
      assertThat(launch(provider))
          .startsWith("rejected Configuration no trusted TLS connection to localhost:")
          .contains("ca-file");
    }
  }

  /** What is wrong with a certificate, and what is told of it. */
  record Distrusted(HeldCertificate shown, String told) {}

  @Test
  void whatIsWrongWithACertificateIsToldApart() throws Exception {
    HeldCertificate.Builder own =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost");
    Map<String, Distrusted> rows =
        Map.of(
            "signed by itself",
            new Distrusted(
                own.build(),
                "its certificate is of an authority that is not known here, or signed by itself;"
                    + " name the file of that authority, or of that certificate, in ca-file"),
            "expired",
            new Distrusted(
                own.signedBy(AUTHORITY).validityInterval(0, 1000).build(),
                "its certificate has expired; have it renewed, or set the clock"),
            "of another host",
            new Distrusted(
                new HeldCertificate.Builder()
                    .signedBy(AUTHORITY)
                    .addSubjectAlternativeName("eda.example.com")
                    .build(),
                "its certificate is for other hosts: eda.example.com; name one of these in"
                    + " provision-webhook, or give it a certificate for this host"));
    for (Map.Entry<String, Distrusted> row : rows.entrySet()) {
      HandshakeCertificates server =
          new HandshakeCertificates.Builder().heldCertificate(row.getValue().shown()).build();
      serve(fake -> fake.tls(server.sslContext()));
      try (ProvisioningProvider provider =
          new TestContext().provider(eda.url(), settings(CLIENT))) {
        assertThat(launch(provider))
            .as(row.getKey())
            .startsWith("rejected Configuration no trusted TLS connection to localhost:")
            .contains(": " + row.getValue().told());
        assertThat(provider.preflight().get(0).toString())
            .as(row.getKey())
            .startsWith("ERROR provision-webhook: no trusted TLS connection")
            .contains(": " + row.getValue().told());
      }
    }
  }

  @Test
  void aConnectionThatBreaksMayBeARefusalOfTheCertificate() throws Exception {
    serve(fake -> fake.mutualTls(server().sslContext()));
    try (ProvisioningProvider provider =
        new TestContext().provider(eda.url(), settings(STRANGER))) {
      assertThat(provider.preflight())
          .hasSize(2)
          .allMatch(finding -> finding.toString().contains("client-certificate-file"));
    }
    serve(fake -> fake.tls(server().sslContext()));
    eda.next("*", "*").always().drops();
    try (ProvisioningProvider provider = new TestContext().provider(eda.url(), settings(CLIENT))) {
      assertThat(provider.preflight().get(0).toString())
          .startsWith(
              "WARNING provision-webhook: GET /create-compute-instance: the connection broke")
          .contains("or does not take this one (client-certificate-file)");
      eda.clearFaults();
      eda.next("*", "*").times(2).drops();
      assertThat(provider.preflight()).as("it is asked again").isEmpty();
    }
  }

  @Test
  void aHandshakeThatIsBrokenOffHandedNothingOver() throws Exception {
    serve(fake -> fake.tls(server().sslContext()));
    eda.next("*", "*").always().failsTheHandshake();
    try (ProvisioningProvider provider = new TestContext().provider(eda.url(), settings(CLIENT))) {
      assertThat(launch(provider))
          .startsWith("waiting PT10S no webhook can be reached at localhost:");
      eda.clearFaults();
      assertThat(launch(provider)).startsWith("triggered");
    }
  }

  @Test
  void aCertificateLetsInAndItsReplacementIsReadWhenItIsThere() throws Exception {
    serve(fake -> fake.mutualTls(server().sslContext()));
    try (ProvisioningProvider provider = new TestContext().provider(eda.url(), settings(CLIENT))) {
      assertThat(launch(provider)).startsWith("triggered");
      settings(STRANGER);
      refuses(provider);
      file("client.key", "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----");
      assertThat(launch(provider))
          .startsWith("waiting PT10S client-key-file: expected the EC key of the certificate")
          .doesNotContain("s3cret");
      settings(CLIENT);
      assertThat(launch(provider)).startsWith("triggered");
    }
    assertThat(eda.events()).hasSize(2);
  }

  @Test
  void aRefusalThatCameAfterTheEventLeftProvesThatItWasNotTaken() throws Exception {
    try (Doorkeeper door =
        new Doorkeeper(server().sslContext(), Doorkeeper.Asks.FOR_A_CERTIFICATE)) {
      Map<String, String> settings = settings(STRANGER);
      settings.remove("provision-webhook");
      settings.remove("deprovision-webhook");
      try (ProvisioningProvider provider = new TestContext().provider(door.url(), settings)) {
        assertThat(launch(provider))
            .startsWith("rejected Configuration 127.0.0.1:")
            .contains("accepts no connection without a certificate that it trusts")
            .contains("check client-certificate-file, client-key-file");
      }
    }
  }

  @Test
  void noOtherProtocolIsAgreedOn() throws Exception {
    try (Doorkeeper door = new Doorkeeper(server().sslContext(), Doorkeeper.Asks.FOR_NOTHING)) {
      Map<String, String> settings = settings(CLIENT);
      settings.put("call-timeout", "2s");
      settings.remove("provision-webhook");
      settings.remove("deprovision-webhook");
      try (ProvisioningProvider provider = new TestContext().provider(door.url(), settings)) {
        assertThatThrownBy(() -> launch(provider)).isInstanceOf(ProviderException.class);
      }
      assertThat(door.protocol()).isEqualTo("http/1.1");
    }
  }

  /**
   * Told by TLS, or, if the connection was gone before it could be told, unknown: which of the two
   * is up to the sockets of both sides.
   */
  private static void refuses(ProvisioningProvider provider) {
    try {
      assertThat(launch(provider))
          .startsWith("rejected Configuration localhost:")
          .contains("accepts no connection without a certificate that it trusts")
          .contains("check client-certificate-file, client-key-file");
    } catch (ProviderException unknown) {
      assertThat(unknown).hasMessageContaining("the connection broke");
    }
  }

  @Test
  void whoseCertificateItIsCountsToAnEventStream() throws Exception {
    for (String subject : new String[] {"CN=operator", "CN=somebody"}) {
      serve(
          fake ->
              fake.mutualTls(server().sslContext())
                  .eventStreams(StreamSettings.with(new ByCertificate(subject))));
      try (ProvisioningProvider provider =
          new TestContext().provider(eda.url(), settings(CLIENT))) {
        assertThat(provider.preflight())
            .hasSize(2)
            .allMatch(finding -> finding.severity() == Finding.Severity.INFO);
        assertThat(launch(provider))
            .startsWith(
                subject.equals("CN=operator")
                    ? "triggered"
                    : "rejected Unauthorized provision-webhook answered 403 \"Subject Name"
                        + " mismatch : CN=operator\": check client-certificate-file");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca-file                 |       | ca-file: expected PEM certificates (BEGIN CERTIFICATE)",
        "client-certificate-file | x     | client-certificate-file: expected PEM certificates",
        "client-key-file         | x     | client-key-file: expected a PEM key (BEGIN PRIVATE KEY)",
        "client-key-file         | other | client-key-file: expected the key of the certificate",
      })
  void aFileThatCanNotBeUsedStopsTheStart(String setting, String text, String told)
      throws Exception {
    serve(fake -> fake.tls(server().sslContext()));
    Map<String, String> settings = settings(CLIENT);
    String content = "other".equals(text) ? STRANGER.privateKeyPkcs8Pem() : "s3cret " + text;
    settings.put(setting, file("broken", content));
    assertThatThrownBy(() -> new TestContext().provider(eda.url(), settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(told)
        .hasMessageNotContaining("s3cret");
  }
}
