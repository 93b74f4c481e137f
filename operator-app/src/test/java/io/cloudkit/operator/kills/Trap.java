package io.cloudkit.operator.kills;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Holds the first request of a kind, before its server hears of it or after its server answered,
 * until it is told what becomes of it. Laid before several servers, or processes, it catches once.
 * Thread-safe.
 *
 * @param <W> who is caught
 */
final class Trap<W> {
  /** Where a request is held. */
  enum Place {
    BEFORE_THE_SERVER,
    AFTER_THE_ANSWER
  }

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Predicate<Request> wanted;
  private final Place place;
  private final AtomicBoolean sprung = new AtomicBoolean();
  private final CompletableFuture<W> caught = new CompletableFuture<>();
  private final CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
  private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

  Trap(Predicate<Request> wanted, Place place) {
    this.wanted = wanted;
    this.place = place;
  }

  /** Whether that request is the one; true for one request only. */
  boolean springsAt(Request request) {
    return !sprung.get() && wanted.test(request) && sprung.compareAndSet(false, true);
  }

  Place place() {
    return place;
  }

  /** Waits until a request is held; answers with whose it is. */
  W await(Duration patience) throws InterruptedException, TimeoutException {
    try {
      return caught.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What is held goes on to where it was sent. */
  void pass() {
    goesOn.complete(true);
  }

  /** What is held is lost, and its connection cut. */
  void drop() {
    goesOn.complete(false);
  }

  /** Waits until the server has answered what was passed on. */
  void awaitAnswer() throws InterruptedException, TimeoutException {
    try {
      answered.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Called by the gate: the server has answered. */
  void isAnswered() {
    answered.complete(true);
  }

  /** Called by the gate, holds its thread: whether what is held may go on. */
  boolean holds(W sender) {
    caught.complete(sender);
    try {
      return goesOn.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException forgotten) {
      return false;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
