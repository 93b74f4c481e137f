package io.cloudkit.testkit.yaml;

/** A text that can not be used. The message says where, what was expected and what was found. */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  YamlException(String message) {
    super(message);
  }
}
