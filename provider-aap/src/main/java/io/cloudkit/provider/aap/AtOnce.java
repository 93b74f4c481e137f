package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks several questions at the same time. The caller's own thread works with the others, so an
 * executor that is full, or the same that the caller came from, costs time and nothing else.
 * Thread-safe.
 */
final class AtOnce {
  /** AAP's web server works on five requests by default (aap-api.md §15.9): one is left. */
  private static final int AT_ONCE = 4;

  private final Executor executor;
  private final CallTime time;

  AtOnce(Executor executor, CallTime time) {
    this.executor = executor;
    this.time = time;
  }

  /** What came of one question: one of the two. */
  record Outcome<T>(Optional<T> answer, Optional<ProviderException> failure) {
    private static <T> Outcome<T> failed(String why) {
      return failed(new ProviderException(why));
    }

    private static <T> Outcome<T> failed(ProviderException why) {
      return new Outcome<>(Optional.empty(), Optional.of(why));
    }
  }

  /** The outcomes in the order of the questions; none of them spoils another. */
  <T> List<Outcome<T>> ask(List<Supplier<T>> questions) {
    Deadline end = time.end();
    List<CompletableFuture<T>> answers =
        Stream.generate(CompletableFuture<T>::new).limit(questions.size()).toList();
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < answers.size(); i = next.getAndIncrement()) {
            answer(questions.get(i), answers.get(i));
          }
        };
    for (int i = 1; i < Math.min(AT_ONCE, questions.size()); i++) {
      try {
        executor.execute(() -> time.share(end, work));
      } catch (RejectedExecutionException full) {
        break;
      }
    }
    time.share(end, work);
    return answers.stream().map(answer -> outcome(answer, end)).toList();
  }

  private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.get());
    } catch (RuntimeException | Error failed) {
      answer.completeExceptionally(failed);
    }
  }

  /** Nobody is waited for who has not begun: what was left, this thread did. */
  private static <T> Outcome<T> outcome(CompletableFuture<T> answer, Deadline end) {
    try {
      T known = answer.get(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
      return new Outcome<>(Optional.of(known), Optional.empty());
    } catch (TimeoutException late) {
      return Outcome.failed("no answer before the end of the call");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return Outcome.failed("interrupted");
    } catch (ExecutionException failed) {
      // the text of what must not be thrown is not ours to vouch for
      return failed.getCause() instanceof ProviderException known
          ? Outcome.failed(known)
          : Outcome.failed(new ProviderException("a defect of the provider", failed));
    }
  }
}
