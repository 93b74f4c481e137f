package io.cloudkit.provisioning.spi;

/**
 * Means one thing only: <em>I do not know what happened</em>. The request may or may not have taken
 * effect, or the question could not be answered. The engine never takes it for a failure: a launch
 * is resolved by {@link ProvisioningProvider#recover}, a question is asked again.
 *
 * <p>What is known is said by a result, not by an exception. Any other exception that leaves a
 * provider, and an interrupt, is treated like this one, and logged as a defect of the provider.
 */
public class ProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Without a cause.
   *
   * @param message for the user: what was asked, what came instead; never a secret
   */
  public ProviderException(String message) {
    super(message);
  }

  /**
   * With a cause.
   *
   * @param message for the user: what was asked, what came instead; never a secret
   * @param cause its message may be logged, so it must hold no secret either
   */
  public ProviderException(String message, Throwable cause) {
    super(message, cause);
  }
}
