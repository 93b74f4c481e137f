package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private long now = -7_000_000_000L;
  private final RequestBudget budget = new RequestBudget(10, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void spend(int requests) {
    for (int i = 0; i < requests; i++) {
      budget.spend();
    }
  }

  @Test
  void aSecondsWorthMayGoAtOnce() {
    for (int i = 0; i <= 10; i++) {
      assertThat(budget.take(Duration.ZERO)).as("request %d", i).contains(Duration.ZERO);
    }
    assertThat(budget.take(LONG)).contains(Duration.ofMillis(100));
    assertThat(budget.take(LONG)).contains(Duration.ofMillis(200));
  }

  @Test
  void whoWouldWaitTooLongTakesNobodysPlace() {
    spend(20);
    assertThat(budget.take(Duration.ofMillis(500))).isEmpty();
    assertThat(budget.take(LONG)).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatDoesNotWaitIsWaitedFor() {
    spend(15);
    assertThat(budget.take(LONG)).contains(Duration.ofMillis(500));
  }

  @Test
  void howeverMuchItWasItIsWaitedForASecond() {
    spend(10_000);
    assertThat(budget.take(LONG)).contains(Duration.ofSeconds(1));
    spend(10_000);
    assertThat(budget.take(LONG)).as("after those who wait").contains(Duration.ofMillis(1100));
  }

  @Test
  void whatNobodyUsedForLongIsLost() {
    pass(Duration.ofHours(1));
    spend(11);
    assertThat(budget.take(LONG)).contains(Duration.ofMillis(100));
  }

  @Test
  void aBudgetWithoutEndIsNeverSpent() {
    RequestBudget endless = new RequestBudget(0, () -> now);
    for (int i = 0; i < 100_000; i++) {
      endless.spend();
    }
    assertThat(endless.take(Duration.ZERO)).contains(Duration.ZERO);
  }
}
