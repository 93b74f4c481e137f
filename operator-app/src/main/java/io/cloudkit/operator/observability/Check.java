package io.cloudkit.operator.observability;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One condition of readiness.
 *
 * @param name a word or two for people: {@code informers}
 * @param problem asked on each request, so cheap and never blocking; empty while all is well,
 *     otherwise a sentence without secrets
 */
public record Check(String name, Supplier<Optional<String>> problem) {

  /** One line about it, as it is now. A check that throws has a problem. */
  Finding now() {
    try {
      Optional<String> found = problem.get();
      return new Finding(found.isEmpty(), name + ": " + found.orElse("ok"));
    } catch (RuntimeException e) {
      return new Finding(
          false, name + ": the check itself failed: " + e.getClass().getSimpleName());
    }
  }

  record Finding(boolean ok, String line) {}
}
