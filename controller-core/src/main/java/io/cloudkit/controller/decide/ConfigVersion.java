package io.cloudkit.controller.decide;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Canonical name of an intent: {@code v1-} and 32 hex digits of the SHA-256 over a canonical text
 * of it. The same intent has the same name in every version of this program, whatever the order of
 * its keys. The prefix keeps the name from being read as a number by what echoes it (eda-api.md,
 * rule 6).
 */
public final class ConfigVersion {
  private static final int HEX_DIGITS = 32;

  private ConfigVersion() {}

  /**
   * The name of an intent.
   *
   * @param intent JSON values in JDK types; a null value counts as absent
   */
  public static String of(Map<String, ?> intent) {
    StringBuilder canonical = new StringBuilder();
    append(canonical, intent);
    byte[] digest = sha256().digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
    return "v1-" + HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
  }

  private static void append(StringBuilder to, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach(
          (key, each) -> {
            if (each != null) {
              sorted.put(String.valueOf(key), each);
            }
          });
      to.append('{');
      sorted.forEach(
          (key, each) -> {
            quote(to, key);
            to.append(':');
            append(to, each);
            to.append(',');
          });
      to.append('}');
    } else if (value instanceof List<?> list) {
      to.append('[');
      for (Object each : list) {
        append(to, each);
        to.append(',');
      }
      to.append(']');
    } else if (value instanceof String text) {
      quote(to, text);
    } else if (value instanceof Number number) {
      to.append(canonical(number));
    } else {
      to.append(value);
    }
  }

  /** 1, 1L and 1.0 are one number in JSON. */
  private static String canonical(Number number) {
    if (number instanceof Double each && !Double.isFinite(each)) {
      return each.toString();
    }
    BigDecimal value = new BigDecimal(number.toString()).stripTrailingZeros();
    return value.unscaledValue() + "e" + -value.scale();
  }

  private static void quote(StringBuilder to, String text) {
    // the length makes the text unambiguous without escaping
    to.append('"').append(text.length()).append(':').append(text).append('"');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
