package io.cloudkit.controller.discovery;

/**
 * A provider can not be made by its own fault. The message is for people: it is of our words, or of
 * the JVM's where a class is missing, names the factory and its jar or folder, and holds no secret.
 */
public final class ProviderDefectException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ProviderDefectException(String message) {
    super(message);
  }
}
