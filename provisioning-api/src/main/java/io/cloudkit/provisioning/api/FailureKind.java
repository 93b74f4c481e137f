package io.cloudkit.provisioning.api;

/**
 * Why a backend refused, in the classes that decide what the engine does next. This, and never the
 * name of a provider, drives retries.
 */
public enum FailureKind {
  /**
   * A setting of ours or of the backend must change first: template missing, prompts off. Retried
   * with backoff: nobody tells when it was mended.
   */
  CONFIGURATION("Configuration"),
  /** Credentials or rights are missing or were refused. Retried: tokens rotate. */
  UNAUTHORIZED("Unauthorized"),
  /**
   * The resource asks for what the backend will never accept. Waits for a new spec, and is retried
   * after the longest pause.
   */
  INVALID_REQUEST("InvalidRequest"),
  /** The backend has no room now. Retried with backoff. */
  CAPACITY("Capacity"),
  /** The backend itself is in trouble, and surely did nothing. Retried with backoff. */
  BACKEND("Backend");

  private final String text;

  FailureKind(String text) {
    this.text = text;
  }

  /** The word written to a resource's status: {@code Configuration}, … */
  @Override
  public String toString() {
    return text;
  }

  /**
   * The kind of that {@linkplain #toString() word}.
   *
   * @return {@link #BACKEND} for a word that no kind has
   */
  public static FailureKind fromText(String text) {
    for (FailureKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    return BACKEND;
  }
}
