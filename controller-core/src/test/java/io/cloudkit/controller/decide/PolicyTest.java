package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules a policy may have; a refused start is better than rules that never let go. */
class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** All pauses of a second, but one. */
  private static Policy with(int place, Duration value) {
    Duration[] all =
        IntStream.range(0, 8).mapToObj(i -> i == place ? value : SECOND).toArray(Duration[]::new);
    return new Policy(
        all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], RetryBudget.DEFAULT, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void durationsAreMoreThanNothing(int place) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(place, Duration.ZERO))
        .withMessageContaining("expected a positive duration, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(place, SECOND.negated()))
        .withMessageContaining("expected a positive duration, found PT-1S");
  }

  @Test
  void thePurgedMaySettleAtOnce() {
    assertThat(with(7, Duration.ZERO).purgedSettle()).isZero();
  }

  @Test
  void theLongestPauseIsNotShorterThanTheShortest() {
    assertThat(with(4, SECOND).backoffMax()).isEqualTo(SECOND);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(4, Duration.ofMillis(999)))
        .withMessageContaining("backoffMax: expected at least backoffMin, PT1S, found PT0.999S");
  }

  @Test
  void atLeastOneJobIsRemembered() {
    Policy one = with(0, SECOND);
    assertThat(one.maxHistory()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Policy(
                    SECOND,
                    SECOND,
                    SECOND,
                    SECOND,
                    SECOND,
                    SECOND,
                    SECOND,
                    SECOND,
                    RetryBudget.DEFAULT,
                    0))
        .withMessageContaining("maxHistory: expected 1 or more, found 0");
  }

  @Test
  void eachTypeHasItsDeadline() {
    Policy policy = with(1, Duration.ofSeconds(7));
    assertThat(policy.deadline(JobType.PROVISION)).isEqualTo(Duration.ofSeconds(7));
    assertThat(policy.deadline(JobType.DEPROVISION)).isEqualTo(SECOND);
  }

  @Test
  void anotherBudgetChangesNothingElse() {
    RetryBudget two = new RetryBudget(Map.of(FailureKind.BACKEND, 2));
    Policy policy = Policy.DEFAULT.retrying(two);
    assertThat(policy.retries()).isEqualTo(two);
    assertThat(policy.retrying(RetryBudget.DEFAULT)).isEqualTo(Policy.DEFAULT);
  }

  @Test
  void aBudgetHasAtLeastOneEffort() {
    assertThat(new RetryBudget(Map.of(FailureKind.BACKEND, 1)).efforts())
        .containsEntry(FailureKind.BACKEND, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryBudget(Map.of(FailureKind.BACKEND, 0)))
        .withMessageContaining("retries of Backend: expected 1 or more, found 0");
  }

  @Test
  void aBudgetIsChangedForOneKind() {
    RetryBudget budget = RetryBudget.DEFAULT.with(FailureKind.BACKEND, 3);
    assertThat(budget.efforts())
        .containsEntry(FailureKind.BACKEND, 3)
        .containsEntry(FailureKind.INVALID_REQUEST, 5);
    assertThat(budget.isSpent(FailureKind.BACKEND, 2)).isFalse();
    assertThat(budget.isSpent(FailureKind.BACKEND, 3)).isTrue();
  }

  @Test
  void aBudgetOfNoneIsWithoutEnd() {
    RetryBudget budget = RetryBudget.DEFAULT.with(FailureKind.BACKEND, 0);
    assertThat(budget.efforts()).doesNotContainKey(FailureKind.BACKEND);
    assertThat(budget.isSpent(FailureKind.BACKEND, 1_000_000)).isFalse();
  }
}
