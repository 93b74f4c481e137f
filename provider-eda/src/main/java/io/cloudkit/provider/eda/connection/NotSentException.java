package io.cloudkit.provider.eda.connection;

import io.cloudkit.provisioning.spi.ProviderException;

/** Nothing of a request left, and this is why. */
public final class NotSentException extends ProviderException {
  private static final long serialVersionUID = 1L;

  /** What kept a request from leaving. */
  public enum Obstacle {
    /** The name has no address. */
    UNRESOLVED,
    /** Nobody listens there, or not in time, or breaks the handshake of TLS off. */
    UNREACHABLE,
    /** The other side does not speak TLS, or is not believed to be who it should be. */
    TLS,
    /** A secret can not be read now. */
    SECRET_UNREADABLE,
    /** A secret can not be sent as it is. */
    SECRET_UNUSABLE,
    /** The permission, or the time of the call, had ended. */
    TOO_LATE;

    /** Whether it stays until somebody changes something; the others pass. */
    public boolean stays() {
      return this == TLS || this == SECRET_UNUSABLE;
    }
  }

  private final Obstacle obstacle;

  public NotSentException(Obstacle obstacle, String message) {
    super(message);
    this.obstacle = obstacle;
  }

  public NotSentException(Obstacle obstacle, String message, Throwable cause) {
    super(message, cause);
    this.obstacle = obstacle;
  }

  public Obstacle obstacle() {
    return obstacle;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
