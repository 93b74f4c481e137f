package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.provider.InMemoryBackend;
import java.time.Duration;

/** Jobs that start late, end badly, and lie about their end. */
record RandomBehaviour(Chaos chaos, Chronicle chronicle) implements InMemoryBackend.Behaviour {
  @Override
  public Duration startsAfter() {
    return chaos.upTo(Duration.ofSeconds(3));
  }

  @Override
  public Duration runsFor() {
    // some outlive the patience of a person who waits for what is lost
    int longest = chaos.happens(20) ? 240 : 60;
    return Duration.ofSeconds(1).plus(chaos.upTo(Duration.ofSeconds(longest)));
  }

  @Override
  public JobState end() {
    return chaos.happens(25) ? JobState.FAILED : JobState.SUCCEEDED;
  }

  @Override
  public Duration liesFor() {
    return chaos.strikes(30, Fault.END_WAS_A_LIE)
        ? chaos.upTo(Duration.ofSeconds(30))
        : Duration.ZERO;
  }

  @Override
  public Duration settles(Duration lie) {
    return chaos.happens(50) ? lie.plus(chaos.upTo(Duration.ofSeconds(20))) : lie;
  }

  @Override
  public Duration rowSettles(Duration settle) {
    Duration hint = Duration.ofSeconds(1);
    return chaos.happens(50) && settle.compareTo(hint) > 0 ? hint : settle;
  }

  @Override
  public JobState saysFirst(JobState end) {
    // aap-api.md §5.3: failed becomes successful, canceled failed; successful stays
    return chaos.strikes(20, Fault.END_CHANGED_AFTERWARDS)
        ? (end == JobState.FAILED ? JobState.CANCELED : JobState.FAILED)
        : end;
  }

  @Override
  public InMemoryBackend.Proof proof() {
    return chaos.happens(50) ? InMemoryBackend.Proof.LOOK : InMemoryBackend.Proof.TIME;
  }
}
