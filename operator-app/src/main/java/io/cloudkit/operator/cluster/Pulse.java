package io.cloudkit.operator.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the API server answers. One log line when it stops to, one when it does again; watches
 * alone tell neither. Thread-safe.
 */
public final class Pulse {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  /** An API server that is rolled out is away for less. */
  static final Duration STALE = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private Optional<Long> answeredAt = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  public Pulse(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It answered just now. */
  public synchronized void answered() {
    answeredAt = Optional.of(nanoTime.getAsLong());
    if (trouble.isPresent()) {
      trouble = Optional.empty();
      LOG.info("the Kubernetes API answers again");
    }
  }

  /** It did not, or refused; in words for a person. */
  public synchronized void failed(String why) {
    if (trouble.isEmpty()) {
      LOG.warn("{}; trying on", why);
    }
    trouble = Optional.of(why);
  }

  /** Why it is taken to be away; empty while its last answer is fresh. */
  public synchronized Optional<String> problem() {
    boolean fresh =
        answeredAt.filter(at -> nanoTime.getAsLong() - at <= STALE.toNanos()).isPresent();
    return fresh
        ? Optional.empty()
        : Optional.of(trouble.orElse("the Kubernetes API has not answered yet"));
  }
}
