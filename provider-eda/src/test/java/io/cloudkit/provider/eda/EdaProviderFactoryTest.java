package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdaProviderFactoryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "required-fields      | spec..x        | required-fields: expected paths such as",
        "required-fields      | spec.a, ,b     | required-fields: expected paths such as",
        "max-job-duration     | 25m            | max-job-duration: expected more than delivery-bound",
        "delivery-bound      | 0s             | delivery-bound: expected more than none",
        "playbook-finalizer  | cloudkit.openshift.io/computeinstance | playbook-finalizer: expected the"
            + " finalizer that the playbook adds, found the operator's own",
        "playbook-finalizer  | orphan         | playbook-finalizer: expected the finalizer that",
        "playbook-finalizer  | bla/x/y        | playbook-finalizer: expected a name of Kubernetes",
        "playbook-finalizer  | Bla/x          | playbook-finalizer: expected a name of Kubernetes",
        "playbook-finalizer  | x y            | playbook-finalizer: expected a name of Kubernetes",
        "reconciled-annotation | bla/x/y      | reconciled-annotation: expected a name of Kubernetes",
        "reconciled-annotation | cloudkit.openshift.io/hold | reconciled-annotation: expected the"
            + " annotation that the playbook writes, found one that means something else",
        "reconciled-annotation | launch-options.cloudkit.openshift.io/x | reconciled-annotation:"
            + " expected the annotation that the playbook writes",
        "tracker-settle      | 5m             | tracker-settle: expected it together with tracker-url",
        "deprovision-webhook  | http://h/create-compute-instance | deprovision-webhook: expected"
            + " another address than provision-webhook, found the same",
        "provision-webhook    | http://h/x/    | provision-webhook: expected the path",
        "auth-header         | Host           | auth-header: expected the name of a header that is",
        "hmac-header          | x y            | hmac-header: expected the name of a header that is",
        "hmac-header          | authorization  | hmac-header: expected another header than the one",
        "hmac-algorithm       | sha257         | eda.hmac-algorithm: expected one of sha1, sha224",
        "hmac-encoding        | Hex            | eda.hmac-encoding: expected one of hex, base64",
        "hmac-prefix          | sha256\u00e9= | hmac-prefix: expected printable ASCII characters",
        "user                 | me             | user: expected it together with password",
        "ca-file              | /nowhere       | ca-file: expected it with an https address",
        "client-key-file      | /nowhere       | client-certificate-file: expected it together with"
      })
  void refusesWhatCanNotWork(String setting, String value, String told) {
    TestContext context =
        new TestContext(Map.of("token", () -> "t0ken", "hmac-secret", () -> "k3y"));
    assertThatThrownBy(() -> context.provider("http://h", Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(told);
  }

  @ParameterizedTest
  @CsvSource({
    "auth-header, X-Token, 'token, or user and password'",
    "hmac-header, X-Sign, hmac-secret",
    "hmac-algorithm, sha512, hmac-secret",
    "hmac-encoding, base64, hmac-secret",
    "hmac-prefix, sha256=, hmac-secret"
  })
  void refusesWhatWouldDoNothing(String setting, String value, String missing) {
    assertThatThrownBy(() -> new TestContext().provider("http://h", Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(setting + ": expected it together with " + missing + ", found it alone");
  }

  @Test
  void whatIsAsItIsByDefaultMayBeSaid() {
    new TestContext()
        .provider(
            "http://h",
            Map.of(
                "auth-header",
                "authorization",
                "hmac-header",
                "X-Hub-Signature-256",
                "hmac-algorithm",
                "sha256",
                "hmac-encoding",
                "hex"))
        .close();
  }

  @ParameterizedTest
  @CsvSource({"example.com/made, example.com/Is_at.v1", "made, is-at"})
  void namesOfSignsMayBeOnesOwn(String finalizer, String annotation) {
    new TestContext()
        .provider(
            "http://h",
            Map.of("playbook-finalizer", finalizer, "reconciled-annotation", annotation))
        .close();
  }

  @Test
  void saysWhatEdaCanNotDo() {
    try (ProvisioningProvider provider = new TestContext().provider("http://h", Map.of())) {
      ProviderTraits traits = provider.traits();
      assertThat(traits.watch()).isEqualTo(ProviderTraits.Watch.SIGNALLED);
      assertThat(traits.callTimeout()).isEqualTo(Duration.ofSeconds(10));
      assertThat(traits.lateCommit()).isEqualTo(Duration.ofMinutes(25));
      assertThat(traits.maxJobDuration()).isEqualTo(Duration.ofMinutes(30));
      assertThat(traits.canCancel() || traits.canSearch() || traits.deduplicates()).isFalse();
    }
  }

  @Test
  void theNamesOfTheOtherGroupCanBeGiven() {
    Map<String, String> names =
        Map.of(
            "playbook-finalizer", "osac.openshift.io/computeinstance-aap",
            "reconciled-annotation", "osac.openshift.io/reconciled-config-version");
    try (ProvisioningProvider osac = new TestContext().provider("http://h", names)) {
      Vm began = vm().with("finalizers", List.of("osac.openshift.io/computeinstance-aap"));
      Vm done = vm().annotated("osac.openshift.io/reconciled-config-version", "v1-00.claim1");
      assertThat(seen(osac, began)).startsWith("Running settling PT0S its playbook began");
      assertThat(seen(osac, done)).startsWith("Succeeded");
      assertThat(seen(osac, vm().marked().saying("v1-00.claim1"))).startsWith("Unknown");
      assertThat(seen(osac, began.deleting(), JobType.DEPROVISION)).startsWith("Unknown");
      assertThat(seen(osac, vm().marked().deleting(), JobType.DEPROVISION))
          .as("another group's finalizer")
          .startsWith("Succeeded");
    }
  }

  private static String seen(ProvisioningProvider provider, Vm vm) {
    return seen(provider, vm, JobType.PROVISION);
  }

  private static String seen(ProvisioningProvider provider, Vm vm, JobType type) {
    return words(provider.observe(vm.query(type, "eda-webhook-1")));
  }

  @Test
  void whatLetsUsInIsASecret() {
    assertThat(
            new EdaProviderFactory()
                .properties().stream().filter(ConfigProperty::isSecret).map(ConfigProperty::name))
        .containsExactly("token", "password", "hmac-secret", "tracker-token");
  }

  @Test
  void oneIdentityIsShown() {
    TestContext both = new TestContext(Map.of("token", () -> "t0ken", "password", () -> "s3cret"));
    assertThatThrownBy(() -> both.provider("http://h", Map.of("user", "me")))
        .hasMessage("token: expected it, or user and password, found both; remove one of them");
    TestContext password = new TestContext(Map.of("password", () -> "s3cret"));
    assertThatThrownBy(() -> password.provider("http://h", Map.of("user", "a:b")))
        .hasMessage("user: expected a name without a colon, found one");
  }

  @Test
  void isFoundOnTheClassPath() throws IOException {
    String entry = "META-INF/services/io.cloudkit.provisioning.spi.ProvisioningProviderFactory";
    try (InputStream in = EdaProviderFactory.class.getClassLoader().getResourceAsStream(entry)) {
      assertThat(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo(EdaProviderFactory.class.getName());
    }
  }
}
