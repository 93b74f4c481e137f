package io.cloudkit.provider.aap;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job id that tells the kind: {@code job-512}, {@code workflow-job-514}. AAP answers 404 for the
 * id of the other kind (aap-api.md §5.5), which must not be taken for a purge. A plain number is an
 * id that the Go operator wrote, or that a person read off the web interface, of either kind. The
 * end {@code -bare} marks a job that AAP started without our variables: it can not show that it is
 * ours, every other one must. {@code -without-limit} marks one that lacks a launch option.
 *
 * @param kind empty if the id does not say
 */
record JobId(Optional<JobKind> kind, long number, Optional<Omission> omission) {
  private static final Pattern TEXT =
      Pattern.compile("(workflow-job-|job-)?([0-9]{1,18})(" + Omission.SUFFIX + ")?");

  static JobId of(JobKind kind, long number) {
    return new JobId(Optional.of(kind), number, Optional.empty());
  }

  static Optional<JobId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<JobKind> kind =
        Optional.ofNullable(parts.group(1))
            .map(prefix -> prefix.startsWith("w") ? JobKind.WORKFLOW_JOB : JobKind.JOB);
    Optional<Omission> omission = Optional.ofNullable(parts.group(3)).map(Omission::ofSuffix);
    return Optional.of(new JobId(kind, Long.parseLong(parts.group(2)), omission));
  }

  /** The same job, known to have been started without that. */
  JobId without(Omission omitted) {
    return new JobId(kind, number, Optional.of(omitted));
  }

  /** Whether the job carries what shows that it is ours. */
  boolean isProvable() {
    return omission.filter(Omission::isOfVariables).isEmpty();
  }

  String text() {
    return kind.map(JobKind::prefix).orElse("")
        + number
        + omission.map(Omission::suffix).orElse("");
  }
}
