package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Leaves a sick AAP alone: after some requests in a row that it could not answer nothing is sent
 * for a while; then one request tries, and the others follow once it is answered. What AAP asks to
 * wait everybody waits, also those who may try a sick one at any time. Thread-safe.
 */
final class Breaker {
  /** One broken connection, or one restart behind a balancer, is not yet a sick AAP. */
  static final int TROUBLES = 5;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_DOUBLED = 5;

  /** What a server asks for is believed up to that. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private final Set<String> failed = new HashSet<>();
  private int troubles;
  private String last = "";
  private long restsUntil;
  private long askedUntil;
  private boolean trying;

  /** Refusals in a row that did not say how long to wait. */
  private int refusals;

  Breaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.restsUntil = nanoTime.getAsLong();
    this.askedUntil = restsUntil;
  }

  /** Leave to send one request. */
  final class Pass {
    private final boolean isTrial;

    private Pass(boolean isTrial) {
      this.isTrial = isTrial;
    }

    /** The request is over. */
    void end() {
      if (isTrial) {
        endTrial();
      }
    }
  }

  /**
   * Leave to send one request; empty if there is none now, for what {@link #why} says.
   *
   * @param mayTry whether it may be the one that tries: its answer must not matter much
   */
  synchronized Optional<Pass> pass(boolean mayTry) {
    if (!left().isZero()) {
      return Optional.empty();
    }
    if (troubles < TROUBLES) {
      return Optional.of(new Pass(false));
    }
    if (trying || !mayTry) {
      return Optional.empty();
    }
    trying = true;
    return Optional.of(new Pass(true));
  }

  /** Leave for what is sent though AAP is sick; empty while AAP asks to wait. */
  synchronized Optional<Pass> insist() {
    return left(askedUntil).isZero() ? Optional.of(new Pass(false)) : Optional.empty();
  }

  /**
   * Why nothing may be sent. Not what is left: this goes into conditions, and a change is a write.
   */
  synchronized String why() {
    return "AAP is left alone for a while: " + last;
  }

  private synchronized void endTrial() {
    trying = false;
  }

  /** AAP could answer, whatever it said. */
  synchronized void answered() {
    throttled();
    refusals = 0;
  }

  /** It, or what stands before it, is well, and wants fewer requests. */
  synchronized void throttled() {
    troubles = 0;
    failed.clear();
  }

  /** There were too many requests, and it did not say how long to wait: longer each time. */
  synchronized void refused(String why) {
    if (!left(askedUntil).isZero()) {
      return; // one of many that were on their way
    }
    last = why;
    askedUntil =
        later(askedUntil, jittered(FIRST.multipliedBy(1L << Math.min(refusals++, MOST_DOUBLED))));
  }

  /**
   * It failed at the answer. By what it was asked for, if it is that alone; so each address counts
   * once, until AAP is known to be sick.
   */
  synchronized void failedAt(String address, String why) {
    if (left().isZero() && (troubles >= TROUBLES || failed.add(address))) {
      troubled(why);
    }
  }

  /** It could not answer. */
  synchronized void troubled(String why) {
    if (!left().isZero()) {
      return; // one of many that were on their way when it fell ill
    }
    troubles++;
    last = why;
    if (troubles >= TROUBLES) {
      rest(jittered(FIRST.multipliedBy(1L << Math.min(troubles - TROUBLES, MOST_DOUBLED))));
    }
  }

  /**
   * It asks to be left alone for that time.
   *
   * @param why without the time, which is another with each answer
   */
  synchronized void asksToWait(String why, Duration asked) {
    Duration believed = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    if (believed.isZero()) {
      return;
    }
    last = why + ", and asks to wait";
    askedUntil = later(askedUntil, believed);
  }

  private Duration left() {
    Duration rest = left(restsUntil);
    Duration asked = left(askedUntil);
    return rest.compareTo(asked) > 0 ? rest : asked;
  }

  private Duration left(long until) {
    Duration left = Duration.ofNanos(until - nanoTime.getAsLong());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void rest(Duration pause) {
    restsUntil = later(restsUntil, pause);
  }

  private long later(long before, Duration pause) {
    long until = nanoTime.getAsLong() + pause.toNanos();
    return until - before > 0 ? until : before;
  }

  /** Up to a quarter longer, by the odd nanoseconds: several operators do not come at once. */
  private Duration jittered(Duration pause) {
    Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    long odd = Math.floorMod(nanoTime.getAsLong(), 1000L);
    return bounded.plus(bounded.multipliedBy(odd).dividedBy(4000));
  }
}
