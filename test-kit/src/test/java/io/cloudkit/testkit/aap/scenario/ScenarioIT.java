package io.cloudkit.testkit.aap.scenario;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A server is as its scenario says, in time that the test moves. */
class ScenarioIT {
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));

  private FakeAap start(String yaml) {
    return Scenario.read("s.yaml", yaml).start(FakeAap.builder().timeline(time));
  }

  private static JobRow launch(FakeAap aap) {
    long template = aap.controller().templates().get(0).id();
    return aap.controller().launch(LaunchOrder.of(template, provision("u1", "op1"), aap.user()));
  }

  private static AapStatus status(FakeAap aap, JobRow job) {
    return aap.controller().job(job.id()).orElseThrow().status();
  }

  @Test
  void itsManagersAreAsSlowAsItSays() {
    String server = "server: {manager_tick: 20s, manager_commit: 1m}\n";
    try (FakeAap aap = start(server + "templates: [{name: flow, kind: workflow}]")) {
      JobRow job = launch(aap);
      time.advance(Duration.ofSeconds(19));
      assertThat(status(aap, job)).isEqualTo(AapStatus.PENDING);
      time.advance(Duration.ofSeconds(60));
      assertThat(status(aap, job)).isEqualTo(AapStatus.RUNNING);
      time.advance(Duration.ofSeconds(1));
      assertThat(status(aap, job)).isEqualTo(AapStatus.SUCCESSFUL);
    }
  }

  @Test
  void itsJobsAreKeptAsLongAsItSays() {
    try (FakeAap aap = start("server: {jobs_kept: 1h}\ntemplates: [{name: vm}]")) {
      JobRow job = launch(aap);
      time.advance(Duration.ofMinutes(60));
      assertThat(aap.controller().job(job.id())).isPresent();
      time.advance(Duration.ofSeconds(1));
      assertThat(aap.controller().job(job.id())).isEmpty();
    }
  }

  @Test
  void itsWorkflowsGoTheWaysThatItSays() {
    String yaml =
        """
        templates:
        - {name: tidy}
        - {name: bad, playbook: {ends: failed}}
        - name: flow
          kind: workflow
          nodes:
          - bad
          - tidy
          - {name: rescue, template: tidy, after: [{node: node-1, when: failure}]}
          - {name: both, template: tidy, converges: true, after: [{node: node-1, when: always}, {node: node-2}]}
        """;
    try (FakeAap aap = start(yaml)) {
      long flow = aap.controller().templates().get(2).id();
      JobRow job =
          aap.controller().launch(LaunchOrder.of(flow, provision("u1", "op1"), aap.user()));
      time.advance(Duration.ofMinutes(1));
      assertThat(status(aap, job)).isEqualTo(AapStatus.SUCCESSFUL);
      assertThat(aap.controller().nodes(job.id()))
          .extracting(node -> node.identifier() + " " + node.doNotRun())
          .containsExactly("node-1 false", "node-2 true", "rescue false", "both true");
    }
  }

  @Test
  void itsTemplatesTellWhomItSays() {
    String yaml =
        """
        templates:
        - name: vm
          webhooks: [{url: "http://127.0.0.1:1/n", on: [success], user: aap, password: s3cret, message: '{"id": {{ job.id }}}'}]
        """;
    try (FakeAap aap = start(yaml)) {
      JobRow job = launch(aap);
      time.advance(Duration.ofMinutes(1));
      assertThat(aap.notifications().about(job.id()))
          .extracting(sent -> sent.moment() + " " + sent.body())
          .containsExactly("SUCCESS {\"id\":" + job.id() + "}");
    }
  }
}
