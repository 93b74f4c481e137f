package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version that an AAP controller or an AWX tells, and what is known to be wrong with it. */
record ServerVersion(String text) {
  private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(\\..*)?");

  /** Empty if nothing is; what is no version says nothing. */
  Optional<Finding> finding(String subject, boolean hasWorkflow) {
    if (isTooOld()) {
      return Optional.of(
          Finding.warning(
              subject,
              "version " + text + " is older than those that are supported",
              "update to AAP 2.4 (controller 4.5) or AWX 21, or to a newer one"));
    }
    return hasWorkflow && leavesJobsOfWorkflowsRunning()
        ? Optional.of(
            Finding.warning(
                subject,
                "version "
                    + text
                    + " calls the jobs of a cancelled workflow canceled while their"
                    + " playbooks run on",
                "update AWX to 23.4 or newer, or configure job templates"))
        : Optional.empty();
  }

  /** The controllers of AAP have the numbers 4.x, which AWX had long ago. */
  private boolean isTooOld() {
    return is(0, 0, 4, 5) || is(5, 0, 21, 0);
  }

  /** aap-api.md §0. AAP's own numbers, 4.x, do not tell whether it has the correction. */
  private boolean leavesJobsOfWorkflowsRunning() {
    return is(21, 8, 23, 4);
  }

  /** Whether it is at least the first, and below the second. */
  private boolean is(int major, int minor, int belowMajor, int belowMinor) {
    Matcher parts = NUMBERS.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    int number = number(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    return number >= number(major, minor) && number < number(belowMajor, belowMinor);
  }

  private static int number(int major, int minor) {
    return major * 10_000 + minor;
  }
}
