package io.cloudkit.provider.eda.connection;

import io.cloudkit.provider.eda.settings.EdaSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature (HMAC) of exactly the bytes that are sent. A webhook and an event stream differ in
 * what they expect unless told otherwise (eda-api.md §1, §2), so all of it is set.
 *
 * @param algorithm as Python calls it
 * @param prefix what stands before it; empty for nothing
 */
public record HmacSignature(
    Proof.Named secret, String header, String algorithm, Encoding encoding, String prefix)
    implements Proof {

  /** How it is written. */
  public enum Encoding {
    HEX,
    BASE64;

    public static Encoding of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  @Override
  public List<String> settings() {
    return List.of(
        EdaSettings.HMAC_SECRET,
        EdaSettings.HMAC_ALGORITHM,
        EdaSettings.HMAC_ENCODING,
        EdaSettings.HMAC_PREFIX,
        EdaSettings.HMAC_HEADER);
  }

  @Override
  public String value(byte[] body) {
    String name = "Hmac" + algorithm.toUpperCase(Locale.ROOT).replace("SHA3_", "SHA3-");
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), name));
      byte[] digest = mac.doFinal(body);
      // both compare texts: hexadecimal digits in lower case
      return prefix
          + (encoding == Encoding.HEX
              ? HexFormat.of().formatHex(digest)
              : Base64.getEncoder().encodeToString(digest));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + name, missing);
    }
  }

  @Override
  public List<String> secretsOf(String value) {
    return List.of(value.substring(prefix.length()));
  }
}
