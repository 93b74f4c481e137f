package io.cloudkit.operator.observability;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One line of {@code /readyz}.
 *
 * @param weight whether a problem makes the process unready
 * @param name a word or two for people: {@code informers}
 * @param problem asked on each request, so cheap and never blocking; empty while all is well,
 *     otherwise a sentence without secrets
 */
public record Check(Weight weight, String name, Supplier<Optional<String>> problem) {
  /** What a problem means. */
  public enum Weight {
    /** The process is not ready. */
    CONDITION("[-] "),
    /** It can not mend it, and would not do better anywhere else: shown only. */
    REMARK("[!] ");

    private final String sign;

    Weight(String sign) {
      this.sign = sign;
    }
  }

  /** A condition of readiness. */
  public static Check condition(String name, Supplier<Optional<String>> problem) {
    return new Check(Weight.CONDITION, name, problem);
  }

  /** Something to know that does not touch readiness. */
  public static Check remark(String name, Supplier<Optional<String>> problem) {
    return new Check(Weight.REMARK, name, problem);
  }

  /** One line about it, as it is now. A check that throws has a problem. */
  Finding now() {
    try {
      Optional<String> found = problem.get();
      return finding(found);
    } catch (RuntimeException e) {
      return finding(Optional.of("the check itself failed: " + e.getClass().getSimpleName()));
    }
  }

  private Finding finding(Optional<String> found) {
    return new Finding(
        found.isEmpty() || weight == Weight.REMARK,
        (found.isEmpty() ? "[+] " : weight.sign) + name + ": " + found.orElse("ok"));
  }

  record Finding(boolean ok, String line) {}
}
