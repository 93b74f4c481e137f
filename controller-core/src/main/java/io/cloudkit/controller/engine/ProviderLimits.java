package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is asked of one provider instance at most.
 *
 * @param pollInterval from one question for the news of its jobs to the next; more than zero
 * @param callConcurrency calls in flight; 1 or more
 * @param launchesPerSecond launches that are sent to it in a second; more than zero
 */
public record ProviderLimits(Duration pollInterval, int callConcurrency, double launchesPerSecond) {

  /** For an instance of which nothing else is known. */
  public static final ProviderLimits DEFAULT =
      // peers.md §5: AAP's reference load is 20 launches a second
      new ProviderLimits(Duration.ofSeconds(1), 64, 20);

  public ProviderLimits {
    if (pollInterval.isNegative() || pollInterval.isZero()) {
      throw new IllegalArgumentException(
          "pollInterval: expected more than zero, found " + pollInterval);
    }
    if (callConcurrency < 1) {
      throw new IllegalArgumentException(
          "callConcurrency: expected 1 or more, found " + callConcurrency);
    }
    if (!(launchesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "launchesPerSecond: expected more than zero, found " + launchesPerSecond);
    }
  }

  /**
   * The same limits, asked for once for each of those instances and now: whoever tells them may
   * count on it, and the parts of a controller never go by two answers.
   */
  public static Function<String, ProviderLimits> askedOnce(
      Set<String> instances, Function<String, ProviderLimits> limits) {
    Map<String, ProviderLimits> answers = new HashMap<>();
    instances.forEach(each -> answers.put(each, limits.apply(each)));
    return instance -> answers.getOrDefault(instance, DEFAULT);
  }

  /** The same, asked for news so often. */
  public ProviderLimits polledEvery(Duration interval) {
    return new ProviderLimits(interval, callConcurrency, launchesPerSecond);
  }

  /** The same, with so many launches in a second. */
  public ProviderLimits launching(double perSecond) {
    return new ProviderLimits(pollInterval, callConcurrency, perSecond);
  }
}
