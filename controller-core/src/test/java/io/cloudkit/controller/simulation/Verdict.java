package io.cloudkit.controller.simulation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is broken, and which of it the stated residual explains. */
final class Verdict {
  private final Chronicle chronicle;
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> residuals = new HashSet<>();

  Verdict(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  List<String> all() {
    return broken.isEmpty() ? List.of() : List.copyOf(broken);
  }

  /** What is broken and explained by the stated residual. */
  List<String> residuals() {
    return List.copyOf(residuals);
  }

  /** Whether the stated residual explains it. */
  boolean isResidual(String violation) {
    return residuals.contains(violation);
  }

  void condemn(String violation) {
    broken.add(violation);
  }

  /**
   * It is what a job can do that nobody expects any more: the job of a request that left after its
   * last check. Nothing else is explained by such a one.
   *
   * @param violation names those jobs: what is called as an explained one would else be hidden
   * @param claims those of the jobs without any of which it would not be broken
   */
  void condemnEffect(String violation, Stream<String> claims) {
    boolean explained = claims.anyMatch(chronicle.requests()::wasSentTooLate);
    if (broken.add(violation) && explained) {
      residuals.add(violation);
    } else if (!explained) {
      residuals.remove(violation);
    }
  }
}
