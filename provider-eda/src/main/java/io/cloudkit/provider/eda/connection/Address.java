package io.cloudkit.provider.eda.connection;

import java.net.URI;
import okhttp3.HttpUrl;

/** Addresses as people configure them. */
public final class Address {
  private Address() {}

  /**
   * An address that can be sent to.
   *
   * @throws IllegalArgumentException if it is none; names the setting
   */
  public static HttpUrl of(String setting, URI configured) {
    if (configured.getFragment() != null) {
      throw refused(
          setting, "expected it to end with the path, found a fragment; remove what begins with #");
    }
    HttpUrl url = HttpUrl.get(configured);
    if (url == null) {
      throw refused(
          setting,
          configured.getPort() > 65_535 || configured.getPort() == 0
              ? "expected a port from 1 to 65535, found " + configured.getPort()
              : "expected an http or https address, found another one");
    }
    return url;
  }

  /** Of a setting that can not be an address, with the reason; for its caller to throw. */
  public static IllegalArgumentException refused(String setting, String why) {
    return new IllegalArgumentException(setting + ": " + why);
  }
}
