package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody waits for what is asked aside, and nobody forgets it. */
class AsideTest {
  private enum Lane {
    ONE,
    OTHER
  }

  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @Test
  void whatIsSlowIsAnsweredLater() throws InterruptedException {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Aside<Lane, String> aside = aside(pool);
    aside.ask(Lane.ONE, this::slow);
    begun.await();

    assertThat(answers(aside)).isEmpty();
    assertThat(aside.isFree(Lane.ONE)).isFalse();
    assertThat(aside.isFree(Lane.OTHER)).isTrue();

    mayAnswer.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(answers(aside)).containsExactly("ONE: slow");
    assertThat(aside.isFree(Lane.ONE)).isTrue();
  }

  @Test
  void whoNeverAnswersIsGivenUpWhenItsTimeIsOver() throws InterruptedException {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Aside<Lane, String> aside = aside(pool);
    aside.ask(Lane.ONE, this::slow);
    begun.await();

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(answers(aside)).containsExactly("ONE failed");
    assertThat(aside.isFree(Lane.ONE)).isTrue();
    mayAnswer.countDown();
    pool.shutdown();
  }

  static Stream<Executor> executorsThatDoNothing() {
    return Stream.of(
        task -> {
          throw new RejectedExecutionException("full");
        },
        task -> {});
  }

  @ParameterizedTest
  @MethodSource("executorsThatDoNothing")
  void whatNobodyBeginsTheCallerAsks(Executor executor) {
    Aside<Lane, String> aside = aside(executor);
    aside.ask(Lane.ONE, () -> "asked");
    aside.ask(
        Lane.OTHER,
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThat(answers(aside)).containsExactly("ONE: asked", "OTHER failed");
  }

  private Aside<Lane, String> aside(Executor executor) {
    return new Aside<>(executor, new CallTime(Duration.ofSeconds(10), nanos::get), Lane.class);
  }

  private String slow() {
    begun.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    return "slow";
  }

  private static List<String> answers(Aside<Lane, String> aside) {
    List<String> answers = new ArrayList<>();
    aside.answers(
        (lane, outcome) ->
            answers.add(lane + outcome.answer().map(text -> ": " + text).orElse(" failed")));
    return answers;
  }
}
