package io.cloudkit.provisioning.spi;

import java.util.Objects;

/** Something that a preflight found, with its remedy. Immutable. */
public final class Finding {
  /** How much a finding matters. */
  public enum Severity {
    /** Launches will fail until this is mended. */
    ERROR,
    /** Launches work, but something is not as it should be. */
    WARNING,
    /** Good to know. */
    INFO
  }

  private final Severity severity;
  private final String subject;
  private final String problem;
  private final String remedy;

  private Finding(Severity severity, String subject, String problem, String remedy) {
    this.severity = severity;
    this.subject = filled("subject", subject);
    this.problem = filled("problem", problem);
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /**
   * Launches will fail until this is mended.
   *
   * @param subject what it is about: a setting, a template
   * @param problem what was expected and what was found; no secrets
   * @param remedy what to do
   */
  public static Finding error(String subject, String problem, String remedy) {
    return new Finding(Severity.ERROR, subject, problem, remedy);
  }

  /** As {@link #error}, but launches work. */
  public static Finding warning(String subject, String problem, String remedy) {
    return new Finding(Severity.WARNING, subject, problem, remedy);
  }

  /** Something to know that asks for nothing. */
  public static Finding info(String subject, String fact) {
    return new Finding(Severity.INFO, subject, fact, "");
  }

  public Severity severity() {
    return severity;
  }

  public String subject() {
    return subject;
  }

  public String problem() {
    return problem;
  }

  /** Empty for an {@link Severity#INFO}. */
  public String remedy() {
    return remedy;
  }

  @Override
  public String toString() {
    return severity + " " + subject + ": " + problem + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  private static String filled(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("finding: expected a " + what + ", found none");
    }
    return value;
  }
}
