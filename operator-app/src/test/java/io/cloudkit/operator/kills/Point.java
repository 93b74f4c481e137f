package io.cloudkit.operator.kills;

import io.cloudkit.provisioning.api.JobType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way to be struck.
 *
 * @param type on the way to what
 * @param landing what becomes of the request that makes the step
 * @param successor who goes on
 * @param blow what happens to the process
 */
record Point(JobType type, Step step, Landing landing, Successor successor, Blow blow) {
  /** What becomes of a request. */
  enum Landing {
    /** The server never sees it. */
    LOST,
    /** The server sees it as late as a backend is allowed to act, and its sender no answer. */
    LATE,
    /** The server does it at once; its answer comes when a stopped sender wakes, or never. */
    LANDED
  }

  /** Who goes on. */
  enum Successor {
    /** The process after its pause, or the next one in its place, which leads alone. */
    SAME,
    /** A process that waited for the lease. */
    NEW
  }

  /** What happens to a process. */
  enum Blow {
    /** {@code kill -9}. */
    KILL,
    /** {@code kill -STOP}; {@code kill -CONT} when its right to send, or its lease, is over. */
    STOP
  }

  /** All of them: every step, landed or not, of each type, for each successor and blow. */
  static List<Point> matrix() {
    List<Point> all = new ArrayList<>();
    for (Step step : Step.values()) {
      for (JobType type : JobType.values()) {
        if (step.isOnTheWayOf(type)) {
          addAll(type, step, all);
        }
      }
    }
    return List.copyOf(all);
  }

  private static void addAll(JobType type, Step step, List<Point> all) {
    for (Landing landing : Landing.values()) {
      for (Successor successor : Successor.values()) {
        for (Blow blow : Blow.values()) {
          all.add(new Point(type, step, landing, successor, blow));
        }
      }
    }
  }

  /** Such as {@code provision launch-sent lost new kill}. */
  @Override
  public String toString() {
    return String.join(" ", type.toString(), step.name(), landing.name(), successor + "", blow + "")
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
