package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.WorkflowCancel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever runs for a resource is seen, before its deprovision could run beside it. */
class LiveJobsIT {
  private static final String EDA = "/ansible_eda/event/payload/metadata";
  private static final String OSAC = "/osac_job_vars/resource/metadata";

  private FakeAap aap;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    provider = OneVm.provider(aap.url(), new TestContext(aap::token), Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void aWorkflowStandsForItsJobs() {
    long workflow = runningWorkflow(WorkflowCancel.TWO_PASS);
    assertThat(live("uid-1")).containsExactly("workflow-job-" + workflow);
  }

  @Test
  void aJobThatOutlivedItsWorkflowIsSeen() {
    long workflow = runningWorkflow(WorkflowCancel.LEAVES_A_CHILD);
    aap.controller().cancel(workflow);
    await()
        .until(() -> aap.controller().job(workflow).orElseThrow().status() == AapStatus.CANCELED);

    assertThat(live("uid-1")).containsExactly("job-" + child().id());
  }

  @Test
  void aJobIsFoundByEitherContractOfItsVariables() {
    Template template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    long eda = launch(template, EDA, "uid-1");
    long osac = launch(template, OSAC, "uid-1");
    launch(template, OSAC, "uid-2");
    assertThat(live("uid-1")).containsExactly("job-" + eda, "job-" + osac);
  }

  @Test
  void aJobWhoseVariablesNameNoProperOperationIsSeen() {
    Template template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    ObjectNode variables = variables(EDA, "uid-1");
    variables
        .putObject("cloudkit_operation")
        .put("id", "made by hand")
        .put("claim", "x".repeat(99))
        .put("configVersion", "\n");
    aap.controller().launch(LaunchOrder.of(template.id(), variables, aap.user()));
    assertThat(live("uid-1")).hasSize(1);
  }

  @Test
  void whoAskTogetherShareAReading() throws InterruptedException {
    aap.latency(Duration.ofMillis(500));
    List<Thread> askers = Stream.generate(() -> new Thread(() -> live("uid-1"))).limit(16).toList();
    askers.forEach(Thread::start);
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(aap.requests()).hasSizeLessThan(8);
  }

  @Test
  void aReadingThatBeganBeforeIsNeitherBelievedNorWaitedFor() throws InterruptedException {
    Template template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    aap.next("GET", "*/unified_jobs/").after(Duration.ofSeconds(2)).isSlow();
    Thread before = new Thread(() -> live("uid-1"));
    before.start();
    await().until(() -> !aap.requests().isEmpty());

    long id = launch(template, EDA, "uid-1");

    assertThat(live("uid-1")).containsExactly("job-" + id);
    assertThat(before.isAlive()).isTrue();
    before.join();
  }

  @Test
  void aReadingThatFailedDoesNotKeepTheNextFromSucceeding() {
    aap.next("GET", "*/unified_jobs/").answersHtml(502);
    assertThatThrownBy(() -> live("uid-1"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("502");
    assertThat(live("uid-1")).isEmpty();
  }

  /** AAP did not reach it, and its playbook runs on. */
  @Test
  void aJobThatWasCancelledByForceIsSeenUntilItSettles() {
    long id = launch(untilTold(CancelMode.FORCED), EDA, "uid-1");
    await().until(() -> status(id) == AapStatus.RUNNING);
    aap.controller().cancel(id);
    await().until(() -> status(id) == AapStatus.CANCELED);

    assertThat(live("uid-1")).containsExactly("job-" + id);
    assertThat(live("uid-2")).isEmpty();

    aap.controller().dateEnd(id, aap.controller().now().minus(Duration.ofMinutes(15)));
    assertThat(live("uid-1")).isEmpty();
  }

  @Test
  void aJobWhoseEndIsProvenOrThatNeverBeganIsNotSeen() {
    long failed = launch(untilTold(CancelMode.FORCED), EDA, "uid-1");
    await().until(() -> status(failed) == AapStatus.RUNNING);
    aap.controller().finish(failed, Ending.fails());
    Script pending = Script.quick().takes(Duration.ofHours(1), Duration.ZERO, Duration.ZERO);
    Template later = aap.add(TemplateSpec.job("later").script(pending));
    aap.controller().cancel(launch(later, EDA, "uid-1"));
    await().until(() -> aap.jobs().stream().noneMatch(job -> job.status().isActive()));

    assertThat(live("uid-1")).isEmpty();
  }

  private Template untilTold(CancelMode mode) {
    return aap.add(
        TemplateSpec.job("create-vm")
            .script(Script.quick().untilTold().onCancel(mode, Duration.ZERO)));
  }

  private AapStatus status(long id) {
    return aap.controller().job(id).orElseThrow().status();
  }

  private long runningWorkflow(WorkflowCancel mode) {
    Script untilTold = Script.quick().untilTold();
    Template node = aap.add(TemplateSpec.job("node").script(untilTold));
    Template flow =
        aap.add(TemplateSpec.workflow("flow").node(node).script(untilTold.onWorkflowCancel(mode)));
    long workflow = launch(flow, EDA, "uid-1");
    await()
        .until(
            () ->
                aap.jobs().stream()
                    .anyMatch(
                        job -> job.kind() == JobKind.JOB && job.status() == AapStatus.RUNNING));
    return workflow;
  }

  private JobRow child() {
    return aap.jobs().stream().filter(job -> job.kind() == JobKind.JOB).findFirst().orElseThrow();
  }

  private long launch(Template template, String contract, String uid) {
    ObjectNode variables = variables(contract, uid);
    return aap.controller().launch(LaunchOrder.of(template.id(), variables, aap.user())).id();
  }

  private static ObjectNode variables(String contract, String uid) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = variables;
    for (String step : contract.substring(1).split("/", -1)) {
      metadata = metadata.putObject(step);
    }
    metadata.put("uid", uid);
    return variables;
  }

  private List<String> live(String uid) {
    return provider
        .liveJobs(OneVm.resource(uid))
        .match(jobs -> jobs, reason -> List.<FoundJob>of())
        .stream()
        .map(found -> found.job().id())
        .toList();
  }
}
