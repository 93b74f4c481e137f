package io.cloudkit.testkit.aap.controller;

import static io.cloudkit.testkit.aap.LaunchVariables.deprovision;
import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.time.ManualTimeline;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControllerTest {
  private static final User SVC = new User(5, "svc", User.Role.ORDINARY);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Script TEN_SECONDS =
      Script.quick().takes(SECOND, SECOND, Duration.ofSeconds(10));

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> effects = new ArrayList<>();
  private final PlaybookEffect effect =
      new PlaybookEffect() {
        @Override
        public void started(Playbook playbook) {
          effects.add("started " + playbook.operation());
        }

        @Override
        public void ended(Playbook playbook, Playbook.Result result) {
          effects.add("ended " + playbook.operation() + " " + result);
          if (playbook.operation().equals("breaks")) {
            throw new IllegalStateException("no quota");
          }
        }
      };
  private final Controller controller =
      new Controller(
          time, ControllerSettings.seeded(new Random(1)).withScript(TEN_SECONDS), effect);
  private final Template template = controller.add(TemplateSpec.job("vm"));

  private long launch(Template of, ObjectNode variables) {
    return controller.launch(LaunchOrder.of(of.id(), variables, SVC)).id();
  }

  private AapStatus status(long job) {
    return controller.job(job).orElseThrow().status();
  }

  @Test
  void aJobGoesThroughItsStatusesAndLeavesAMachine() {
    long job = launch(template, provision("u1", "op1"));
    assertThat(status(job)).isEqualTo(AapStatus.PENDING);
    time.advance(SECOND);
    assertThat(status(job)).isEqualTo(AapStatus.WAITING);
    time.advance(SECOND);
    assertThat(status(job)).isEqualTo(AapStatus.RUNNING);
    assertThat(controller.truth().running()).hasSize(1);
    time.advance(Duration.ofSeconds(10));

    JobRow row = controller.job(job).orElseThrow();
    assertThat(row.status()).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(row.hostStatusCounts()).isPresent();
    assertThat(row.elapsed(time.now())).isEqualTo(10.0);
    assertThat(controller.truth().machine("u1").orElseThrow().operations()).containsExactly("op1");
    assertThat(effects).containsExactly("started op1", "ended op1 SUCCEEDED");
  }

  @Test
  void aDeprovisionRemovesTheMachineAndALaterProvisionLeaksIt() {
    launch(template, provision("u1", "op1"));
    time.advance(Duration.ofMinutes(1));
    launch(template, deprovision("u1", "op2"));
    time.advance(Duration.ofMinutes(1));
    assertThat(controller.truth().machines()).isEmpty();

    launch(template, provision("u1", "op3"));
    time.advance(Duration.ofMinutes(1));
    assertThat(controller.truth().leaks(Set.of("u1"))).hasSize(1);
    assertThat(controller.truth().leaks(Set.of("u2"))).isEmpty();
    assertThat(controller.truth().overlaps()).isEmpty();
  }

  @Test
  void anotherOperationUpdatesTheMachineAndTheSameOneTwiceIsADuplicate() {
    launch(template, provision("u1", "op1"));
    time.advance(Duration.ofMinutes(1));
    launch(template, provision("u1", "op2"));
    time.advance(Duration.ofMinutes(1));
    assertThat(controller.truth().duplicates()).isEmpty();
    assertThat(controller.truth().machine("u1").orElseThrow().operations())
        .containsExactly("op1", "op2");

    long again = launch(template, provision("u1", "op2"));
    assertThat(controller.truth().duplicates()).isEmpty(); // it has not run yet
    time.advance(Duration.ofMinutes(1));
    assertThat(controller.truth().duplicates())
        .singleElement()
        .satisfies(
            duplicate ->
                assertThat(duplicate.launches())
                    .hasSize(2)
                    .contains(new BackendJob("aap", Long.toString(again))));
  }

  @Test
  void aDeprovisionDuringAProvisionIsAnOverlapWhateverTheStatusSays() {
    controller.scriptNext(
        template.id(), TEN_SECONDS.onCancel(CancelMode.FORCED_FOR_GOOD, Duration.ZERO));
    long job = launch(template, provision("u1", "op1"));
    time.advance(Duration.ofSeconds(3));
    controller.cancel(job);
    assertThat(status(job)).isEqualTo(AapStatus.CANCELED);

    launch(template, deprovision("u1", "op2"));
    launch(template, deprovision("u9", "op9"));
    time.advance(Duration.ofSeconds(2));
    assertThat(controller.truth().overlaps())
        .singleElement()
        .satisfies(overlap -> assertThat(overlap.first().operation()).isEqualTo("op1"));
    time.advance(Duration.ofMinutes(1));
    assertThat(status(job)).isEqualTo(AapStatus.CANCELED);
  }

  @Test
  void twoProvisionsOfOneResourceAreNoOverlap() {
    launch(template, provision("u1", "op1"));
    launch(template, provision("u1", "op2"));
    time.advance(Duration.ofSeconds(5));
    assertThat(controller.truth().running()).hasSize(2);
    assertThat(controller.truth().overlaps()).isEmpty();
  }

  @Test
  void aForcedStatusIsOverwrittenByThePlaybookThatStillLives() {
    controller.scriptNext(template.id(), TEN_SECONDS.onCancel(CancelMode.FORCED, Duration.ZERO));
    long job = launch(template, provision("u1", "op1"));
    time.advance(Duration.ofSeconds(3));
    controller.cancel(job);
    JobRow canceled = controller.job(job).orElseThrow();
    assertThat(canceled.status()).isEqualTo(AapStatus.CANCELED);
    time.advance(Duration.ofMinutes(1));
    JobRow after = controller.job(job).orElseThrow();
    assertThat(after.status()).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(after.finished()).isEqualTo(canceled.finished());
    assertThat(controller.truth().machine("u1")).isPresent();
  }

  @Test
  void anAcknowledgedCancelKillsThePlaybookAfterAWhile() {
    long job = launch(template, provision("u1", "op1"));
    time.advance(Duration.ofSeconds(3));
    controller.onCancel(job, CancelMode.ACKNOWLEDGED, Duration.ofSeconds(2));
    controller.cancel(job);
    JobRow asked = controller.job(job).orElseThrow();
    assertThat(asked.status()).isEqualTo(AapStatus.RUNNING);
    assertThat(asked.canceledOn()).isPresent();
    time.advance(Duration.ofSeconds(2));
    JobRow row = controller.job(job).orElseThrow();
    assertThat(row.status()).isEqualTo(AapStatus.CANCELED);
    assertThat(row.hostStatusCounts()).isEmpty();
    assertThat(controller.truth().running()).isEmpty();
    assertThat(controller.truth().machines()).isEmpty();
    assertThat(controller.cancel(job)).isEqualTo(Controller.CancelOutcome.ALREADY_ENDED);
  }

  @Test
  void otherCancelsAreIgnoredOrComeTooLateOrHitAPendingJobAtOnce() {
    Script endless = TEN_SECONDS.untilTold();
    controller.scriptNext(
        template.id(),
        endless.onCancel(CancelMode.IGNORED, Duration.ZERO),
        endless.onCancel(CancelMode.ENDS_SUCCESSFUL, SECOND),
        endless);
    long ignored = launch(template, provision("u1", "op1"));
    long late = launch(template, provision("u2", "op2"));
    time.advance(Duration.ofSeconds(3));
    long pending = launch(template, provision("u3", "op3"));
    for (long job : new long[] {ignored, late, pending}) {
      controller.cancel(job);
    }
    assertThat(status(pending)).isEqualTo(AapStatus.CANCELED);
    time.advance(Duration.ofHours(1));
    assertThat(status(ignored)).isEqualTo(AapStatus.RUNNING);
    assertThat(status(late)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.job(pending).orElseThrow().started()).isEmpty();

    controller.finish(ignored, Ending.fails("told so"));
    assertThat(controller.job(ignored).orElseThrow().explanation()).isEqualTo("told so");
  }

  @Test
  void aReapedJobIsOverwrittenAndAPurgedOneIsNot() {
    long reaped = launch(template, provision("u1", "op1"));
    long purged = launch(template, provision("u2", "op2"));
    time.advance(Duration.ofSeconds(3));
    controller.reap(reaped);
    controller.purge(purged);
    assertThat(status(reaped)).isEqualTo(AapStatus.FAILED);
    assertThat(controller.truth().running()).hasSize(2);
    time.advance(Duration.ofMinutes(1));
    assertThat(status(reaped)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.job(purged)).isEmpty();
    assertThat(controller.truth().machine("u2")).isPresent();
  }

  @Test
  void aJobThatGoesBackToPendingStartsAgainUnderItsId() {
    long job = launch(template, provision("u1", "op1"));
    time.advance(Duration.ofSeconds(5));
    controller.sendBackToPending(job);
    assertThat(status(job)).isEqualTo(AapStatus.PENDING);
    assertThat(controller.truth().running()).isEmpty();
    time.advance(Duration.ofSeconds(5));
    assertThat(status(job)).isEqualTo(AapStatus.RUNNING);
    time.advance(Duration.ofSeconds(30));
    assertThat(status(job)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.truth().duplicates()).isEmpty();
  }

  @Test
  void endingsSayWhetherThePlaybookReachedItsEnd() {
    controller.scriptNext(
        template.id(),
        TEN_SECONDS.ends(Ending.fails("bad image")).returning(Map.of("ip", "10.0.0.1")),
        TEN_SECONDS.ends(Ending.errors("no node")),
        TEN_SECONDS.ends(Ending.failsBeforeStart("Previous Task Failed: {}")),
        TEN_SECONDS.statsAfter(SECOND));
    long failed = launch(template, provision("u1", "op1"));
    long error = launch(template, provision("u2", "op2"));
    long never = launch(template, provision("u3", "op3"));
    long late = launch(template, provision("u4", "op4"));
    time.advance(Duration.ofSeconds(12));
    assertThat(controller.job(failed).orElseThrow().hostStatusCounts()).isPresent();
    assertThat(controller.job(failed).orElseThrow().artifacts().path("ip").asText())
        .isEqualTo("10.0.0.1");
    assertThat(status(error)).isEqualTo(AapStatus.ERROR);
    assertThat(controller.job(error).orElseThrow().hostStatusCounts()).isEmpty();
    assertThat(controller.job(never).orElseThrow().started()).isEmpty();
    assertThat(status(never)).isEqualTo(AapStatus.FAILED);
    assertThat(controller.job(late).orElseThrow().hostStatusCounts()).isEmpty();
    time.advance(SECOND);
    assertThat(controller.job(late).orElseThrow().hostStatusCounts()).isPresent();
    assertThat(effects).doesNotContain("started op3");
  }

  @Test
  void anEffectThatThrowsFailsThePlaybook() {
    long job = launch(template, provision("u1", "breaks"));
    time.advance(Duration.ofMinutes(1));
    assertThat(controller.job(job).orElseThrow().explanation()).contains("no quota");
    assertThat(controller.truth().machines()).isEmpty();
  }

  @Test
  void theScriptIsChosenByTheVariables() {
    Template chosen =
        controller.add(
            TemplateSpec.job("chosen")
                .script(
                    vars ->
                        vars.operation().orElse("").startsWith("bad")
                            ? TEN_SECONDS.ends(Ending.fails())
                            : TEN_SECONDS));
    long good = launch(chosen, provision("u1", "good"));
    long bad = launch(chosen, provision("u2", "bad"));
    time.advance(Duration.ofMinutes(1));
    assertThat(status(good)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(status(bad)).isEqualTo(AapStatus.FAILED);
  }

  @Test
  void aSecondJobOfANonSimultaneousTemplateWaitsAndSaysForWhom() {
    Template single =
        controller.add(
            TemplateSpec.job("single")
                .oneAtATime()
                .script(TEN_SECONDS.runsFor(SECOND.multipliedBy(60))));
    long first = launch(single, provision("u1", "op1"));
    long second = launch(single, provision("u2", "op2"));
    time.advance(Duration.ofSeconds(32));
    assertThat(status(first)).isEqualTo(AapStatus.RUNNING);
    assertThat(status(second)).isEqualTo(AapStatus.PENDING);
    assertThat(controller.job(second).orElseThrow().explanation())
        .isEqualTo("waiting for job-" + first + " to finish");
    time.advance(Duration.ofMinutes(2));
    assertThat(status(second)).isEqualTo(AapStatus.SUCCESSFUL);
    assertThat(controller.job(second).orElseThrow().explanation()).isEmpty();
  }

  @Test
  void aRelaunchOfAPersonRunsTheOperationAgain() {
    long job = launch(template, provision("u1", "op1"));
    time.advance(Duration.ofMinutes(1));
    JobRow again = controller.relaunch(job, new User(9, "ann", User.Role.ORDINARY));
    time.advance(Duration.ofMinutes(1));
    assertThat(again.submission().launchType()).isEqualTo("relaunch");
    assertThat(controller.truth().duplicates()).hasSize(1);
    assertThat(controller.launches()).hasSize(2);
  }

  @Test
  void oldEndedRowsGoWhenThereAreTooMany() {
    Controller small =
        new Controller(
            time,
            ControllerSettings.seeded(new Random(2)).withScript(TEN_SECONDS).withRetainedJobs(2),
            PlaybookEffect.NONE);
    Template only = small.add(TemplateSpec.job("vm"));
    long oldest = small.launch(LaunchOrder.of(only.id(), provision("u1", "1"), SVC)).id();
    time.advance(Duration.ofMinutes(1));
    for (String operation : List.of("2", "3")) {
      small.launch(LaunchOrder.of(only.id(), provision("u1", operation), SVC));
    }
    assertThat(small.jobs()).hasSize(2).noneMatch(row -> row.id() == oldest);
  }

  /** aap-api.md §7.1: by their creation, not by their end, and none that is active. */
  @Test
  void aCleanupTakesWhatWasCreatedLongAgoAndHasEnded() {
    long ended = launch(template, provision("u1", "op1"));
    controller.scriptNext(template.id(), TEN_SECONDS.untilTold());
    long running = launch(template, provision("u2", "op2"));
    time.advance(Duration.ofDays(30));
    long late = launch(template, provision("u3", "op3"));
    time.advance(Duration.ofHours(1));
    assertThat(controller.cleanUp(Duration.ofDays(31))).isZero();
    assertThat(controller.cleanUp(Duration.ofDays(30))).isEqualTo(1);
    assertThat(controller.job(ended)).isEmpty();
    assertThat(controller.job(running)).isPresent();
    assertThat(controller.job(late)).isPresent();
    controller.finish(running, Ending.succeeds());
    assertThat(controller.cleanUp(Duration.ofDays(30))).isEqualTo(1);
    assertThat(controller.job(running)).isEmpty();
  }
}
