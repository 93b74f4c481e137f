package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.connection.HmacSignature;
import io.cloudkit.provider.eda.connection.Proof;
import io.cloudkit.provider.eda.event.Payload;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.rulebook.Hmac;
import io.cloudkit.testkit.eda.rulebook.Hmac.Encoding;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByPassword;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.BySignature;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByToken;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to be let in: accepted, refused with what to look at, and never shown. */
class CredentialsIT {
  private static final String RIGHT = "r1ght s3cret";
  private static final String WRONG = "wr0ng \"s3cret\"";

  private static Instances instances;

  /** The secret's setting and the others, and what is told of a wrong one. */
  record Row(
      UnaryOperator<FakeEdaBuilder> receiver,
      String secret,
      Map<String, String> settings,
      String remedy,
      String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> ways() {
    Hmac hmac = Hmac.of(RIGHT);
    String signature = "check hmac-secret, hmac-algorithm, hmac-encoding, hmac-prefix, hmac-header";
    return Stream.of(
        new Row(
            fake -> fake.webhook(settings -> settings.withToken(RIGHT)),
            "token",
            Map.of(),
            "401 \"Invalid authorization token\": check token, auth-header",
            "webhook, bearer"),
        new Row(
            fake -> fake.webhook(settings -> settings.withHmac(RIGHT)),
            "hmac-secret",
            Map.of(),
            "401 \"HMAC verification failed\": " + signature,
            "webhook, signature"),
        new Row(
            fake ->
                fake.webhook(
                    settings ->
                        settings.withHmac(hmac.in("X-Sign").by("sha3_256", Encoding.BASE64))),
            "hmac-secret",
            Map.of(
                "hmac-header",
                "x-sign",
                "hmac-algorithm",
                "sha3_256",
                "hmac-encoding",
                "base64",
                "hmac-prefix",
                "sha3_256="),
            "401 \"HMAC verification failed\": " + signature,
            "webhook, another signature"),
        new Row(
            stream(new ByToken("Authorization", RIGHT)),
            "token",
            Map.of(),
            "403 \"Token mismatch, check your token\": check token, auth-header",
            "event stream, bearer"),
        new Row(
            stream(new ByToken("X-Gitlab-Token", RIGHT)),
            "token",
            Map.of("auth-header", "X-Gitlab-Token"),
            "403 \"Token mismatch, check your token\": check token, auth-header",
            "event stream, token in a header of its own"),
        new Row(
            stream(new ByPassword("me", RIGHT)),
            "password",
            Map.of("user", "me"),
            "403 \"Credential mismatch\": check password, user",
            "event stream, password"),
        new Row(
            stream(new BySignature(hmac.by("sha256", Encoding.BASE64))),
            "hmac-secret",
            Map.of("hmac-encoding", "base64"),
            "403 \"Signature mismatch, check your payload and secret\": " + signature,
            "event stream, signature"),
        new Row(
            stream(
                new BySignature(
                    hmac.in("X-Hub-Signature-512").by("sha512", Encoding.HEX).after("sha512="))),
            "hmac-secret",
            Map.of(
                "hmac-header",
                "X-Hub-Signature-512",
                "hmac-algorithm",
                "sha512",
                "hmac-prefix",
                "sha512="),
            "403 \"Signature mismatch, check your payload and secret\": " + signature,
            "event stream, signature as GitHub's"));
  }

  private static UnaryOperator<FakeEdaBuilder> stream(StreamAuthentication how) {
    return fake -> fake.eventStreams(StreamSettings.with(how));
  }

  @BeforeAll
  static void start() {
    instances = new Instances();
  }

  @AfterAll
  static void stop() {
    instances.close();
  }

  private static FakeEda fake(Row row) {
    return row.receiver().apply(FakeEda.builder(instances.kubeconfig())).start();
  }

  private static ProvisioningProvider provider(Row row, FakeEda eda, ProviderContext context) {
    Map<String, String> all = new HashMap<>(row.settings());
    all.put("provision-webhook", eda.createUrl());
    all.put("deprovision-webhook", eda.deleteUrl());
    return ((TestContext) context).provider(eda.url(), all);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aSecretLetsInUntilItIsReplacedAndAgainOnceItIsReplacedHere(Row row) {
    AtomicReference<String> secret = new AtomicReference<>(RIGHT);
    TestContext context = new TestContext(Map.of(row.secret(), secret::get));
    try (FakeEda eda = fake(row);
        ProvisioningProvider provider = provider(row, eda, context)) {
      // one whose text is longer in bytes than in characters
      Vm vm = vm().spec("note", "ü😀\u007f");
      assertThat(words(provider.triggerProvision(vm.request(PROVISION)))).startsWith("triggered");
      assertThat(provider.preflight())
          .as("an event stream tells nothing of its credential")
          .hasSize(row.name().startsWith("webhook") ? 0 : 2)
          .allMatch(finding -> finding.severity() == Finding.Severity.INFO);
      secret.set(WRONG);
      assertThat(words(provider.triggerProvision(vm.request(PROVISION))))
          .startsWith("rejected Unauthorized provision-webhook answered " + row.remedy())
          .doesNotContain(WRONG);
      secret.set(RIGHT);
      assertThat(words(provider.triggerProvision(vm.request(PROVISION)))).startsWith("triggered");
      assertThat(eda.events()).hasSize(2);
      assertThat(eda.events().get(0).headers().toString()).doesNotContain(RIGHT);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whoShowsNothingIsToldWhatThereIsToShow(Row row) {
    try (FakeEda eda = fake(row);
        ProvisioningProvider provider =
            new TestContext()
                .provider(
                    eda.url(),
                    Map.of(
                        "provision-webhook",
                        eda.createUrl(),
                        "deprovision-webhook",
                        eda.deleteUrl()))) {
      assertThat(words(provider.triggerProvision(vm().request(PROVISION))))
          .startsWith("rejected Unauthorized provision-webhook answered 40")
          .endsWith(
              "set token, hmac-secret, user and password, or client-certificate-file, as it asks"
                  + " for");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatIsRepeatedIsNotShown(Row row) {
    TestContext context = new TestContext(Map.of(row.secret(), () -> WRONG));
    try (FakeEda eda = fake(row);
        ProvisioningProvider provider = provider(row, eda, context)) {
      String shown = shown(row);
      String question = "what is " + shown + " or " + WRONG + "?";
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("detail", question);
      for (HttpAnswer answer :
          new HttpAnswer[] {HttpAnswer.text(403, question), HttpAnswer.json(403, document)}) {
        eda.next("POST", "*").answers(answer);
        assertThat(words(provider.triggerProvision(vm().request(PROVISION))))
            .startsWith("rejected Unauthorized")
            .contains("what is ***")
            .doesNotContain(shown)
            .satisfies(
                told -> {
                  // what signs is never sent, so that nobody can repeat it
                  if (!row.secret().equals("hmac-secret")) {
                    assertThat(told).doesNotContain(WRONG);
                  }
                });
      }
    }
  }

  @Test
  void anEventStreamPassesATokenOnThatItDidNotAskFor() {
    Row row =
        new Row(
            stream(new BySignature(Hmac.of(RIGHT))),
            "hmac-secret",
            Map.of(),
            "",
            "event stream, token beside a signature");
    TestContext context =
        new TestContext(Map.of("hmac-secret", () -> RIGHT, "token", () -> "t0ken"));
    try (FakeEda eda = fake(row);
        ProvisioningProvider provider = provider(row, eda, context)) {
      assertThat(words(provider.triggerProvision(vm().request(PROVISION)))).startsWith("triggered");
      assertThat(eda.events().get(0).headers().toString()).contains("t0ken");
      assertThat(provider.preflight())
          .filteredOn(finding -> finding.severity() != Finding.Severity.INFO)
          .singleElement()
          .hasToString(
              "WARNING token: an event stream that asks for a signature or a certificate may pass"
                  + " the header Authorization on to its rules, and they to the variables of the"
                  + " jobs, where people read the token; show one of them alone, or let the event"
                  + " stream name the headers that it passes on");
    }
  }

  /** What is in the header, as far as it is a secret. */
  private static String shown(Row row) {
    return switch (row.secret()) {
      case "token" -> WRONG;
      case "password" ->
          Base64.getEncoder().encodeToString(("me:" + WRONG).getBytes(StandardCharsets.UTF_8));
      default -> signature(row);
    };
  }

  private static String signature(Row row) {
    HmacSignature made =
        new HmacSignature(
            new Proof.Named("hmac-secret", () -> WRONG),
            "x",
            row.settings().getOrDefault("hmac-algorithm", "sha256"),
            HmacSignature.Encoding.of(row.settings().getOrDefault("hmac-encoding", "hex")),
            "");
    return made.value(Payload.of(vm().request(PROVISION)).toByteArray());
  }
}
