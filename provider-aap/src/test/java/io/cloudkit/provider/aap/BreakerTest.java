package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private long now = 5_000_000_000_000L;
  private final Breaker breaker = new Breaker(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Optional<Breaker.Pass> pass() {
    return breaker.pass(true);
  }

  private void troubles(int times) {
    IntStream.range(0, times).forEach(i -> breaker.troubled("AAP answered 502"));
  }

  @Test
  void someTroubleIsNoSickness() {
    troubles(Breaker.TROUBLES - 1);
    breaker.answered();
    troubles(Breaker.TROUBLES - 1);
    assertThat(pass()).isPresent();
  }

  @Test
  void aSickAapIsLeftAloneAndThatIsSaid() {
    troubles(Breaker.TROUBLES);
    assertThat(pass()).isEmpty();
    assertThat(breaker.why()).isEqualTo("AAP is left alone for a while: AAP answered 502");
    pass(Duration.ofMillis(999));
    assertThat(pass()).isEmpty();
  }

  @Test
  void afterThePauseOneTriesAndTheOthersWaitForIt() {
    troubles(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    assertThat(breaker.pass(false)).as("a launch does not try").isEmpty();
    Breaker.Pass trial = pass().orElseThrow();
    assertThat(pass()).as("they wait").isEmpty();
    breaker.answered();
    trial.end();
    assertThat(pass()).isPresent();
    assertThat(breaker.pass(false)).isPresent();
  }

  @Test
  void whoWasOnItsWayBeforeDoesNotEndTheTrialOfAnother() {
    Breaker.Pass early = pass().orElseThrow();
    troubles(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    assertThat(pass()).isPresent();
    early.end();
    assertThat(pass()).isEmpty();
  }

  @Test
  void whoTriedAndWasNotSentLeavesItToTheNext() {
    troubles(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    pass().orElseThrow().end();
    assertThat(pass()).isPresent();
  }

  @Test
  void thePausesGrowAndHaveAnEnd() {
    troubles(Breaker.TROUBLES);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(pass()).as("before %d s", seconds).isEmpty();
      pass(Duration.ofSeconds(seconds).dividedBy(4).plusMillis(1));
      Optional<Breaker.Pass> trial = pass();
      assertThat(trial).as("after %d s and a quarter", seconds).isPresent();
      breaker.troubled("still");
      trial.get().end();
    }
  }

  @Test
  void whatWasOnItsWayWhenItFellIllMakesThePauseNoLonger() {
    troubles(Breaker.TROUBLES + 50);
    pass(Duration.ofMillis(1251));
    assertThat(pass()).isPresent();
  }

  @Test
  void whatItAsksForIsWaited() {
    breaker.asksToWait("429", Duration.ofSeconds(40));
    pass(Duration.ofSeconds(39));
    assertThat(pass()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(pass()).isPresent();
    assertThat(pass()).as("it is not sick").isPresent();
  }

  @Test
  void aRefusalThatNamesNoTimeIsWaitedForLongerEachTime() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      breaker.throttled();
      breaker.refused("429");
      breaker.refused("429, on its way meanwhile");
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(breaker.insist()).as("before %d s", seconds).isEmpty();
      pass(Duration.ofSeconds(seconds).dividedBy(4).plusMillis(1));
      assertThat(breaker.insist()).as("after %d s and a quarter", seconds).isPresent();
    }
    breaker.answered();
    breaker.refused("429");
    pass(Duration.ofMillis(1251));
    assertThat(pass()).as("it was answered meanwhile").isPresent();
  }

  /** Several operators, or processes, would come at once. */
  @Test
  void noTwoPausesAreTheSame() {
    now += 999;
    troubles(Breaker.TROUBLES);
    pass(Duration.ofMillis(1200));
    assertThat(pass()).isEmpty();
    pass(Duration.ofMillis(50));
    assertThat(pass()).isPresent();
  }

  @Test
  void whatItAsksForHasAnEnd() {
    breaker.asksToWait("429", Duration.ofDays(3));
    pass(Duration.ofMinutes(10));
    assertThat(pass()).isPresent();
  }

  @Test
  void whatMayTryASickAapWaitsAsWellWhenItIsAsked() {
    troubles(Breaker.TROUBLES);
    assertThat(breaker.insist()).isPresent();
    breaker.asksToWait("AAP answered 429", Duration.ofSeconds(40));
    assertThat(breaker.insist()).isEmpty();
    assertThat(breaker.why())
        .isEqualTo("AAP is left alone for a while: AAP answered 429, and asks to wait");
    pass(Duration.ofSeconds(40));
    assertThat(breaker.insist()).isPresent();
  }

  @Test
  void aPauseOfItsOwnDoesNotShortenWhatItAskedFor() {
    breaker.asksToWait("503", Duration.ofSeconds(40));
    breaker.asksToWait("503", Duration.ofSeconds(1));
    pass(Duration.ofSeconds(39));
    assertThat(breaker.insist()).isEmpty();
  }

  @Test
  void anAapThatFailsAtOneThingIsNotSick() {
    for (int i = 0; i < 50; i++) {
      breaker.failedAt("GET jobs/1/", "AAP answered 500");
      breaker.failedAt("GET unified_jobs/", "AAP answered 500");
    }
    assertThat(pass()).isPresent();
  }

  private void failures(int addresses) {
    IntStream.range(0, addresses).forEach(i -> breaker.failedAt("GET jobs/" + i, "500"));
  }

  @Test
  void anAapThatFailsAtEverythingIsSick() {
    failures(Breaker.TROUBLES - 1);
    assertThat(pass()).isPresent();
    failures(Breaker.TROUBLES);
    assertThat(pass()).isEmpty();
  }

  @Test
  void anAnswerInBetweenShowsThatItIsWell() {
    failures(Breaker.TROUBLES - 1);
    breaker.answered();
    failures(Breaker.TROUBLES - 1);
    assertThat(pass()).isPresent();
  }

  @Test
  void whoTriesASickAapAndFailsMakesItRestLonger() {
    failures(Breaker.TROUBLES);
    pass(Duration.ofSeconds(2));
    pass().orElseThrow().end();
    breaker.failedAt("GET jobs/0", "500");
    pass(Duration.ofMillis(1900));
    assertThat(pass()).isEmpty();
  }
}
