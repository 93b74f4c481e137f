package io.cloudkit.operator.cluster;

/**
 * The API server could not be used; the message says which one, why, and what to check, for a
 * person, without secrets.
 */
public final class ApiServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApiServerException(String message, RuntimeException cause) {
    super(message, cause);
  }
}
