package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Launches are spread, and nobody loses their place. */
class LaunchPacerTest {
  private long now = Long.MAX_VALUE - 1_000_000_000L; // nanoTime may overflow
  private final LaunchPacer pacer = new LaunchPacer(4, () -> now);

  private void pass(Duration duration) {
    now += duration.toNanos();
  }

  @Test
  void theFirstGoesAtOnceTheOthersInTheirTurn() {
    assertThat(pacer.delay("a")).isZero();
    assertThat(pacer.delay("b")).isEqualTo(Duration.ofMillis(250));
    assertThat(pacer.delay("c")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whoAsksAgainKeepsItsPlace() {
    pacer.delay("a");
    pacer.delay("b");
    pacer.delay("c");
    pass(Duration.ofMillis(200));
    assertThat(pacer.delay("b")).isEqualTo(Duration.ofMillis(50));
    pass(Duration.ofMillis(50));
    assertThat(pacer.delay("b")).isZero();
    assertThat(pacer.delay("c")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whoLaunchedGoesToTheEnd() {
    pacer.delay("a");
    pacer.delay("b");
    pacer.leave("a");
    assertThat(pacer.delay("a")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aQuietTimeIsNotSavedUp() {
    pacer.delay("a");
    pass(Duration.ofHours(1));
    assertThat(pacer.delay("b")).isZero();
    assertThat(pacer.delay("c")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whoComesLateDoesNotGoWithAllTheOthers() {
    List<String> row = IntStream.range(0, 20).mapToObj(i -> "vm" + i).toList();
    row.forEach(pacer::delay);
    pass(Duration.ofSeconds(40));

    List<Duration> delays = row.stream().map(pacer::delay).toList();

    assertThat(delays.stream().filter(Duration::isZero)).as("a second's launches").hasSize(4);
    assertThat(delays.stream().filter(each -> !each.isZero()))
        .as("the others, one after another")
        .doesNotHaveDuplicates();
    assertThat(delays.get(19)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void turnsComeBackOneByOne() {
    LaunchPacer slow = new LaunchPacer(0.5, () -> now);
    assertThat(slow.delay("a")).isZero();
    slow.leave("a");
    pass(Duration.ofSeconds(2));
    assertThat(slow.delay("b")).as("one turn in two seconds").isZero();
    assertThat(slow.delay("c")).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void turnsThatAreUsedUpComeBackWithTime() {
    List.of("a", "b", "c", "d").forEach(pacer::delay);
    pass(Duration.ofSeconds(1));
    List.of("a", "b", "c", "d").forEach(each -> assertThat(pacer.delay(each)).isZero());
    assertThat(pacer.delay("a")).as("the fifth within a second").isEqualTo(Duration.ofMillis(250));
    pass(Duration.ofMillis(250));
    assertThat(pacer.delay("a")).isZero();
  }
}
