package io.cloudkit.provider.aap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Why no answer came, and what to do, without a word that somebody else wrote. */
final class Unreached {
  static final String PROXY_LOGIN =
      "the proxy asks for other credentials (407); check proxy-user and proxy-password, or those in"
          + " the variable that names the proxy";

  /** Of OkHttp 4. */
  private static final Pattern TUNNEL =
      Pattern.compile("Unexpected response code for CONNECT: ([0-9]{3})");

  /** An alert of TLS where an answer should begin, as OkHttp 4 tells it: in hexadecimal, or so. */
  private static final Pattern ALERT = Pattern.compile(".*(content=1503|: \\x15\\x03).*");

  private final HttpUrl base;
  private final Optional<ProxyServer> proxy;

  /**
   * On the way to that address.
   *
   * @param proxy through which it is tried
   */
  Unreached(HttpUrl base, Optional<ProxyServer> proxy) {
    this.base = base;
    this.proxy = proxy;
  }

  /** Why nothing of a request left. */
  String why(IOException cause) {
    return "AAP can not be reached at "
        + base.host()
        + ":"
        + base.port()
        + through()
        + ": "
        + what(cause);
  }

  /** Why there is no answer to a request that left. */
  String broke(IOException cause) {
    if (cause instanceof InterruptedIOException) {
      return "no whole answer in time" + through();
    }
    if (proxy.isEmpty() && !base.isHttps() && isAlert(cause)) {
      return "TLS is spoken on this port; write https in the setting url";
    }
    if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
      return why(cause); // of a question that was asked again over a new connection
    }
    return TlsTrouble.alert(cause)
        .orElseGet(
            () ->
                "the connection"
                    + through()
                    + " broke: "
                    + cause.getClass().getSimpleName()
                    + proxy.map(its -> "; check " + its.setting() + ", and its logs").orElse(""));
  }

  private String through() {
    return proxy.map(its -> " through the proxy " + its).orElse("");
  }

  private String what(IOException cause) {
    if (cause instanceof Transport.ProxyLoginException) {
      return PROXY_LOGIN;
    }
    Matcher tunnel = TUNNEL.matcher(String.valueOf(cause.getMessage()));
    if (tunnel.matches()) {
      return "the proxy answered "
          + tunnel.group(1)
          + "; check that it lets through what the setting url names, or NO_PROXY";
    }
    String setting = proxy.map(ProxyServer::setting).orElse("the setting url");
    if (cause instanceof UnknownHostException) {
      return (proxy.isEmpty() ? "its" : "the proxy's")
          + " name is not known; check the host in "
          + setting;
    }
    // before TLS the proxy alone breaks off
    boolean isTls = proxy.isEmpty() || TlsTrouble.isBeyondProxies(cause);
    return (isTls ? TlsTrouble.of(cause, base) : Optional.<String>empty())
        .orElseGet(
            () ->
                kind(cause)
                    + "; check "
                    + setting
                    + ", and that "
                    + (proxy.isEmpty() ? "AAP runs" : "the proxy runs"));
  }

  private static String kind(IOException cause) {
    if (cause instanceof ConnectException) {
      return String.valueOf(cause.getCause()).contains("refused")
          ? "nothing listens there"
          : "no connection comes about";
    }
    return cause instanceof SocketTimeoutException
        ? "no connection came about in time"
        : "the connection broke: " + cause.getClass().getSimpleName();
  }

  private static boolean isAlert(IOException cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      boolean isGarbled = each instanceof EOFException || each instanceof ProtocolException;
      String said = String.valueOf(each.getMessage()).replace('\n', ' ');
      if (isGarbled && ALERT.matcher(said).matches()) {
        return true;
      }
    }
    return false;
  }
}
