package io.cloudkit.testkit.aap.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What goes into the Authorization header; never printed. */
final class Credentials {
  static final Credentials NONE = new Credentials(Optional.empty());

  private final Optional<String> header;

  private Credentials(Optional<String> header) {
    this.header = header;
  }

  static Credentials token(String token) {
    return new Credentials(Optional.of("Bearer " + token));
  }

  static Credentials password(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  Optional<String> header() {
    return header;
  }

  @Override
  public String toString() {
    return header.isPresent() ? "credentials" : "no credentials";
  }
}
