package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * A row for each provider instance: who waits for one that is slow keeps nobody from another.
 * Thread-safe.
 */
final class LaunchPacers {
  private final Map<String, LaunchPacer> rows = new HashMap<>();

  /**
   * Empty rows.
   *
   * @param perSecond launches in a second, by instance
   */
  LaunchPacers(Set<String> instances, ToDoubleFunction<String> perSecond, LongSupplier nanoTime) {
    for (String each : instances) {
      rows.put(each, new LaunchPacer(perSecond.applyAsDouble(each), nanoTime));
    }
  }

  /**
   * How long that resource has to wait for its turn at a provider; zero when it is its turn. A
   * place at another one is given up.
   */
  Duration delay(String provider, String uid) {
    LaunchPacer row = rows.get(provider);
    rows.values().stream().filter(each -> each != row).forEach(each -> each.leave(uid));
    // an instance that is not configured launches nothing
    return row == null ? Duration.ZERO : row.delay(uid);
  }

  /** The resource launched, or will not: its place is given up. */
  void leave(String uid) {
    rows.values().forEach(each -> each.leave(uid));
  }
}
