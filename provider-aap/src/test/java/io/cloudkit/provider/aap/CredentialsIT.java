package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token, or a user and a password, lets in; each may rotate, and neither is ever shown. */
class CredentialsIT {
  private static final String HTTP_LAUNCH = "*/launch/";
  private static final String PASSWORD = "pä ss:w0rd";
  private static final Map<String, String> AS_SVC = Map.of("user", "svc");

  private final FakeAap aap = FakeAap.start();
  private final AtomicReference<String> password = new AtomicReference<>(PASSWORD);

  @BeforeEach
  void start() {
    aap.add(TemplateSpec.job("create-vm"));
    aap.add(TemplateSpec.job("delete-vm"));
  }

  @AfterEach
  void stop() {
    aap.close();
  }

  @Test
  void aPasswordLetsIn() {
    aap.acceptPassword(PASSWORD, aap.user());
    try (ProvisioningProvider provider = withPassword()) {
      assertThat(launch(provider, "op1")).startsWith("triggered");
    }
  }

  @Test
  void aPasswordThatRotatesIsTakenAtOnce() {
    aap.acceptPassword("second", aap.user());
    try (ProvisioningProvider provider = withPassword()) {
      assertThat(launch(provider, "op1"))
          .contains(
              "does not accept the password of provider aap; check its settings user and password,")
          .doesNotContain(PASSWORD);
      password.set("second");
      assertThat(launch(provider, "op2")).startsWith("triggered");
    }
  }

  @Test
  void aQuestionIsAskedAgainWithTheTokenThatTookThePlaceOfAnother() {
    AtomicInteger reads = new AtomicInteger();
    Supplier<String> rotating = () -> reads.incrementAndGet() == 1 ? "old" : aap.token();
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(rotating), Map.of())) {
      assertThat(launch(provider, "op1")).startsWith("triggered");
    }
  }

  @Test
  void aLaunchWhoseTokenWasReplacedMeanwhileWaits() {
    AtomicInteger reads = new AtomicInteger();
    Supplier<String> rotating = () -> reads.incrementAndGet() == 2 ? "old" : aap.token();
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(rotating), Map.of())) {
      // the first look is for the template
      assertThat(launch(provider, "op1"))
          .startsWith("waiting")
          .contains("has been replaced meanwhile");
      assertThat(launch(provider, "op1")).startsWith("triggered");
    }
  }

  @Test
  void withoutAGatewayA401IsARefusal() {
    try (ProvisioningProvider provider = withToken(aap.apiUrl(), new AtomicLong())) {
      refuseLaunches(1);
      assertThat(launch(provider, "op1"))
          .startsWith("rejected Unauthorized")
          .contains("does not accept the token of provider aap; check its setting token")
          .doesNotContain(aap.token());
    }
  }

  @Test
  void behindAGatewayA401PassesUnlessItLasts() {
    AtomicLong nanos = new AtomicLong();
    try (ProvisioningProvider provider = withToken(aap.gatewayUrl(), nanos)) {
      refuseLaunches(4);
      assertThat(launch(provider, "op1")).startsWith("waiting").contains("gateway");
      // the template is remembered: nothing else is asked, and nobody let in, between the launches
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(100));
      assertThat(launch(provider, "op1")).startsWith("waiting");
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(21));
      assertThat(launch(provider, "op1")).startsWith("rejected Unauthorized");

      assertThat(provider.preflight()).isNotEmpty();
      assertThat(launch(provider, "op2")).as("it was let in since").startsWith("waiting");
      assertThat(aap.jobs()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PASSWORD, "with \"quotes\" and \\", "4711"})
  void whatAapRepeatsIsNotShown(String secret) {
    password.set(secret);
    aap.acceptPassword(secret, aap.user());
    String basic = Credentials.basic("svc", secret);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", 4711);
    body.putArray("detail").add("no " + secret + " and no " + basic);
    aap.next("POST", HTTP_LAUNCH).answers(403, body.toString());
    try (ProvisioningProvider provider = withPassword()) {
      assertThat(launch(provider, "op1"))
          .startsWith("rejected Unauthorized")
          .contains("no *** and no Basic ***")
          .doesNotContain("quotes");
    }
  }

  @Test
  void theSettingIsNamedAsItWasSet() {
    Map<String, Supplier<String>> token = Map.of("token-file", () -> "wrong");
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), TestContext.of(token), Map.of())) {
      assertThat(launch(provider, "op1"))
          .contains("does not accept the token of provider aap; check token-file");
    }
    Map<String, Supplier<String>> secret = Map.of("password-file", () -> "wrong");
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), TestContext.of(secret), AS_SVC)) {
      assertThat(launch(provider, "op1"))
          .contains("does not accept the password of provider aap; check user and password-file,");
    }
    Map<String, Supplier<String>> garbled = Map.of("token-file", () -> "to\nken");
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), TestContext.of(garbled), Map.of())) {
      assertThat(launch(provider, "op1"))
          .contains("the token of provider aap: expected printable", "; correct token-file")
          .doesNotContain("ken\n");
    }
  }

  @Test
  void aBlankAroundATokenMakesItNoOther() {
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(() -> aap.token() + " "), Map.of())) {
      refuseLaunches(1);
      assertThat(launch(provider, "op1")).startsWith("rejected Unauthorized");
      assertThat(launch(provider, "op1")).startsWith("triggered");
    }
  }

  @Test
  void aSecretThatCanNotBeReadSendsNothing() {
    AtomicInteger reads = new AtomicInteger();
    Supplier<String> once =
        () -> {
          if (reads.incrementAndGet() == 2) {
            throw new ProviderException("token: its file can not be read");
          }
          return aap.token();
        };
    try (ProvisioningProvider provider =
        OneVm.provider(aap.url(), new TestContext(once), Map.of())) {
      assertThat(launch(provider, "op1"))
          .startsWith("waiting")
          .contains("token: its file can not be read");
    }
  }

  @Test
  void aLookForTheTemplateIsRefusedAsALaunchIs() {
    AtomicLong nanos = new AtomicLong();
    try (ProvisioningProvider direct = withWrongToken(aap.apiUrl(), nanos);
        ProvisioningProvider behind = withWrongToken(aap.gatewayUrl(), nanos)) {
      assertThat(launch(direct, "op1"))
          .startsWith("rejected Unauthorized")
          .contains("does not accept the token of provider aap; check its setting token");
      assertThat(launch(behind, "op1")).startsWith("waiting").contains("gateway");
      nanos.addAndGet(Credentials.MAY_PASS.toNanos());
      assertThat(launch(behind, "op1")).startsWith("rejected Unauthorized");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "       |     |          | token: expected a token, or user and password instead; found"
            + " none",
        " t0ken | svc |          | token: expected it, or user and password, found both",
        " t0ken |     | s3cret   | token: expected it, or user and password, found both",
        "       | svc |          | password: expected that of the user, found none",
        "       |     | s3cret   | user: expected whose password is set, found none",
        "       | a:b | s3cret   | user: expected a name without a colon",
      })
  void halfOrTwiceIsRefusedAtTheStart(String token, String user, String secret, String why) {
    Map<String, Supplier<String>> secrets = new HashMap<>();
    if (token != null) {
      secrets.put("token", () -> token);
    }
    if (secret != null) {
      secrets.put("password", () -> secret);
    }
    ProviderContext context = TestContext.of(secrets);
    Map<String, String> settings = user == null ? Map.of() : Map.of("user", user);
    assertThatThrownBy(() -> OneVm.provider(aap.url(), context, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  private void refuseLaunches(int times) {
    aap.next("POST", HTTP_LAUNCH).times(times).answers(AapApi.unauthorized());
  }

  private ProvisioningProvider withPassword() {
    return OneVm.provider(aap.url(), TestContext.of(Map.of("password", password::get)), AS_SVC);
  }

  private ProvisioningProvider withToken(String url, AtomicLong passed) {
    return withToken(url, aap::token, passed);
  }

  private static ProvisioningProvider withWrongToken(String url, AtomicLong passed) {
    return withToken(url, () -> "wrong", passed);
  }

  private static ProvisioningProvider withToken(
      String url, Supplier<String> token, AtomicLong passed) {
    return OneVm.provider(
        url,
        new TestContext(token, Runnable::run, () -> System.nanoTime() + passed.get()),
        Map.of());
  }

  private static String launch(ProvisioningProvider provider, String operation) {
    return words(provider.triggerProvision(request(operation)));
  }
}
