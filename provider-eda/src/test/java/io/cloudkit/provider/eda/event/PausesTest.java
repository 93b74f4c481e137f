package io.cloudkit.provider.eda.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Receiver CREATE = Receiver.of("a", URI.create("http://h:5000/create"));
  private static final Receiver DELETE = Receiver.of("b", URI.create("http://h:5000/delete"));
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final AtomicLong nanos = new AtomicLong();
  private final Pauses pauses = new Pauses(nanos::get);

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void growWithTheTimeForWhichAReceiverIsGoneWhoeverAsks() {
    IntStream.range(0, 200)
        .forEach(i -> assertThat(pauses.gone(CREATE, "uid-" + i)).isEqualTo(FIRST));
    pass(Duration.ofSeconds(40));
    assertThat(pauses.gone(CREATE, "uid-1")).as("soon back, soon seen").isEqualTo(FIRST);
    pass(Duration.ofMinutes(2));
    assertThat(pauses.gone(CREATE, "uid-1"))
        .isBetween(FIRST.multipliedBy(3), FIRST.multipliedBy(4));
    pass(Duration.ofHours(10));
    assertThat(pauses.gone(CREATE, "uid-1")).isBetween(Duration.ofSeconds(90), LONGEST);
  }

  @Test
  void triesInAnHourAreFew() {
    int tries = 0;
    for (Duration passed = Duration.ZERO; passed.compareTo(Duration.ofHours(1)) < 0; tries++) {
      Duration pause = pauses.gone(CREATE, "uid-1");
      passed = passed.plus(pause);
      pass(pause);
    }
    assertThat(tries).isBetween(35, 60);
  }

  @Test
  void endOneAfterTheOther() {
    assertThat(pauses.gone(CREATE, "uid-0")).isEqualTo(FIRST);
    pass(Duration.ofHours(1));
    assertThat(IntStream.range(0, 200).mapToObj(i -> pauses.gone(CREATE, "uid-" + i)).distinct())
        .hasSizeGreaterThan(50);
    assertThat(pauses.gone(CREATE, "uid-7")).isEqualTo(pauses.gone(CREATE, "uid-7"));
  }

  @Test
  void beginAnewWithAnAnswerAndForEachReceiver() {
    assertThat(pauses.gone(CREATE, "uid-1")).isEqualTo(FIRST);
    pass(Duration.ofHours(1));
    assertThat(pauses.gone(DELETE, "uid-1")).isEqualTo(FIRST);
    pauses.heard(CREATE);
    assertThat(pauses.gone(CREATE, "uid-1")).isEqualTo(FIRST);
  }
}
