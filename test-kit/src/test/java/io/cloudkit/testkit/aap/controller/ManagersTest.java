package io.cloudkit.testkit.aap.controller;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.controller.ControllerSettings.Managers;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Managers that look every 20 s, and are seen to have looked a minute later: aap-api.md §5.9. */
class ManagersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final User SVC = new User(5, "svc", User.Role.ORDINARY);
  private static final Script SHORT =
      Script.quick().takes(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
  private static final Duration TICK = Duration.ofSeconds(20);
  private static final Duration COMMIT = Duration.ofMinutes(1);

  private final ManualTimeline time = new ManualTimeline(START);

  private Controller controller(Duration commit) {
    return new Controller(
        time,
        ControllerSettings.seeded(new Random(1))
            .withScript(SHORT)
            .withManagers(new Managers(TICK, commit)),
        PlaybookEffect.NONE);
  }

  private static long launch(Controller controller, TemplateSpec spec) {
    Template template = controller.add(spec);
    return controller.launch(LaunchOrder.of(template.id(), provision("u1", "op1"), SVC)).id();
  }

  private static AapStatus status(Controller controller, long job) {
    return controller.job(job).orElseThrow().status();
  }

  private void passUntil(int second) {
    time.advance(Duration.between(time.now(), START.plusSeconds(second)));
  }

  @Test
  void aJobIsPendingUntilTheNextTick() {
    Controller controller = controller(Duration.ZERO);
    passUntil(3);
    long job = launch(controller, TemplateSpec.job("vm"));
    passUntil(19);
    assertThat(status(controller, job)).isEqualTo(AapStatus.PENDING);
    passUntil(20);
    assertThat(status(controller, job)).isEqualTo(AapStatus.RUNNING);
    passUntil(21);
    assertThat(status(controller, job)).as("needs no manager").isEqualTo(AapStatus.SUCCESSFUL);
  }

  @Test
  void eachStepOfAWorkflowTakesATick() {
    Controller controller = controller(Duration.ZERO);
    Template child = controller.add(TemplateSpec.job("child"));
    long workflow = launch(controller, TemplateSpec.workflow("flow").node(child).node(child));
    passUntil(20);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.RUNNING);
    passUntil(59);
    assertThat(controller.nodes(workflow).get(1).job()).as("the first ran from 40 to 41").isEmpty();
    passUntil(60);
    assertThat(controller.nodes(workflow).get(1).job()).isPresent();
    passUntil(99);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.RUNNING);
    passUntil(100);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.SUCCESSFUL);
  }

  @Test
  void aCancelledWorkflowTakesTwoTicks() {
    Controller controller = controller(Duration.ZERO);
    Template child = controller.add(TemplateSpec.job("child").script(SHORT.untilTold()));
    long workflow = launch(controller, TemplateSpec.workflow("flow").node(child));
    passUntil(45);
    controller.cancel(workflow);
    passUntil(62);
    assertThat(controller.nodes(workflow).get(0).job().map(JobRow::status))
        .contains(AapStatus.CANCELED);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.RUNNING);
    passUntil(80);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.CANCELED);
  }

  @Test
  void theEndOfAWorkflowIsSeenWhenItIsCommitted() {
    Controller controller = controller(COMMIT);
    long workflow = launch(controller, TemplateSpec.workflow("flow"));
    passUntil(79);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.RUNNING);
    assertThat(controller.job(workflow).flatMap(JobRow::finished)).isEmpty();
    passUntil(80);
    assertThat(status(controller, workflow)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.job(workflow).flatMap(JobRow::finished))
        .isEqualTo(Optional.of(START.plusSeconds(20)));
  }

  @Test
  void aJobThatFailedBeforeItsStartIsSeenWhenItIsCommitted() {
    Controller controller = controller(COMMIT);
    long job =
        launch(
            controller,
            TemplateSpec.job("vm")
                .script(SHORT.ends(Ending.failsBeforeStart("Previous Task Failed: {}"))));
    passUntil(79);
    assertThat(status(controller, job)).isEqualTo(AapStatus.PENDING);
    passUntil(80);
    assertThat(status(controller, job)).isEqualTo(AapStatus.FAILED);
    assertThat(controller.job(job).flatMap(JobRow::finished))
        .isEqualTo(Optional.of(START.plusSeconds(20)));
  }

  @Test
  void whatWasConcludedOfAJobThatIsSentBackIsNotCommitted() {
    Controller controller = controller(COMMIT);
    long job =
        launch(
            controller,
            TemplateSpec.job("vm")
                .script(SHORT.ends(Ending.failsBeforeStart("Previous Task Failed: {}"))));
    passUntil(70);
    controller.sendBackToPending(job);
    passUntil(80);
    assertThat(status(controller, job)).as("the word of before").isEqualTo(AapStatus.PENDING);
    passUntil(139);
    assertThat(status(controller, job)).isEqualTo(AapStatus.PENDING);
    passUntil(140);
    assertThat(status(controller, job)).as("concluded anew at 80").isEqualTo(AapStatus.FAILED);
    assertThat(controller.job(job).flatMap(JobRow::finished))
        .isEqualTo(Optional.of(START.plusSeconds(80)));
  }
}
