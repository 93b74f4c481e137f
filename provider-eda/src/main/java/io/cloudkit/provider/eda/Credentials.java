package io.cloudkit.provider.eda;

import io.cloudkit.provider.eda.NotSentException.Obstacle;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import okio.ByteString;

/** What a request shows to be let in: nothing, a token, a signature, or both (eda-api.md §1). */
final class Credentials {
  private static final String AUTHORIZATION = "Authorization";
  private static final String SIGNATURE = "x-hub-signature-256";

  private final Optional<Secret> token;
  private final Optional<Secret> hmacSecret;

  private Credentials(Optional<Secret> token, Optional<Secret> hmacSecret) {
    this.token = token;
    this.hmacSecret = hmacSecret;
  }

  static Credentials of(ProviderContext context) {
    return new Credentials(
        secret(context, EdaProviderFactory.TOKEN), secret(context, EdaProviderFactory.HMAC_SECRET));
  }

  private static Optional<Secret> secret(ProviderContext context, String property) {
    try {
      return Optional.of(context.secret(property));
    } catch (IllegalArgumentException notSet) {
      return Optional.empty();
    }
  }

  boolean hasToken() {
    return token.isPresent();
  }

  boolean hasHmacSecret() {
    return hmacSecret.isPresent();
  }

  /**
   * Shows the token.
   *
   * @throws NotSentException if it can not be shown
   */
  void authorize(Request.Builder request) {
    if (token.isEmpty()) {
      return;
    }
    String value = value(EdaProviderFactory.TOKEN, token.get());
    try {
      // in this spelling the webhook keeps it out of the event: eda-api.md §1
      request.header(AUTHORIZATION, "Bearer " + value);
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the token
      throw new NotSentException(
          Obstacle.SECRET_UNUSABLE,
          EdaProviderFactory.TOKEN
              + ": expected printable ASCII characters, found others; correct its setting");
    }
  }

  /**
   * Signs exactly those bytes. The webhook compares the digits as texts: lower-case ones.
   *
   * @throws NotSentException if they can not be signed
   */
  void sign(Request.Builder request, ByteString body) {
    if (hmacSecret.isEmpty()) {
      return;
    }
    String value = value(EdaProviderFactory.HMAC_SECRET, hmacSecret.get());
    request.header(SIGNATURE, body.hmacSha256(ByteString.encodeUtf8(value)).hex());
  }

  /** The text without what the request showed, should the other side have repeated it. */
  static String mask(Request request, String text) {
    String masked = text;
    for (String header : List.of(AUTHORIZATION, SIGNATURE)) {
      String shown = request.header(header);
      if (shown != null) {
        masked = masked.replace(shown.substring(shown.indexOf(' ') + 1), "***");
      }
    }
    return masked;
  }

  private static String value(String property, Secret secret) {
    String value;
    try {
      value = secret.value();
    } catch (ProviderException unreadable) {
      throw new NotSentException(
          Obstacle.SECRET_UNREADABLE,
          property + ": can not be read now: " + unreadable.getMessage(),
          unreadable);
    }
    if (value.isEmpty()) {
      throw new NotSentException(
          Obstacle.SECRET_UNUSABLE,
          property + ": expected a text, found none; correct its setting");
    }
    return value;
  }
}
