package io.cloudkit.controller.discovery;

import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;

/** What went wrong with code that is not ours, in one line. */
final class Words {
  private static final int MAX_LENGTH = 500;

  private Words() {}

  /** What was thrown on the other thread. */
  static Throwable cause(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? failed : cause;
  }

  static String of(Throwable thrown) {
    boolean wraps =
        thrown instanceof ServiceConfigurationError
            || thrown instanceof ExceptionInInitializerError;
    Throwable cause = thrown.getCause();
    if (wraps && cause != null && cause != thrown) {
      return of(cause);
    }
    String text = String.valueOf(thrown).replaceAll("\\s+", " ");
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }
}
