package io.cloudkit.provider.aap;

import java.util.Optional;

/**
 * A job id that tells the kind: {@code job-512}, {@code workflow-job-514}. AAP answers 404 for the
 * id of the other kind (aap-api.md §5.5), which must not be taken for a purge. A plain number is an
 * id that the Go operator wrote, of either kind.
 */
record JobId(Optional<JobKind> kind, long number) {

  static JobId of(JobKind kind, long number) {
    return new JobId(Optional.of(kind), number);
  }

  static Optional<JobId> parse(String text) {
    for (JobKind kind : JobKind.values()) {
      if (text.startsWith(kind.prefix())) {
        return number(text.substring(kind.prefix().length())).map(number -> of(kind, number));
      }
    }
    return number(text).map(number -> new JobId(Optional.empty(), number));
  }

  private static Optional<Long> number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  String text() {
    return kind.map(JobKind::prefix).orElse("") + number;
  }
}
