package io.cloudkit.controller.decide;

import java.util.Map;
import java.util.Optional;

/**
 * What a person says by annotations, beside the spec.
 *
 * @param management who drives the resource
 * @param orphan whether deletion leaves the infrastructure where it is
 * @param hold why nothing may be launched; empty if nothing holds it
 * @param retry a word; a new word asks to try again now
 * @param resolution the answer to an unresolved launch, or to a job that can not be seen
 * @param statusAnswer what to do about a lost status
 */
public record Overrides(
    Management management,
    boolean orphan,
    Optional<String> hold,
    Optional<String> retry,
    Optional<Resolution> resolution,
    Optional<StatusAnswer> statusAnswer) {

  /** Who drives a resource. */
  public enum Management {
    /** The engine. */
    MANAGED,
    /** A person triggers; the engine follows what runs and lets the resource go. */
    MANUAL,
    /** Nobody; the engine touches nothing and lets the resource go. */
    UNMANAGED
  }

  /** What a person says of a resource whose status was lost. */
  public enum StatusAnswer {
    /** The infrastructure is as the spec asks. */
    ADOPT,
    /** Provision again. */
    RELAUNCH
  }

  /**
   * A person's answer about one operation.
   *
   * @param operation which one; another is not meant
   * @param adopt the id of its job, if a person found one
   */
  public record Resolution(String operation, Verdict verdict, Optional<String> adopt) {
    /** What became of it. */
    public enum Verdict {
      /** Nothing was launched: launch again. */
      RETRY,
      /** It is that job. */
      ADOPT,
      /** It is over, whatever it was. */
      ABANDON
    }
  }

  public static final Overrides NONE =
      new Overrides(
          Management.MANAGED,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Reads annotations. A value that is not one of the words means nothing: it must not stop, and
   * must not let go.
   *
   * @param prefix the domain and slash of the annotations: {@code cloudkit.openshift.io/}
   */
  public static Overrides from(Map<String, String> annotations, String prefix) {
    return new Overrides(
        management(annotations.getOrDefault(prefix + "management-state", "")),
        annotations.getOrDefault(prefix + "deletion-policy", "").equals("orphan"),
        text(annotations, prefix + "hold"),
        text(annotations, prefix + "retry"),
        text(annotations, prefix + "resolve-launch").flatMap(Overrides::resolution),
        text(annotations, prefix + "resolve-status").flatMap(Overrides::statusAnswer));
  }

  private static Optional<String> text(Map<String, String> annotations, String name) {
    return Optional.ofNullable(annotations.get(name)).filter(value -> !value.isBlank());
  }

  private static Management management(String value) {
    return switch (value) {
      case "manual" -> Management.MANUAL;
      case "unmanaged" -> Management.UNMANAGED;
      default -> Management.MANAGED;
    };
  }

  /** {@code <operation>=retry}, {@code <operation>=adopt:<job id>}, {@code <operation>=abandon}. */
  private static Optional<Resolution> resolution(String value) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      return Optional.empty();
    }
    String operation = value.substring(0, equals);
    String verdict = value.substring(equals + 1);
    if (verdict.equals("retry")) {
      return Optional.of(new Resolution(operation, Resolution.Verdict.RETRY, Optional.empty()));
    }
    if (verdict.equals("abandon")) {
      return Optional.of(new Resolution(operation, Resolution.Verdict.ABANDON, Optional.empty()));
    }
    if (verdict.matches("adopt:\\S{1,128}")) {
      String id = verdict.substring("adopt:".length());
      return Optional.of(new Resolution(operation, Resolution.Verdict.ADOPT, Optional.of(id)));
    }
    return Optional.empty();
  }

  private static Optional<StatusAnswer> statusAnswer(String value) {
    return switch (value) {
      case "adopt" -> Optional.of(StatusAnswer.ADOPT);
      case "relaunch" -> Optional.of(StatusAnswer.RELAUNCH);
      default -> Optional.empty();
    };
  }
}
