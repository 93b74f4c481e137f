package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provider.eda.EdaInProcess.Receives;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An activation that is down for an hour, in virtual time, with the real provider of EDA. */
class EdaHourTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** As the day's provider is told, and with the pauses between efforts. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(20);

  private static boolean isAvailable(EdaHour hour) {
    return hour.now().filter(each -> each.status().isTrue(ConditionType.AVAILABLE)).isPresent();
  }

  private static String said(EdaHour hour, ConditionType type) {
    return hour.now()
        .flatMap(each -> each.status().condition(type))
        .map(Condition::message)
        .orElse("");
  }

  @Test
  void aWebhookThatIsGoneIsWaitedForAndThereAtOnce() {
    EdaHour hour = new EdaHour(Receives.BY_WEBHOOK);
    hour.activationIsDownFor(HOUR);
    hour.create();
    hour.pass(HOUR.minus(MINUTE));
    assertThat(said(hour, ConditionType.PROGRESSING)).contains("activation");
    assertThat(hour.posts()).as("10 s at a time at first, and 2 min at last").isBetween(35, 60);
    assertThat(hour.jobs(JobType.PROVISION)).isEmpty();

    Duration took = hour.passUntil(() -> isAvailable(hour));
    assertThat(took).isLessThan(MINUTE.multipliedBy(3));
    assertThat(hour.jobs(JobType.PROVISION)).hasSize(1);
    assertThat(hour.broken()).isEmpty();
  }

  @Test
  void anEventStreamThatNobodyHearsIsPostedToAgain() {
    EdaHour hour = new EdaHour(Receives.BY_EVENT_STREAM);
    hour.activationIsDownFor(HOUR);
    hour.create();
    hour.pass(LONGEST_LIFE.plus(MINUTE));
    assertThat(said(hour, ConditionType.OVERLAP_POSSIBLE)).contains("eda-webhook-1");
    hour.pass(HOUR.minus(LONGEST_LIFE).minus(MINUTE));
    assertThat(hour.posts()).as("one for each longest life").isEqualTo(3);
    assertThat(hour.jobs(JobType.PROVISION)).isEmpty();

    Duration took = hour.passUntil(() -> isAvailable(hour));
    assertThat(took).isLessThan(LONGEST_LIFE.plus(MINUTE));
    assertThat(hour.posts()).isEqualTo(4);
    assertThat(hour.jobs(JobType.PROVISION)).hasSize(1);
    assertThat(hour.broken()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionMeanwhileEndsAfterwards(Receives how) {
    EdaHour hour = new EdaHour(how);
    hour.create();
    var unused = hour.passUntil(() -> isAvailable(hour));
    hour.activationIsDownFor(HOUR);
    hour.delete();
    hour.pass(HOUR);
    assertThat(hour.now()).as("held for its machine").isPresent();
    assertThat(hour.jobs(JobType.DEPROVISION)).isEmpty();

    Duration took = hour.passUntil(() -> hour.now().isEmpty());
    assertThat(took).isLessThan(LONGEST_LIFE.plus(MINUTE.multipliedBy(3)));
    assertThat(hour.jobs(JobType.DEPROVISION)).hasSize(1);
    assertThat(hour.broken()).isEmpty();
  }

  @Test
  void whatIsDeletedBeforeItsCreateWasEverTakenIsGoneAtOnce() {
    EdaHour hour = new EdaHour(Receives.BY_WEBHOOK);
    hour.activationIsDownFor(HOUR);
    hour.create();
    hour.pass(MINUTE);
    hour.delete();
    assertThat(hour.passUntil(() -> hour.now().isEmpty())).isLessThan(MINUTE);
    assertThat(hour.jobs(JobType.PROVISION)).isEmpty();
    assertThat(hour.jobs(JobType.DEPROVISION)).isEmpty();
    assertThat(hour.broken()).isEmpty();
  }

  @Test
  void aDeleteThatIsPostedAgainNeverMeetsANamesake() {
    EdaHour hour = new EdaHour(Receives.BY_WEBHOOK);
    hour.create();
    var unused = hour.passUntil(() -> isAvailable(hour));
    // it ends while the event of the second one, posted after that time and a pause, is in a queue
    hour.jobs(Duration.ZERO, LONGEST_LIFE.plus(Duration.ofSeconds(25)));
    hour.delete();
    unused = hour.passUntil(() -> hour.jobs(JobType.DEPROVISION).size() == 1);
    hour.jobs(Duration.ofSeconds(35), MINUTE);
    unused = hour.passUntil(() -> hour.jobs(JobType.DEPROVISION).size() == 2);
    assertThat(hour.jobs(JobType.DEPROVISION).get(0).isRunning()).isTrue();
    unused = hour.passUntil(() -> hour.now().isEmpty());
    assertThat(hour.jobs(JobType.DEPROVISION)).allMatch(job -> !job.isRunning() && job.hasRun());

    hour.create();
    unused = hour.passUntil(() -> isAvailable(hour));
    hour.pass(LONGEST_LIFE);
    assertThat(hour.hasMachine(hour.now().orElseThrow().uid())).isTrue();
    assertThat(hour.broken()).isEmpty();
  }

  @Test
  void theFirstDeleteIsOverWhenItsFinalizerIsGone() {
    EdaHour hour = new EdaHour(Receives.BY_WEBHOOK);
    hour.create();
    var unused = hour.passUntil(() -> isAvailable(hour));
    hour.delete();
    unused =
        hour.passUntil(
            () ->
                hour.jobs(JobType.DEPROVISION).stream()
                    .anyMatch(job -> job.hasRun() && !job.isRunning()));
    assertThat(hour.passUntil(() -> hour.now().isEmpty()))
        .as("its change wakes it, and nothing else is waited for")
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** eda-api.md §1, §6: of 200 creates 25 run at once, for 150 s each. */
  @Test
  void theLastOfACrowdIsPostedOnceThoughItBeginsLongAfterItsCallEnded() {
    EdaHour hour = EdaHour.withUsualTimes(Receives.BY_WEBHOOK);
    Duration job = Duration.ofSeconds(150);
    hour.answersNobody();
    hour.jobs(job.multipliedBy(200 / 25 - 1), job);
    hour.create();
    var unused = hour.passUntil(() -> isAvailable(hour));
    assertThat(hour.jobs(JobType.PROVISION)).hasSize(1);
    assertThat(hour.broken()).isEmpty();
  }
}
