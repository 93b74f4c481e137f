package io.cloudkit.operator.cluster;

import io.cloudkit.controller.engine.Surroundings;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API server at the start of the program: asked until it answers, while a log says at once what
 * is wrong with it. Not thread-safe.
 */
public final class ApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  /** A rollout of the server takes less; a pod that fails is started again anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /** Something that waits. */
  @FunctionalInterface
  public interface Pause {
    /** Waits that long; false if it shall not go on. */
    boolean lasts(Duration duration) throws InterruptedException;
  }

  /**
   * An API server that is not asked yet.
   *
   * @param patience after which a question that still fails is given up
   */
  public ApiServer(Cluster cluster, Duration patience, LongSupplier nanoTime, Pause pause) {
    this.cluster = cluster;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** One that is waited for half a minute, on the clock of this process. */
  public static ApiServer patient(Cluster cluster, Pause pause) {
    return new ApiServer(cluster, PATIENCE, Surroundings.real().nanoTime(), pause);
  }

  /**
   * Asks until there is an answer.
   *
   * @param question throws while there is none; repeats nothing by itself
   * @return false if it was told not to go on, by its pause or by an interrupt
   * @throws ApiServerException if there is none for too long
   */
  public boolean answers(Runnable question) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + patience.toNanos();
    Duration next = FIRST_PAUSE;
    while (true) {
      try {
        question.run();
        return true;
      } catch (RuntimeException failed) {
        if (Thread.interrupted()) {
          return false;
        }
        ApiServerException trouble = explained(failed);
        Duration left = Duration.ofNanos(deadline - nanoTime.getAsLong());
        if (left.compareTo(next) < 0) {
          throw trouble;
        }
        LOG.warn("{}; trying on for {} s", trouble.getMessage(), left.toSeconds());
        if (!pause.lasts(next)) {
          return false;
        }
      }
      next =
          next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
    }
  }

  /** What a client threw, in words for a person. */
  public ApiServerException explained(RuntimeException thrown) {
    return new ApiServerException(new Trouble(cluster).of(thrown), thrown);
  }
}
