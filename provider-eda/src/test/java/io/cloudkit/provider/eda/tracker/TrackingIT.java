package io.cloudkit.provider.eda.tracker;

import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.Instances;
import io.cloudkit.provider.eda.TestContext;
import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.rulebook.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EDA whose jobs can be looked at in AAP. */
class TrackingIT {
  private static final String MACHINE = "machine";

  private final Instances instances = new Instances();
  private final FakeEda eda =
      FakeEda.builder(instances.kubeconfig())
          .script(PlaybookScript.quick().launchesAfter(Duration.ZERO).untilTold())
          .start();
  private final FakeAap aap = FakeAap.start();
  private final Template create =
      aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
  private final Template delete =
      aap.add(TemplateSpec.job("delete-vm").script(Script.quick().ends(Ending.fails())));
  private final Map<String, String> settings = new HashMap<>();

  TrackingIT() {
    settings.put("tracker-url", aap.gatewayUrl());
    settings.put("tracker-provision-template", "create-vm");
    settings.put("tracker-deprovision-template", "delete-vm");
    settings.put("tracker-interval", "50ms");
  }

  @AfterEach
  void stop() {
    aap.close();
    eda.close();
    instances.close();
  }

  private ProvisioningProvider provider(String token) {
    return new TestContext(Map.of("tracker-token", () -> token)).provider(eda.url(), settings);
  }

  /** Posted, and launched in AAP with what came out of the rulebook. */
  private JobQuery launched(ProvisioningProvider provider) {
    LaunchPlan plan =
        new LaunchPlan(
            "eda", "op1", PROVISION, Vm.VERSION, Map.of(), instances.snapshot(MACHINE, PROVISION));
    Deadline sendBy = Deadline.after(Duration.ofMinutes(1), System::nanoTime);
    LaunchRequest request = new LaunchRequest(plan, "claim1", 1, provider.bookmark(plan), sendBy);
    assertThat(words(provider.triggerProvision(request))).startsWith("triggered");
    await().until(() -> eda.jobs().size() == 1);
    return query(request);
  }

  private JobQuery query(LaunchRequest request) {
    return new JobQuery(
        request.job(request.bookmark().orElseThrow()),
        "claim1",
        Vm.VERSION,
        instances.snapshot(MACHINE, PROVISION));
  }

  private long launchedInAap() {
    Event event = eda.events().get(0);
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.putObject("ansible_eda").putObject("event").set("payload", event.payload());
    return aap.controller().launch(LaunchOrder.of(create.id(), variables, aap.user())).id();
  }

  @Test
  void aPlaybookThatFailsIsSeenToFail() {
    try (ProvisioningProvider provider = provider(aap.token())) {
      JobQuery job = launched(provider);
      long id = launchedInAap();
      await().until(() -> words(provider.observe(job)).contains("job " + id + " is running"));

      aap.controller().finish(id, Ending.fails().after(TaskFailure.of("make", "vm-1", "no room")));

      await().until(() -> words(provider.observe(job)).startsWith("Failed settling"));
      await().until(() -> errors(provider.observe(job)).isPresent());
      assertThat(errors(provider.observe(job)).orElseThrow())
          .isEqualTo(
              "task \"make\" failed on host vm-1; see "
                  + aap.url()
                  + "/execution/jobs/playbook/"
                  + id
                  + "/output");
      assertThat(provider.preflight()).isEmpty();
    }
  }

  @Test
  void thatItIsDoneTheResourceProves() {
    try (ProvisioningProvider provider = provider(aap.token())) {
      JobQuery job = launched(provider);
      long id = launchedInAap();
      await().until(() -> words(provider.observe(job)).contains("job " + id + " is running"));
      aap.controller().finish(id, Ending.succeeds());
      await().until(() -> words(provider.observe(job)).contains("job " + id + " succeeded"));
      assertThat(words(provider.observe(job))).startsWith("Running");

      eda.jobs().forEach(each -> eda.goOn(each.id()));
      JobQuery done =
          new JobQuery(job.job(), job.claim(), job.configVersion(), instances.awaitSaid(MACHINE));
      assertThat(words(provider.observe(done)))
          .isEqualTo("Succeeded settling PT30S its playbook says that it is done");
    }
  }

  @Test
  void itIsNotOverWhileAapShowsAnotherJobOfItsEventAlive() {
    try (ProvisioningProvider provider = provider(aap.token())) {
      JobQuery job = launched(provider);
      long first = launchedInAap();
      await().until(() -> words(provider.observe(job)).contains("job " + first + " is running"));
      long second = launchedInAap();
      aap.controller().finish(first, Ending.succeeds());
      await().until(() -> words(provider.observe(job)).contains("job " + second + " (of 2) is "));

      eda.jobs().forEach(each -> eda.goOn(each.id()));
      JobQuery done =
          new JobQuery(job.job(), job.claim(), job.configVersion(), instances.awaitSaid(MACHINE));
      assertThat(words(provider.observe(done)))
          .as("it is as AAP's job is, which may wait yet")
          .matches(
              "(Pending|Waiting|Running) settling PT0S AAP's job "
                  + second
                  + " \\(of 2\\) is \\w+; its playbook says that it is done");

      aap.controller().finish(second, Ending.succeeds());
      await().until(() -> words(provider.observe(done)).startsWith("Succeeded settling PT30S"));
    }
  }

  @Test
  void aWrongTokenIsNamedAndChangesNothing() {
    try (ProvisioningProvider provider = provider("wr0ng-t0ken")) {
      JobQuery job = launched(provider);
      launchedInAap();
      String before = words(provider.observe(job));
      await().until(() -> !aap.requests().isEmpty());
      assertThat(words(provider.observe(job))).isEqualTo(before);
      assertThat(provider.preflight())
          .singleElement()
          .asString()
          .startsWith("WARNING tracker-url")
          .contains("401", "tracker-token")
          .doesNotContain("wr0ng-t0ken");
    }
  }

  @Test
  void aDeprovisionThatFailsKeepsItsResource() {
    try (ProvisioningProvider provider = provider(aap.token())) {
      assertThat(
              words(provider.triggerDeprovision(Vm.vm().deleting().marked().request(DEPROVISION))))
          .endsWith("BLOCK_DELETION");
    }
  }

  @Test
  void anEndOfWhichNothingOnTheResourceTellsAapMayTell() {
    Vm going =
        Vm.vm()
            .deleting()
            .status(
                "deprovisionJob",
                Map.of("id", "eda-webhook-2-unmarked", "blockDeletionOnFailure", true));
    JobQuery job = going.query(DEPROVISION, "eda-webhook-2-unmarked");
    try (ProvisioningProvider provider = provider(aap.token())) {
      assertThat(words(provider.observe(job))).startsWith("Succeeded settling PT30M");
      ObjectNode event = TrackedAap.event(DEPROVISION, going, Vm.OPERATION);
      aap.controller().launch(LaunchOrder.of(delete.id(), event, aap.user()));
      await().until(() -> words(provider.observe(job)).startsWith("Failed"));
    }
  }

  @Test
  void aLaunchWhoseAnswerWasLostIsKnownOnceAapShowsItsJob() {
    Vm vm = Vm.vm();
    UnresolvedLaunch launch = vm.unresolved(PROVISION, "eda-webhook-1", Duration.ofSeconds(1));
    try (ProvisioningProvider provider = provider(aap.token())) {
      assertThat(words(provider.recover(launch))).isEqualTo("tooEarly PT0.1S");
      launched(vm);
      await().until(() -> words(provider.recover(launch)).startsWith("found"));
      assertThat(words(provider.recover(launch))).contains("AAP's job ");
    }
  }

  @Test
  void aLaunchThatAapShowsAfterAllIsNotSentAgain() {
    Vm vm = Vm.vm();
    UnresolvedLaunch old = vm.unresolved(PROVISION, "eda-webhook-1", Duration.ofHours(1));
    try (ProvisioningProvider provider = provider(aap.token())) {
      assertThat(words(provider.recover(old))).startsWith("notLaunched");
      launched(vm);
      await().until(() -> words(provider.recover(old)).startsWith("found"));
    }
  }

  @Test
  void theJobOfAnotherClaimIsNotThatOfALostLaunch() {
    Vm vm = Vm.vm();
    UnresolvedLaunch other = vm.unresolved(PROVISION, "eda-webhook-1", Duration.ofSeconds(1));
    UnresolvedLaunch lost =
        new UnresolvedLaunch(
            other.plan(), "claim2", 1, other.bookmark(), other.unresolvedFor(), other.settle());
    try (ProvisioningProvider provider = provider(aap.token())) {
      launched(vm);
      await().until(() -> words(provider.recover(other)).startsWith("found"));
      assertThat(words(provider.recover(lost))).startsWith("tooEarly");
    }
  }

  private void launched(Vm vm) {
    ObjectNode event = TrackedAap.event(PROVISION, vm, Vm.OPERATION);
    var unused = aap.controller().launch(LaunchOrder.of(create.id(), event, aap.user()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://aap.example, true",
    "https://aap.example, false",
    "http://localhost:8043, false",
    "http://127.0.0.1:8043, false"
  })
  void aTokenThatIsReadOnTheWayIsWarnedOf(String url, boolean isRead) {
    settings.put("tracker-url", url);
    try (ProvisioningProvider provider = provider("t0ken")) {
      assertThat(
              provider.preflight().stream().anyMatch(each -> each.toString().contains("over http")))
          .isEqualTo(isRead);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tracker-url | ftp://h | eda.tracker-url: expected an absolute http or https address",
        "tracker-url | https://h/eda | tracker-url: expected https://host, or it with the path",
        "tracker-url | https://h?x=y | tracker-url: expected it to end with the path, found a query",
        "tracker-url | '' | tracker-token: expected it together with tracker-url, found it alone",
        "tracker-provision-template | '' | tracker-provision-template: expected it together with",
        "tracker-interval | 0s | tracker-interval: expected more than none",
        "tracker-ca-file | /nowhere | tracker-ca-file: expected it with an https address, found"
      })
  void refusesWhatCanNotWork(String setting, String value, String told) {
    settings.put(setting, value);
    settings.values().removeIf(String::isEmpty);
    assertThatThrownBy(() -> provider("t0ken"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(told);
  }

  @Test
  void refusesToLookWithoutAToken() {
    assertThatThrownBy(() -> new TestContext().provider(eda.url(), settings))
        .hasMessage("tracker-token: expected it together with tracker-url, found none");
  }

  private static Optional<String> errors(JobObservation seen) {
    return seen.match(
        JobStatus::errorDetails,
        p -> Optional.empty(),
        h -> Optional.empty(),
        f -> Optional.empty());
  }
}
