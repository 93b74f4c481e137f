package io.cloudkit.controller.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a lease from being read or taken, in words. The elector tries every few seconds and
 * tells each failure with its stack trace; here it is one line, once a minute. Thread-safe.
 */
final class LeaseTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseTrouble.class);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final String NOT_LOOKED = "nobody is known to lead yet";

  private final KubernetesLeadership.Terms terms;
  private final LongSupplier nanoTime;
  private Optional<String> now = Optional.of(NOT_LOOKED);
  private Optional<Long> warnedAt = Optional.empty();
  private boolean warned;

  LeaseTrouble(KubernetesLeadership.Terms terms, LongSupplier nanoTime) {
    this.terms = terms;
    this.nanoTime = nanoTime;
  }

  /** A request failed. A conflict is none: another one was quicker. */
  synchronized void of(KubernetesClientException why) {
    if (why.getCode() == HttpURLConnection.HTTP_CONFLICT) {
      return;
    }
    String told =
        "lease "
            + terms.namespace()
            + "/"
            + terms.leaseName()
            + " can not be read or taken: "
            + words(why);
    now = Optional.of(told);
    long time = nanoTime.getAsLong();
    if (warnedAt.isEmpty() || time - warnedAt.get() >= QUIET.toNanos()) {
      warnedAt = Optional.of(time);
      warned = true;
      LOG.warn("{}; trying on, and nothing is done until it is taken", told);
    }
  }

  /** The lease is held, here or elsewhere. */
  synchronized void isOver() {
    now = Optional.empty();
    if (warned) {
      warned = false;
      LOG.info("lease {}/{} can be used again", terms.namespace(), terms.leaseName());
    }
  }

  synchronized Optional<String> now() {
    return now;
  }

  /** What the server said, or else the innermost cause, which says it best. */
  private static String words(KubernetesClientException why) {
    String said = Optional.ofNullable(why.getStatus()).map(Status::getMessage).orElse("");
    if (!said.isEmpty()) {
      return said;
    }
    if (why.getCode() > 0) {
      return "the API server answers " + why.getCode();
    }
    Throwable innermost =
        Stream.iterate((Throwable) why, each -> each != null, Throwable::getCause)
            .limit(20)
            .reduce((outer, inner) -> inner)
            .orElse(why);
    return Optional.ofNullable(innermost.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(() -> innermost.getClass().getSimpleName());
  }
}
