package io.cloudkit.provider.eda.connection;

import io.cloudkit.provider.eda.connection.NotSentException.Obstacle;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;

/**
 * One header by which an event is let in. Its secret is read anew for each request, so that it may
 * rotate.
 */
public interface Proof {
  /** The name of the header. */
  String header();

  /** The settings that it is made of, for a person. */
  List<String> settings();

  /**
   * The value of the header.
   *
   * @throws NotSentException if there is none now
   */
  String value(byte[] body);

  /** What of a value must not be shown, however it is written. */
  List<String> secretsOf(String value);

  /**
   * Shows it.
   *
   * @throws NotSentException if it can not be shown
   */
  default void show(Request.Builder request, byte[] body) {
    String value = value(body);
    try {
      request.header(header(), value);
    } catch (IllegalArgumentException unsendable) {
      // its message is not passed on: it may quote the secret
      throw new NotSentException(
          Obstacle.SECRET_UNUSABLE,
          settings().get(0)
              + ": expected printable ASCII characters, found others; correct its setting");
    }
  }

  /** A secret and the setting that names it. */
  record Named(String setting, Secret secret) {
    public static Optional<Named> of(ProviderContext context, String setting) {
      try {
        return Optional.of(new Named(setting, context.secret(setting)));
      } catch (IllegalArgumentException notSet) {
        return Optional.empty();
      }
    }

    public String value() {
      String value;
      try {
        value = secret.value();
      } catch (ProviderException unreadable) {
        throw new NotSentException(
            Obstacle.SECRET_UNREADABLE,
            setting + ": can not be read now: " + unreadable.getMessage(),
            unreadable);
      }
      if (value.isEmpty()) {
        throw new NotSentException(
            Obstacle.SECRET_UNUSABLE,
            setting + ": expected a text, found none; correct its setting");
      }
      return value;
    }
  }

  /** A token: a bearer in Authorization, as it is in any other header. */
  record Token(Named token, String header) implements Proof {
    private static final String BEARER = "Bearer ";

    private String scheme() {
      // in this spelling the webhook keeps it out of the event: eda-api.md §1
      return header.equalsIgnoreCase(Credentials.AUTHORIZATION) ? BEARER : "";
    }

    @Override
    public List<String> settings() {
      return List.of(EdaSettings.TOKEN, EdaSettings.AUTH_HEADER);
    }

    @Override
    public String value(byte[] body) {
      return scheme() + token.value();
    }

    @Override
    public List<String> secretsOf(String value) {
      return List.of(value.substring(scheme().length()));
    }
  }

  /** User and password, as RFC 7617 has them. */
  record Password(String user, Named password, String header) implements Proof {
    private static final String BASIC = "Basic ";

    @Override
    public List<String> settings() {
      return List.of(EdaSettings.PASSWORD, EdaSettings.USER, EdaSettings.AUTH_HEADER);
    }

    @Override
    public String value(byte[] body) {
      byte[] pair = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
      return BASIC + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public List<String> secretsOf(String value) {
      String encoded = value.substring(BASIC.length());
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return List.of(encoded, pair.substring(user.length() + 1));
    }
  }
}
