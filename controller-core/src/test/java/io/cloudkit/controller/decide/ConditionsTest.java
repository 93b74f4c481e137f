package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written beside a decision for people, and since when it is so. */
class ConditionsTest {
  private static final Instant BEFORE = Given.NOW.minusSeconds(3600);

  private static Decision decision(Given given) {
    return Row.last(given.decide(Decider::decide)).decision();
  }

  private static Condition condition(Given given, ConditionType type) {
    return decision(given).next().condition(type).orElseThrow();
  }

  private static Given readyAndSaying(ConditionType type, String value) {
    return resource()
        .ready("v1")
        .showing(new Condition(type.toString(), value, "Before", "before", 1, BEFORE));
  }

  @Test
  void whatIsReadyIsAvailableAndSaysSo() {
    Condition available = condition(resource().ready("v1"), ConditionType.AVAILABLE);
    assertThat(available.status()).isEqualTo("True");
    assertThat(available.reason()).isEqualTo("Provisioned");
  }

  @Test
  void whatGoesIsAvailableNoMore() {
    Condition available = condition(resource().ready("v1").deleted(), ConditionType.AVAILABLE);
    assertThat(available.status()).isEqualTo("False");
    assertThat(available.reason()).isNotEqualTo("Provisioned");
  }

  @Test
  void whetherItGoesIsSaidWithItsReason() {
    assertThat(condition(resource().ready("v1"), ConditionType.DELETING).reason())
        .isEqualTo("NotDeleting");
    Condition deleting = condition(resource().ready("v1").deleted(), ConditionType.DELETING);
    assertThat(deleting.status()).isEqualTo("True");
    assertThat(deleting.reason()).isNotEqualTo("NotDeleting");
  }

  @Test
  void whatStaysSoIsSoSinceItBegan() {
    Given given = readyAndSaying(ConditionType.AVAILABLE, "True");
    assertThat(condition(given, ConditionType.AVAILABLE).lastTransitionTime()).isEqualTo(BEFORE);
  }

  @Test
  void whatChangesIsSoSinceNow() {
    Given given = readyAndSaying(ConditionType.AVAILABLE, "False");
    assertThat(condition(given, ConditionType.AVAILABLE).lastTransitionTime()).isEqualTo(Given.NOW);
  }

  @Test
  void aHoldThatIsShownAlreadyIsNotToldOfAgain() {
    Given held = resource().annotated("hold", "at night");
    assertThat(decision(held).notices()).extracting(Notice::reason).containsExactly("Hold");
    assertThat(decision(held.showing(ConditionType.HELD, "Hold", "before")).notices()).isEmpty();
  }

  @Test
  void anotherReasonToHoldIsToldOf() {
    Given held = resource().annotated("hold", "at night");
    assertThat(decision(held.showing(ConditionType.HELD, "JobCanceled", "before")).notices())
        .extracting(Notice::reason)
        .containsExactly("Hold");
  }

  @Test
  void anotherFaultOfTheSpecIsToldOf() {
    Condition refused = new Condition("Accepted", "False", "InvalidSpec", "no size", 1, BEFORE);
    Given given = resource().wantingNonsense("no colour").showing(refused);
    assertThat(decision(given).notices()).extracting(Notice::message).contains("no colour");
  }

  @Test
  void aJobThatOnlyNewsHideIsHidden() {
    JobSketch settling = provision("101").settlingAs(JobState.FAILED);
    Given given =
        resource()
            .with(settling)
            .news(settling, JobObservation.notVisible("403"))
            .standsFor(settling, Duration.ofSeconds(1), Duration.ofSeconds(90))
            .annotated("resolve-launch", "op-101=abandon");
    assertThat(decision(given).notices()).extracting(Notice::reason).contains("JobAbandoned");
  }

  @Test
  void onlyTheWordToAbandonEndsAHiddenJob() {
    JobSketch hidden = provision("101").unseen("404");
    Given given =
        resource().with(hidden).notAnswering(hidden).annotated("resolve-launch", "op-101=retry");
    assertThat(decision(given).next().jobs().toList()).isEqualTo(List.of(hidden.job()));
  }
}
