package io.cloudkit.testkit.aap.controller;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static io.cloudkit.testkit.aap.controller.WorkflowNode.Path.ALWAYS;
import static io.cloudkit.testkit.aap.controller.WorkflowNode.Path.FAILURE;
import static io.cloudkit.testkit.aap.controller.WorkflowNode.Path.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.testkit.aap.controller.WorkflowNode.Edge;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which nodes of a workflow run, and what becomes of it: aap-api.md §5.2, DW:87-175. */
class WorkflowPathsTest {
  private static final User SVC = new User(5, "svc", User.Role.ORDINARY);
  private static final Script SHORT =
      Script.quick().takes(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final Controller controller =
      new Controller(
          time, ControllerSettings.seeded(new Random(1)).withScript(SHORT), PlaybookEffect.NONE);
  private final Template good = controller.add(TemplateSpec.job("good"));
  private final Template bad =
      controller.add(TemplateSpec.job("bad").script(SHORT.ends(Ending.fails())));
  private final Template slow =
      controller.add(TemplateSpec.job("slow").script(SHORT.runsFor(Duration.ofSeconds(30))));

  private static TemplateSpec flow() {
    return TemplateSpec.workflow("flow");
  }

  private static Edge after(String node, WorkflowNode.Path path) {
    return new Edge(node, path);
  }

  private long launch(TemplateSpec spec) {
    Template workflow = controller.add(spec);
    return controller.launch(LaunchOrder.of(workflow.id(), provision("u1", "op1"), SVC)).id();
  }

  private long ended(TemplateSpec spec) {
    long workflow = launch(spec);
    time.advance(Duration.ofMinutes(5));
    return workflow;
  }

  private AapStatus status(long job) {
    return controller.job(job).orElseThrow().status();
  }

  /** What became of each node: the status of its job, never if it is not to run, or nothing. */
  private Map<String, String> nodes(long workflow) {
    Map<String, String> all = new TreeMap<>();
    for (NodeRow node : controller.nodes(workflow)) {
      String otherwise = node.doNotRun() ? "never" : "";
      all.put(node.identifier(), node.job().map(job -> job.status().wire()).orElse(otherwise));
    }
    return all;
  }

  private TemplateSpec rescued(Template first) {
    return flow()
        .node("first", first)
        .node("next", good, after("first", SUCCESS))
        .node("rescue", good, after("first", FAILURE))
        .node("tidy", good, after("first", ALWAYS));
  }

  @Test
  void aFailureThatIsHandledLeavesTheWorkflowSuccessful() {
    long workflow = ended(rescued(bad));
    assertThat(nodes(workflow))
        .containsEntry("first", "failed")
        .containsEntry("next", "never")
        .containsEntry("rescue", "successful")
        .containsEntry("tidy", "successful");
    assertThat(status(workflow)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.job(workflow).orElseThrow().explanation()).isEmpty();
  }

  @Test
  void aSuccessGoesTheOtherWay() {
    long workflow = ended(rescued(good));
    assertThat(nodes(workflow))
        .containsEntry("next", "successful")
        .containsEntry("rescue", "never")
        .containsEntry("tidy", "successful");
    assertThat(status(workflow)).isEqualTo(AapStatus.SUCCESSFUL);
  }

  @Test
  void aChildThatIsCancelledCountsAsFailed() {
    long workflow = launch(rescued(slow));
    time.advance(Duration.ofSeconds(2));
    controller.cancel(controller.nodes(workflow).get(0).job().orElseThrow().id());
    time.advance(Duration.ofMinutes(1));
    assertThat(nodes(workflow))
        .containsEntry("first", "canceled")
        .containsEntry("rescue", "successful");
    assertThat(status(workflow)).isEqualTo(AapStatus.SUCCESSFUL);
  }

  @Test
  void aFailureWithoutAWayFailsTheWorkflowOnceTheOthersAreOver() {
    long workflow = launch(flow().node("a", bad).node("b", slow));
    time.advance(Duration.ofSeconds(10));
    assertThat(status(workflow)).isEqualTo(AapStatus.RUNNING);
    time.advance(Duration.ofMinutes(1));
    assertThat(status(workflow)).isEqualTo(AapStatus.FAILED);
    assertThat(controller.job(workflow).orElseThrow().explanation())
        .isEqualTo("No error handling paths found, marking workflow as failed");
  }

  @Test
  void whatFollowsWhatNeverRunsNeverRunsEither() {
    long workflow =
        ended(
            flow()
                .node("a", bad)
                .node("b", good, after("a", SUCCESS))
                .node("c", good, after("b", ALWAYS)));
    assertThat(nodes(workflow)).containsEntry("b", "never").containsEntry("c", "never");
    assertThat(status(workflow)).isEqualTo(AapStatus.FAILED);
  }

  @Test
  void aNodeWaitsForAllThatMayLeadToItAndRunsAfterAny() {
    TemplateSpec spec =
        flow()
            .node("a", bad)
            .node("b", slow)
            .node("both", good, after("a", SUCCESS), after("b", SUCCESS));
    long workflow = launch(spec);
    time.advance(Duration.ofSeconds(10));
    assertThat(nodes(workflow)).containsEntry("both", "");
    time.advance(Duration.ofMinutes(1));
    assertThat(nodes(workflow)).containsEntry("both", "successful");
  }

  @Test
  void aConvergingNodeNeedsThemAll() {
    Edge[] both = {after("a", SUCCESS), after("b", SUCCESS)};
    long none = ended(flow().node("a", bad).node("b", slow).convergingNode("both", good, both));
    assertThat(nodes(none)).containsEntry("both", "never");
    long all = ended(flow().node("a", good).node("b", slow).convergingNode("both", good, both));
    assertThat(nodes(all)).containsEntry("both", "successful");
    assertThat(controller.nodes(all).get(2).convergence()).isEqualTo(WorkflowNode.Convergence.ALL);
  }

  @Test
  void aNodeWhoseTemplateIsGoneCountsAsFailed() {
    Template gone = controller.add(TemplateSpec.job("gone"));
    TemplateSpec handled = flow().node("a", gone).node("b", good, after("a", FAILURE));
    TemplateSpec unhandled = flow().node("a", gone);
    controller.deleteTemplate(gone.id());
    long first = ended(handled);
    assertThat(nodes(first)).containsEntry("a", "").containsEntry("b", "successful");
    assertThat(status(first)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(status(ended(unhandled))).isEqualTo(AapStatus.FAILED);
  }

  @Test
  void nodesTellWhatTheyLeadTo() {
    long workflow = ended(rescued(good));
    NodeRow first = controller.nodes(workflow).get(0);
    long next = controller.nodes(workflow).get(1).id();
    assertThat(first.next()).hasSize(3);
    assertThat(first.next().get(SUCCESS)).containsExactly(next);
  }

  @Test
  void anEdgeFromNowhereIsRefused() {
    assertThatThrownBy(() -> flow().node("a", good).node("b", good, after("x", SUCCESS)))
        .hasMessage("node b: expected an edge from one of [a], found x: add that node first");
    assertThatThrownBy(() -> flow().node("a", good).node("a", good))
        .hasMessage("'flow' has a node a already");
  }

  @Test
  void aWorkflowAndItsJobsAreCleanedUpEachAtItsTime() {
    long workflow = ended(flow().node("a", slow).node("b", good, after("a", SUCCESS)));
    assertThat(controller.cleanUp(Duration.ofSeconds(299)))
        .as("not what came at 30 s")
        .isEqualTo(2);
    assertThat(controller.job(workflow)).isEmpty();
    assertThat(controller.jobs()).hasSize(1);
  }
}
