package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Leaves a sick AAP alone: after some requests in a row that it could not answer nothing is sent
 * for a while; then one request tries, and the others follow once it is answered. What AAP asks to
 * wait is waited. Thread-safe.
 */
final class Breaker {
  /** One broken connection, or one restart behind a balancer, is not yet a sick AAP. */
  static final int TROUBLES = 5;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What a server asks for is believed up to that. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private int troubles;
  private String last = "";
  private long restsUntil;
  private boolean trying;

  Breaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.restsUntil = nanoTime.getAsLong();
  }

  /** Why nothing may be sent now; what may has to be released in the end. */
  synchronized Optional<String> refusal() {
    if (!left().isZero()) {
      // no seconds: this goes into conditions, and each change of one is a write
      return Optional.of("AAP is left alone for a while: " + last);
    }
    if (troubles < TROUBLES) {
      return Optional.empty();
    }
    if (trying) {
      return Optional.of("one request tries whether AAP answers again: " + last);
    }
    trying = true;
    return Optional.empty();
  }

  /** AAP could answer, whatever it said. */
  synchronized void answered() {
    troubles = 0;
  }

  /** The request is over. If it was sent, what came of it was told before. */
  synchronized void released() {
    trying = false;
  }

  /** It could not answer. */
  synchronized void troubled(String why) {
    if (!left().isZero()) {
      return; // one of many that were on their way when it fell ill
    }
    troubles++;
    last = why;
    if (troubles >= TROUBLES) {
      rest(jittered(FIRST.multipliedBy(1L << Math.min(troubles - TROUBLES, 5))));
    }
  }

  /** It asks to be left alone for that time. */
  synchronized void asksToWait(String why, Duration asked) {
    last = why;
    rest(asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked);
  }

  private Duration left() {
    Duration left = Duration.ofNanos(restsUntil - nanoTime.getAsLong());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void rest(Duration pause) {
    long until = nanoTime.getAsLong() + pause.toNanos();
    restsUntil = until - restsUntil > 0 ? until : restsUntil;
  }

  /** Up to a quarter longer, by the odd nanoseconds: several operators do not come at once. */
  private Duration jittered(Duration pause) {
    Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    long odd = Math.floorMod(nanoTime.getAsLong(), 1000L);
    return bounded.plus(bounded.multipliedBy(odd).dividedBy(4000));
  }
}
