package io.cloudkit.provider.eda.signs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A job id: {@code eda-webhook-7}, the seventh for its resource. EDA names no job, so the number is
 * ours (eda-api.md, rule 21); its end may be a {@link Mark}.
 */
public record JobId(long number, Mark mark) {
  private static final Pattern TEXT = Pattern.compile("eda-webhook-([0-9]{1,18})(|-[a-z]+)");

  /** What has to be remembered of the resource as it was when the job was permitted. */
  public enum Mark {
    NONE(""),
    /**
     * A deprovision, and the playbook's finalizer was gone already: its absence does not tell the
     * end of this one.
     */
    UNMARKED("-unmarked"),
    /**
     * A provision, and the annotation did not say the version alone: that this is said later is
     * taken for the word of this one.
     */
    PLAIN("-plain");

    private final String end;

    Mark(String end) {
      this.end = end;
    }
  }

  static JobId of(long number) {
    return new JobId(number, Mark.NONE);
  }

  public static Optional<JobId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Stream.of(Mark.values())
            .filter(mark -> mark.end.equals(parts.group(2)))
            .findFirst()
            .map(mark -> new JobId(Long.parseLong(parts.group(1)), mark))
        : Optional.empty();
  }

  public boolean unmarked() {
    return mark == Mark.UNMARKED;
  }

  boolean plain() {
    return mark == Mark.PLAIN;
  }

  public JobId as(Mark other) {
    return new JobId(number, other);
  }

  public String text() {
    return "eda-webhook-" + number + mark.end;
  }
}
