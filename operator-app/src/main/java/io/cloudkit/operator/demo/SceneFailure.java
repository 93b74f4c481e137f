package io.cloudkit.operator.demo;

/** A scene did not end as it should; the message says what was expected and what was found. */
public final class SceneFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public SceneFailure(String message) {
    super(message);
  }
}
