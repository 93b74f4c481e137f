package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secret in the spec does not reach AAP, and its person is told what to do. */
class SecretLaunchIT {
  private FakeAap aap;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("create-vm"));
    aap.add(TemplateSpec.job("delete-vm"));
  }

  @AfterEach
  void stop() {
    aap.close();
  }

  @Test
  void aProvisionIsRefusedWithoutAskingAap() {
    try (ProvisioningProvider provider = provider(Map.of())) {
      String said = Words.words(provider.triggerProvision(request(JobType.PROVISION, "password")));
      assertThat(said)
          .startsWith(
              "rejected InvalidRequest spec.templateParameters.password looks like a secret")
          .contains("template \"create-vm\" a credential of AAP", "refused-variables")
          .doesNotContain("hunter2");
    }
    assertThat(aap.requests()).isEmpty();
  }

  @Test
  void theRemedyIsToldHoweverLongTheNames() {
    String name = "x".repeat(300);
    try (ProvisioningProvider provider = provider(Map.of("provision-template", name))) {
      String key = name + "_password";
      assertThat(Words.words(provider.triggerProvision(request(JobType.PROVISION, key))))
          .endsWith("(or see refused-variables)");
    }
  }

  @Test
  void aDeprovisionTakesAwayWhatWasMadeBefore() {
    try (ProvisioningProvider provider = provider(Map.of())) {
      String said =
          provider
              .triggerDeprovision(request(JobType.DEPROVISION, "password"))
              .match(
                  (job, status, onFailure) -> "triggered",
                  (reason, after) -> reason,
                  reason -> reason,
                  (kind, reason) -> reason);
      assertThat(said).isEqualTo("triggered");
    }
  }

  @Test
  void aPersonCanSwitchItOff() {
    try (ProvisioningProvider provider = provider(Map.of("refused-variables", "none"))) {
      ProvisionResult result = provider.triggerProvision(request(JobType.PROVISION, "password"));
      assertThat(Words.words(result)).startsWith("triggered");
    }
  }

  @Test
  void aListThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> provider(Map.of("refused-variables", "pass word")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aap.refused-variables: expected: ");
  }

  private ProvisioningProvider provider(Map<String, String> settings) {
    return OneVm.provider(aap.url(), new TestContext(aap::token), settings);
  }

  private static LaunchRequest request(JobType type, String parameter) {
    ResourceSnapshot resource =
        ResourceSnapshot.of(
            Map.of(
                "apiVersion",
                "cloudkit.openshift.io/v1alpha1",
                "kind",
                "ComputeInstance",
                "metadata",
                Map.of("name", "vm", "namespace", "ns", "uid", "uid-1"),
                "spec",
                Map.of("templateParameters", "{\"" + parameter + "\":\"hunter2\"}")));
    return new LaunchRequest(
        new LaunchPlan("aap", "op1", type, "v1-00", Map.of(), resource),
        "claim",
        1,
        Optional.empty(),
        Deadline.after(Duration.ofMinutes(1), System::nanoTime));
  }
}
