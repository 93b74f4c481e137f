package io.cloudkit.controller.engine;

/**
 * The store could not answer: a read gave nothing, or a write may or may not have been done. Never
 * a conflict, which is an answer.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
