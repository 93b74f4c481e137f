package io.cloudkit.controller.kubernetes;

/**
 * A status holds a launch or a job that can not be read: nothing is done until a person mends it.
 */
public final class UnreadableStatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableStatusException(String field, String expected, String found) {
    super(
        "status."
            + field
            + ": expected "
            + expected
            + ", found "
            + found
            + "; nothing is launched or released for this resource until it is mended");
  }
}
