package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private long now = 5_000_000_000_000L;
  private final Breaker breaker = new Breaker(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void troubles(int times) {
    IntStream.range(0, times).forEach(i -> breaker.troubled("AAP answered 502"));
  }

  @Test
  void someTroubleIsNoSickness() {
    troubles(Breaker.TROUBLES - 1);
    breaker.answered();
    troubles(Breaker.TROUBLES - 1);
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void aSickAapIsLeftAloneAndThatIsSaid() {
    troubles(Breaker.TROUBLES);
    assertThat(breaker.refusal())
        .hasValueSatisfying(
            why ->
                assertThat(why).contains("left alone", "AAP answered 502").doesNotContain(" s "));
    pass(Duration.ofMillis(999));
    assertThat(breaker.refusal()).isPresent();
  }

  @Test
  void afterThePauseOneTriesAndTheOthersWaitForIt() {
    troubles(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    assertThat(breaker.refusal()).as("it tries").isEmpty();
    assertThat(breaker.refusal()).as("they wait").isPresent();
    breaker.answered();
    breaker.released();
    assertThat(breaker.refusal()).isEmpty();
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void whoTriedAndWasNotSentLeavesItToTheNext() {
    troubles(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    assertThat(breaker.refusal()).isEmpty();
    breaker.released();
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void thePausesGrowAndHaveAnEnd() {
    troubles(Breaker.TROUBLES);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(breaker.refusal()).as("before %d s", seconds).isPresent();
      pass(Duration.ofSeconds(seconds).dividedBy(4).plusMillis(1));
      assertThat(breaker.refusal()).as("after %d s and a quarter", seconds).isEmpty();
      breaker.troubled("still");
      breaker.released();
    }
  }

  @Test
  void whatWasOnItsWayWhenItFellIllMakesThePauseNoLonger() {
    troubles(Breaker.TROUBLES + 50);
    pass(Duration.ofMillis(1251));
    assertThat(breaker.refusal()).isEmpty();
  }

  @Test
  void whatItAsksForIsWaited() {
    breaker.asksToWait("429", Duration.ofSeconds(40));
    pass(Duration.ofSeconds(39));
    assertThat(breaker.refusal()).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(breaker.refusal()).isEmpty();
    assertThat(breaker.refusal()).as("it is not sick").isEmpty();
  }

  @Test
  void whatItAsksForHasAnEnd() {
    breaker.asksToWait("429", Duration.ofDays(3));
    pass(Duration.ofMinutes(10));
    assertThat(breaker.refusal()).isEmpty();
  }
}
