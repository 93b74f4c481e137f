package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.spi.ProviderException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Calls a provider as the engine does, on threads of its own, interrupted when its time is over;
 * and takes down all that it says.
 */
final class Calls implements AutoCloseable {
  /** What a busy machine may add to any time. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Future<?>> begunCalls = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tck-provider");
            thread.setDaemon(true);
            return thread;
          });

  ExecutorService threads() {
    return threads;
  }

  /** All that was ever said. */
  List<String> heard() {
    return heard;
  }

  <T> Future<T> begin(Callable<T> call) {
    Future<T> begun = threads.submit(() -> counted(call));
    begunCalls.removeIf(Future::isDone);
    begunCalls.add(begun);
    return begun;
  }

  private <T> T counted(Callable<T> call) throws Exception {
    inFlight.incrementAndGet();
    try {
      return call.call();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /** Ends what a rule that failed has left in flight, unless it does not hear an interrupt. */
  void interrupt() {
    begunCalls.forEach(call -> call.cancel(true));
    boolean unused = comesAbout(GRACE, () -> inFlight.get() == 0);
  }

  /** Calls; a call that does not end in that time is interrupted, and its answer is unknown. */
  Answer call(Callable<Answer> call, Duration within) {
    Future<Answer> running = begin(call);
    try {
      return end(running, within);
    } catch (TimeoutException late) {
      running.cancel(true);
      return Answer.threw(new ProviderException("interrupted by its caller", late));
    }
  }

  /** What a call answers or throws. */
  Answer end(Future<Answer> call, Duration within) throws TimeoutException {
    try {
      Answer answer = result(call, within);
      heard.add(answer.words());
      return answer;
    } catch (ExecutionException thrown) {
      Throwable cause = Objects.requireNonNullElse(thrown.getCause(), thrown);
      StringWriter words = new StringWriter();
      cause.printStackTrace(new PrintWriter(words, true));
      heard.add(words.toString());
      return Answer.threw(cause);
    }
  }

  /** What a call must answer, as its backend is healthy. */
  <T> T sure(String what, Callable<T> call, Duration within) {
    try {
      return result(begin(call), within);
    } catch (ExecutionException | TimeoutException trouble) {
      throw new AssertionError(what + " of a healthy backend: expected an answer", trouble);
    }
  }

  private static <T> T result(Future<T> call, Duration within)
      throws ExecutionException, TimeoutException {
    try {
      return call.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", stopped);
    }
  }

  /** Waits until something has come about that must come about. */
  static void await(String what, BooleanSupplier isSo) {
    await(what, PATIENCE, isSo);
  }

  static void await(String what, Duration within, BooleanSupplier isSo) {
    if (!comesAbout(within, isSo)) {
      throw new AssertionError("expected within " + within + " that " + what);
    }
  }

  /** Waits until something is there that must come. */
  static <T> T awaitPresent(String what, Supplier<Optional<T>> source) {
    AtomicReference<Optional<T>> seen = new AtomicReference<>(Optional.empty());
    await(
        what,
        () -> {
          seen.set(source.get());
          return seen.get().isPresent();
        });
    return seen.get().orElseThrow();
  }

  private static boolean comesAbout(Duration within, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    return true;
  }

  boolean isClosed() {
    return threads.isShutdown();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
