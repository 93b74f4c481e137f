package io.cloudkit.operator.configuration;

/** Secrets as text. */
final class SecretText {
  private SecretText() {}

  /** Without the line breaks at its end: editors and {@code base64} of an {@code echo} add them. */
  static String trimmed(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
      end--;
    }
    return value.substring(0, end);
  }
}
