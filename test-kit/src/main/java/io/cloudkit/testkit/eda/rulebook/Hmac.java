package io.cloudkit.testkit.eda.rulebook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a body is signed.
 *
 * @param header where the signature is
 * @param algorithm as Python calls it: {@code sha256}, {@code sha512}, {@code sha3_256}
 * @param prefix what stands before it, such as {@code sha256=}; empty for none
 */
public record Hmac(
    String secret, String header, String algorithm, Encoding encoding, String prefix) {
  /** How the signature is written. */
  public enum Encoding {
    HEX,
    BASE64
  }

  /** As the webhook has it unless told otherwise (§1): sha256 in hex, without a prefix. */
  public static Hmac of(String secret) {
    return new Hmac(secret, "X-Hub-Signature-256", "sha256", Encoding.HEX, "");
  }

  public Hmac in(String otherHeader) {
    return new Hmac(secret, otherHeader, algorithm, encoding, prefix);
  }

  public Hmac by(String otherAlgorithm, Encoding otherEncoding) {
    return new Hmac(secret, header, otherAlgorithm, otherEncoding, prefix);
  }

  public Hmac after(String otherPrefix) {
    return new Hmac(secret, header, algorithm, encoding, otherPrefix);
  }

  /** The signature of these bytes, without its prefix. */
  String sign(byte[] body) {
    String name = "Hmac" + algorithm.toUpperCase(Locale.ROOT).replace("SHA3_", "SHA3-");
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
      byte[] digest = mac.doFinal(body);
      return encoding == Encoding.HEX
          ? HexFormat.of().formatHex(digest)
          : Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected an algorithm such as sha256, found " + name, e);
    }
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "Hmac[header=%s, algorithm=%s, encoding=%s, prefix=%s]"
        .formatted(header, algorithm, encoding, prefix);
  }
}
