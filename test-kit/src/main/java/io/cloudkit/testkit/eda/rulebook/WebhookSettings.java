package io.cloudkit.testkit.eda.rulebook;

import java.util.Optional;

/**
 * How the webhook source is configured.
 *
 * @param token the Bearer token it wants
 * @param hmacSecret the secret of the sha256 signatures it wants, in hex
 * @param server which HTTP server it stands on
 */
public record WebhookSettings(
    Optional<String> token, Optional<String> hmacSecret, HttpServerAge server) {

  /** Whether the HTTP server below can cope with an offer to upgrade to HTTP/2. */
  public enum HttpServerAge {
    CURRENT,
    /** Drops the body of a request with {@code Upgrade: h2c} (§1, "Java client trap"). */
    DROPS_BODY_ON_UPGRADE
  }

  /** As the origin's rulebook has it: no token, no signature. */
  public static WebhookSettings open() {
    return new WebhookSettings(Optional.empty(), Optional.empty(), HttpServerAge.CURRENT);
  }

  /** Wants {@code Authorization: Bearer <token>}. */
  public WebhookSettings withToken(String wanted) {
    return new WebhookSettings(Optional.of(wanted), hmacSecret, server);
  }

  /** Wants the signature of the body in x-hub-signature-256. */
  public WebhookSettings withHmac(String secret) {
    return new WebhookSettings(token, Optional.of(secret), server);
  }

  public WebhookSettings on(HttpServerAge age) {
    return new WebhookSettings(token, hmacSecret, age);
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "WebhookSettings[token=%s, hmac=%s, server=%s]"
        .formatted(token.isPresent(), hmacSecret.isPresent(), server);
  }
}
