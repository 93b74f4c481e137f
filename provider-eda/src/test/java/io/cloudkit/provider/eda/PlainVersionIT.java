package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Playbooks that write the version by a way of their own, without the claim. */
class PlainVersionIT {
  private static final String MACHINE = "machine";
  private static final Map<String, String> ACCEPTED = Map.of("accept-plain-version", "true");

  private final Instances instances = new Instances();
  private final FakeEda eda =
      FakeEda.builder(instances.kubeconfig())
          .script(
              PlaybookScript.quick()
                  .launchesAfter(Duration.ZERO)
                  .runsFor(Duration.ZERO)
                  .annotates(Vm.VERSION))
          .start();

  @AfterEach
  void stop() {
    eda.close();
    instances.close();
  }

  @Test
  void theVersionAloneTellsTheEndWhereItIsAccepted() {
    JobQuery job = launched(ACCEPTED, "op1", "claim1");
    assertThat(job.job().id()).isEqualTo("eda-webhook-2-plain");
    assertThat(observed(job))
        .startsWith("Succeeded settling PT30S")
        .endsWith("by the version alone (accept-plain-version)");
  }

  @Test
  void theVersionAloneTellsNothingUnlessItIsAccepted() {
    JobQuery job = launched(Map.of(), "op1", "claim1");
    assertThat(observed(job)).startsWith("Running").endsWith("see accept-plain-version");
  }

  @Test
  void whatWasSaidBeforeTheLaunchTellsNothingOfIt() {
    launched(ACCEPTED, "op1", "claim1");
    JobQuery again = launched(ACCEPTED, "op2", "claim2");
    assertThat(again.job().id()).isEqualTo("eda-webhook-2");
    assertThat(observed(again)).startsWith("Running").endsWith("see accept-plain-version");
  }

  @Test
  void aDeprovisionIsToldByTheFinalizerAsEver() {
    try (ProvisioningProvider provider = provider(ACCEPTED)) {
      assertThat(provider.bookmark(vm().deleting().marked().plan(DEPROVISION)))
          .contains("eda-webhook-2");
      assertThat(provider.bookmark(vm().deleting().plan(DEPROVISION)))
          .contains("eda-webhook-2-unmarked");
    }
  }

  @Test
  void whatIsLostIsSaidAtTheStart() {
    try (ProvisioningProvider provider = provider(ACCEPTED)) {
      assertThat(provider.preflight())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.severity()).isEqualTo(Finding.Severity.WARNING);
                assertThat(found.subject()).isEqualTo("accept-plain-version");
              });
    }
    try (ProvisioningProvider provider = provider(Map.of())) {
      assertThat(provider.preflight()).isEmpty();
    }
  }

  private ProvisioningProvider provider(Map<String, String> settings) {
    return new TestContext().provider(eda.url(), settings);
  }

  /** A job whose playbook has come to its end. */
  private JobQuery launched(Map<String, String> settings, String operation, String claim) {
    try (ProvisioningProvider provider = provider(settings)) {
      LaunchPlan plan =
          new LaunchPlan(
              "eda",
              operation,
              PROVISION,
              Vm.VERSION,
              Map.of(),
              instances.snapshot(MACHINE, PROVISION));
      LaunchRequest request =
          new LaunchRequest(
              plan,
              claim,
              1,
              provider.bookmark(plan),
              Deadline.after(Duration.ofMinutes(1), System::nanoTime));
      assertThat(words(provider.triggerProvision(request))).startsWith("triggered");
      await()
          .until(
              () ->
                  eda.jobs().stream()
                      .filter(job -> job.event().claim().equals(claim))
                      .anyMatch(job -> job.state() == EdaJob.State.SUCCEEDED));
      String id = request.bookmark().orElseThrow();
      return new JobQuery(
          request.job(id), claim, Vm.VERSION, instances.snapshot(MACHINE, PROVISION));
    }
  }

  private String observed(JobQuery job) {
    try (ProvisioningProvider provider = provider(Map.of())) {
      return words(provider.observe(job));
    }
  }
}
