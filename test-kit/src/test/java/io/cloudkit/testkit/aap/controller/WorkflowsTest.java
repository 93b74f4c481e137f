package io.cloudkit.testkit.aap.controller;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkflowsTest {
  private static final User SVC = new User(5, "svc", User.Role.ORDINARY);
  private static final Script TEN_SECONDS =
      Script.quick().takes(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final Controller controller =
      new Controller(
          time,
          ControllerSettings.seeded(new Random(1)).withScript(TEN_SECONDS),
          PlaybookEffect.NONE);
  private final Template network = controller.add(TemplateSpec.job("network"));
  private final Template machine =
      controller.add(TemplateSpec.job("machine").withoutVariablesPrompt());

  private long launch(WorkflowCancel mode) {
    Template workflow =
        controller.add(
            TemplateSpec.workflow("both")
                .node(network)
                .node(machine)
                .script(TEN_SECONDS.onWorkflowCancel(mode)));
    long id = controller.launch(LaunchOrder.of(workflow.id(), provision("u1", "op1"), SVC)).id();
    time.advance(Duration.ofSeconds(2));
    return id;
  }

  private AapStatus status(long job) {
    return controller.job(job).orElseThrow().status();
  }

  private List<AapStatus> children(long workflow) {
    return controller.nodes(workflow).stream()
        .map(NodeRow::job)
        .flatMap(Optional::stream)
        .map(JobRow::status)
        .toList();
  }

  @Test
  void nodesRunOneAfterTheOtherWithTheVariablesOfTheWorkflow() {
    long workflow = launch(WorkflowCancel.TWO_PASS);
    assertThat(status(workflow)).isEqualTo(AapStatus.RUNNING);
    assertThat(children(workflow)).containsExactly(AapStatus.RUNNING);
    time.advance(Duration.ofMinutes(1));
    assertThat(status(workflow)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(children(workflow)).containsExactly(AapStatus.SUCCESSFUL, AapStatus.SUCCESSFUL);
    assertThat(controller.truth().playbooks())
        .allSatisfy(
            playbook -> assertThat(playbook.launch().id()).isEqualTo(Long.toString(workflow)))
        .allSatisfy(playbook -> assertThat(playbook.operation()).isEqualTo("op1"));
    assertThat(controller.truth().duplicates()).isEmpty();
  }

  @Test
  void aFailedNodeFailsTheWorkflow() {
    controller.scriptNext(network.id(), TEN_SECONDS.ends(Ending.fails()));
    long workflow = launch(WorkflowCancel.TWO_PASS);
    time.advance(Duration.ofMinutes(1));
    assertThat(status(workflow)).isEqualTo(AapStatus.FAILED);
    assertThat(controller.nodes(workflow).get(1).job()).isEmpty();
  }

  @Test
  void aCancelledWorkflowIsCanceledOnlyAfterItsChildren() {
    long workflow = launch(WorkflowCancel.TWO_PASS);
    controller.cancel(workflow);
    time.advance(Duration.ofMillis(300));
    assertThat(status(workflow)).isEqualTo(AapStatus.RUNNING);
    assertThat(controller.job(workflow).orElseThrow().canceledOn()).isPresent();
    time.advance(Duration.ofSeconds(2));
    assertThat(status(workflow)).isEqualTo(AapStatus.CANCELED);
    assertThat(children(workflow)).containsExactly(AapStatus.CANCELED);
    assertThat(controller.nodes(workflow).get(1).doNotRun()).isTrue();
    assertThat(controller.truth().running()).isEmpty();
  }

  @Test
  void aLateChildIsSpawnedAfterTheCancelAndThenCancelled() {
    long workflow = launch(WorkflowCancel.SPAWNS_ONE_MORE);
    controller.cancel(workflow);
    time.advance(Duration.ofMillis(250));
    assertThat(children(workflow)).hasSize(2);
    time.advance(Duration.ofSeconds(5));
    assertThat(children(workflow)).containsOnly(AapStatus.CANCELED);
    assertThat(status(workflow)).isEqualTo(AapStatus.CANCELED);
  }

  @Test
  void aWorkflowMayBeCanceledWithAChildLeftRunning() {
    long workflow = launch(WorkflowCancel.LEAVES_A_CHILD);
    controller.cancel(workflow);
    time.advance(Duration.ofSeconds(1));
    assertThat(status(workflow)).isEqualTo(AapStatus.CANCELED);
    assertThat(children(workflow)).containsExactly(AapStatus.RUNNING);
  }

  @Test
  void oldServersMarkChildrenCanceledWhileTheirPlaybooksGoOn() {
    long workflow = launch(WorkflowCancel.FORCES_CHILDREN);
    controller.cancel(workflow);
    time.advance(Duration.ofSeconds(1));
    assertThat(status(workflow)).isEqualTo(AapStatus.CANCELED);
    assertThat(children(workflow)).containsExactly(AapStatus.CANCELED);
    assertThat(controller.truth().running()).hasSize(1);
  }

  @Test
  void aSlicedTemplateMakesAWorkflowJobWhoseSlicesRunTogether() {
    Template sliced = controller.add(TemplateSpec.job("sliced").slices(3));
    JobRow row = controller.launch(LaunchOrder.of(sliced.id(), provision("u1", "op1"), SVC));
    assertThat(row.kind()).isEqualTo(JobKind.WORKFLOW_JOB);
    time.advance(Duration.ofSeconds(2));
    assertThat(controller.truth().running()).hasSize(3);
    time.advance(Duration.ofMinutes(1));
    assertThat(status(row.id())).isEqualTo(AapStatus.SUCCESSFUL);
  }
}
