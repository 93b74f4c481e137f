package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Launches that nobody asked for are counted before they go, and stopped when they are many. */
class MassLaunchGuardTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private long now;

  private MassLaunchGuard guard(double share, int minimum) {
    MassLaunchGuard guard =
        new MassLaunchGuard(share, minimum, WINDOW, "example.com/retry", () -> now);
    for (int i = 0; i < 10; i++) {
      guard.explained("vm" + i, true);
    }
    return guard;
  }

  @Test
  void oneWaitsForTheWindowAndGoes() {
    MassLaunchGuard guard = guard(0.2, 2);
    assertThat(guard.stop("vm0")).isPresent();
    now += WINDOW.toNanos() - 1;
    assertThat(guard.stop("vm0")).isPresent();
    now += 1;
    assertThat(guard.stop("vm0")).isEmpty();
  }

  @Test
  void moreThanTheShareAreStoppedForGood() {
    MassLaunchGuard guard = guard(0.2, 2);
    guard.stop("vm0");
    guard.stop("vm1");
    assertThat(guard.stop("vm2").orElseThrow())
        .contains("mass-launch guard: 3 of 10")
        .contains("annotate example.com/retry=");
    now += Duration.ofDays(1).toNanos();
    assertThat(guard.stop("vm0")).isPresent();
    guard.explained("vm1", true);
    guard.explained("vm2", true);
    assertThat(guard.stop("vm0")).as("it opens for a person or a restart alone").isPresent();
  }

  @Test
  void exactlyTheShareIsNotTooMany() {
    MassLaunchGuard guard = guard(0.2, 1);
    guard.stop("vm0");
    guard.stop("vm1");
    now += WINDOW.toNanos();
    assertThat(guard.stop("vm0")).isEmpty();
  }

  @Test
  void fewerThanTheMinimumAreNotTooMany() {
    MassLaunchGuard guard = guard(0, 3);
    guard.stop("vm0");
    guard.stop("vm1");
    now += WINDOW.toNanos();
    assertThat(guard.stop("vm1")).isEmpty();
  }

  @Test
  void whatIsGoneDoesNotCount() {
    MassLaunchGuard guard = guard(0.2, 2);
    guard.stop("vm0");
    guard.stop("vm1");
    guard.forget("vm0");
    guard.forget("vm1");
    guard.stop("vm2");
    now += WINDOW.toNanos();
    assertThat(guard.stop("vm2")).isEmpty();
  }

  @Test
  void aShareOfOneTurnsItOff() {
    assertThat(guard(1, 0).stop("vm0")).isEmpty();
  }
}
