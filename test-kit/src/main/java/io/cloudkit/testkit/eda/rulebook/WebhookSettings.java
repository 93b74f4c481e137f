package io.cloudkit.testkit.eda.rulebook;

import java.util.Optional;

/**
 * How the webhook source is configured.
 *
 * @param token the Bearer token it wants
 * @param hmac the signatures it wants, with or without their algorithm before them
 * @param server which HTTP server it stands on
 */
public record WebhookSettings(Optional<String> token, Optional<Hmac> hmac, HttpServerAge server) {

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
    return new WebhookSettings(Optional.of(wanted), hmac, server);
  }

  /** Wants the signature of the body in x-hub-signature-256: sha256 in hex. */
  public WebhookSettings withHmac(String secret) {
    return withHmac(Hmac.of(secret));
  }

  /** Wants such a signature of the body. */
  public WebhookSettings withHmac(Hmac wanted) {
    return new WebhookSettings(token, Optional.of(wanted), server);
  }

  public WebhookSettings on(HttpServerAge age) {
    return new WebhookSettings(token, hmac, age);
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "WebhookSettings[token=%s, hmac=%s, server=%s]"
        .formatted(token.isPresent(), hmac.isPresent(), server);
  }
}
