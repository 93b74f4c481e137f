package io.cloudkit.provider.eda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job id: {@code eda-webhook-7}, the seventh for its resource. EDA names no job, so the number is
 * ours (eda-api.md, rule 21). The end {@code -unmarked} marks a deprovision that was handed over
 * when the playbook's finalizer was gone already: its absence does not tell the end of that one.
 */
record JobId(long number, boolean unmarked) {
  private static final Pattern TEXT = Pattern.compile("eda-webhook-([0-9]{1,18})(-unmarked)?");

  static JobId of(long number) {
    return new JobId(number, false);
  }

  static Optional<JobId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new JobId(Long.parseLong(parts.group(1)), parts.group(2) != null))
        : Optional.empty();
  }

  JobId asUnmarked() {
    return new JobId(number, true);
  }

  String text() {
    return "eda-webhook-" + number + (unmarked ? "-unmarked" : "");
  }
}
