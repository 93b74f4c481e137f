package io.cloudkit.operator.tenant;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Name of the Tenant object of a tenant, as the Go operator and its playbooks compute it:
 * go-operator-crd.md §5.
 */
final class TenantName {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private TenantName() {}

  /** {@code tenant-} and the unpadded, lower-case base32 of the FNV-1a 64 of the name. */
  static String of(String tenant) {
    long hash = FNV_OFFSET;
    for (byte each : tenant.getBytes(StandardCharsets.UTF_8)) {
      hash ^= each & 0xff;
      hash *= FNV_PRIME;
    }
    return "tenant-" + base32(hash).toLowerCase(Locale.ROOT);
  }

  /**
   * 64 bits, most significant first, in 13 groups of 5; the last group is filled with a zero bit.
   */
  private static String base32(long bits) {
    StringBuilder text = new StringBuilder(13);
    for (int shift = 59; shift >= 0; shift -= 5) {
      text.append(BASE32.charAt((int) (bits >>> shift) & 31));
    }
    return text.append(BASE32.charAt((int) (bits << 1) & 31)).toString();
  }
}
