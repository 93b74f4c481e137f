package io.cloudkit.operator.configuration;

/**
 * The code of a provider did what it must not: threw, hung, gave nothing. The message names neither
 * a setting nor a value.
 */
public final class DefectException extends Exception {
  private static final long serialVersionUID = 1;

  DefectException(String what) {
    super(what);
  }

  /** What it did, to follow a name: {@code hung in create: …}. */
  public String what() {
    return String.valueOf(getMessage());
  }
}
