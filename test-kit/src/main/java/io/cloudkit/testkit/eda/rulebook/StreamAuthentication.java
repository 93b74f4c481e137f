package io.cloudkit.testkit.eda.rulebook;

import io.cloudkit.testkit.http.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What an event stream wants to be shown, and how it looks at it (§2). */
public sealed interface StreamAuthentication {
  /** The header that must be there, whatever it says. */
  String header();

  /** Why what is shown is not good enough; empty if it is. */
  Optional<String> refusal(String shown, byte[] body);

  /** What is shown; empty if nothing is. */
  default Optional<String> shown(WireRequest request) {
    return request.header(header());
  }

  private static Optional<String> unless(boolean isGood, String refusal) {
    return isGood ? Optional.empty() : Optional.of(refusal);
  }

  /** A signature of the body, its prefix included; the encoding is base64 there unless told. */
  record BySignature(Hmac hmac) implements StreamAuthentication {
    @Override
    public String header() {
      return hmac.header();
    }

    @Override
    public Optional<String> refusal(String shown, byte[] body) {
      return unless(
          shown.equals(hmac.prefix() + hmac.sign(body)),
          "Signature mismatch, check your payload and secret");
    }
  }

  /** A token, with or without {@code Bearer} before it. */
  record ByToken(String header, String token) implements StreamAuthentication {
    @Override
    public Optional<String> refusal(String shown, byte[] body) {
      String bare = shown.startsWith("Bearer ") ? shown.substring("Bearer ".length()) : shown;
      return unless(bare.equals(token), "Token mismatch, check your token");
    }

    /** Never shows the token. */
    @Override
    public String toString() {
      return "ByToken[header=" + header + "]";
    }
  }

  /** User and password. */
  record ByPassword(String user, String password) implements StreamAuthentication {
    @Override
    public String header() {
      return "Authorization";
    }

    @Override
    public Optional<String> refusal(String shown, byte[] body) {
      String pair = user + ":" + password;
      String expected = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      String bare = shown.startsWith("Basic ") ? shown.substring("Basic ".length()) : shown;
      return unless(bare.equals(expected), "Credential mismatch");
    }

    /** Never shows the password. */
    @Override
    public String toString() {
      return "ByPassword[user=" + user + "]";
    }
  }

  /**
   * A client certificate, whose subject the gateway writes into a header.
   *
   * @param subject whose certificates are let in; empty for anybody's
   */
  record ByCertificate(String subject) implements StreamAuthentication {
    @Override
    public String header() {
      return "Subject";
    }

    @Override
    public Optional<String> shown(WireRequest request) {
      return request.clientSubject();
    }

    @Override
    public Optional<String> refusal(String shown, byte[] body) {
      return unless(subject.isEmpty() || subject.equals(shown), "Subject Name mismatch : " + shown);
    }
  }
}
