package io.cloudkit.provider.aap;

import java.io.IOException;
import java.net.Proxy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Why nothing of a request left, and what to do, without a word that somebody else wrote. */
final class Unreached {
  static final String PROXY_LOGIN =
      "the proxy asks for other credentials (407); check proxy-user and proxy-password, or those in"
          + " the variable that names the proxy";

  /** Of OkHttp 4. */
  private static final Pattern TUNNEL =
      Pattern.compile("Unexpected response code for CONNECT: ([0-9]{3})");

  private Unreached() {}

  /**
   * For a person.
   *
   * @param proxy through which it was tried; null for none
   */
  static String why(HttpUrl base, @Nullable Proxy proxy, IOException cause) {
    String through =
        proxy == null || proxy.type() == Proxy.Type.DIRECT
            ? ""
            : " through the proxy " + address(proxy);
    return "AAP can not be reached at "
        + base.host()
        + ":"
        + base.port()
        + through
        + ": "
        + what(cause, !through.isEmpty());
  }

  private static String address(Proxy proxy) {
    return String.valueOf(proxy.address()).replaceAll("/?<unresolved>", "");
  }

  private static String what(IOException cause, boolean hasProxy) {
    if (cause instanceof Transport.ProxyLoginException) {
      return PROXY_LOGIN;
    }
    Matcher tunnel = TUNNEL.matcher(String.valueOf(cause.getMessage()));
    if (tunnel.matches()) {
      return "the proxy answered "
          + tunnel.group(1)
          + "; check that it lets through what the setting url names, or NO_PROXY";
    }
    if (cause instanceof SSLException) {
      return cause.getClass().getSimpleName()
          + "; check that the authority of its certificate is known, or see ca-file, and that its"
          + " name is in the setting url";
    }
    return cause.getClass().getSimpleName()
        + "; check the setting url, and that "
        + (hasProxy ? "the proxy runs" : "AAP runs");
  }
}
