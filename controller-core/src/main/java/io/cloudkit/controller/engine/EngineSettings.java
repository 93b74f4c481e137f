package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Policy;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of an engine.
 *
 * @param policy those of its decisions
 * @param annotationPrefix domain and slash of the annotations that people set
 * @param newLaunches whether launches may go at all
 * @param guardShare share of the Ready resources, 0..1, that may want a launch without a change
 *     before all such launches stop; 1 turns the guard off
 * @param guardMinimum fewest such resources that stop them
 * @param guardWindow how long such a launch is put off, so that they can be counted
 */
public record EngineSettings(
    Policy policy,
    String annotationPrefix,
    NewLaunches newLaunches,
    double guardShare,
    int guardMinimum,
    Duration guardWindow) {

  /** The one switch for all launches. */
  public enum NewLaunches {
    ENABLED,
    /** What runs is followed to its end; nothing new is launched. */
    DISABLED
  }

  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Policy.DEFAULT,
          "cloudkit.openshift.io/",
          NewLaunches.ENABLED,
          0.2,
          5,
          Duration.ofSeconds(10));

  public EngineSettings {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(newLaunches, "newLaunches");
    Objects.requireNonNull(guardWindow, "guardWindow");
    if (!annotationPrefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "annotationPrefix: expected a domain and a slash, found \"" + annotationPrefix + "\"");
    }
    if (!(guardShare >= 0 && guardShare <= 1)) {
      throw new IllegalArgumentException("guardShare: expected 0..1, found " + guardShare);
    }
  }

  public EngineSettings with(Policy newPolicy) {
    return new EngineSettings(
        newPolicy, annotationPrefix, newLaunches, guardShare, guardMinimum, guardWindow);
  }
}
