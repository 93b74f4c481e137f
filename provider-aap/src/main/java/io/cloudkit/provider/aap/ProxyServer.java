package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy on the way to AAP.
 *
 * @param login what is shown to it, read anew for each use; empty if it asks for nothing
 */
record ProxyServer(String host, int port, Optional<Supplier<String>> login) {
  private static final String NO_PROXY = "NO_PROXY";

  /**
   * The proxy of the settings, else that of the environment, if there is one for that address.
   *
   * @throws IllegalArgumentException if one is set that can not be used; without its value, which
   *     may hold a password
   */
  static Optional<ProxyServer> of(
      ProviderConfig config,
      ProviderContext context,
      HttpUrl base,
      Map<String, String> environment) {
    Optional<String> set = config.optional(AapProviderFactory.PROXY);
    Optional<String> user = config.optional(AapProviderFactory.PROXY_USER);
    Optional<Secret> password = Credentials.secret(context, AapProviderFactory.PROXY_PASSWORD);
    if (set.isPresent()) {
      if (user.isPresent() != password.isPresent()) {
        throw new IllegalArgumentException(
            "proxy-user: expected it together with proxy-password, found one of them");
      }
      ProxyServer server = parse(AapProviderFactory.PROXY, set.get());
      return Optional.of(
          new ProxyServer(
              server.host,
              server.port,
              user.flatMap(
                  name -> password.map(its -> () -> Credentials.basic(name, its.value())))));
    }
    if (user.isPresent() || password.isPresent()) {
      throw new IllegalArgumentException(
          "proxy: expected the proxy for proxy-user and proxy-password, found none");
    }
    return ofEnvironment(base, environment);
  }

  private static Optional<ProxyServer> ofEnvironment(
      HttpUrl base, Map<String, String> environment) {
    String name = base.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY";
    Optional<String> proxy = variable(name, environment, Function.identity());
    if (proxy.isEmpty()) {
      return Optional.empty(); // then nobody needs to know who needs none
    }
    NoProxy exceptions =
        variable(NO_PROXY, environment, NoProxy::new).orElseGet(() -> new NoProxy(""));
    return exceptions.covers(base) ? Optional.empty() : proxy.map(text -> parse(name, text));
  }

  /** By its name in upper or lower case, which must mean the same; empty counts as not set. */
  private static <T> Optional<T> variable(
      String name, Map<String, String> environment, Function<String, T> meaning) {
    String upper = environment.getOrDefault(name, "");
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    if (!upper.isEmpty()
        && !lower.isEmpty()
        && !meaning.apply(upper).equals(meaning.apply(lower))) {
      throw new IllegalArgumentException(
          name
              + ": expected the same as "
              + name.toLowerCase(Locale.ROOT)
              + ", found two values; unset one of them");
    }
    return Optional.of(upper.isEmpty() ? lower : upper)
        .filter(text -> !text.isEmpty())
        .map(meaning);
  }

  private static ProxyServer parse(String name, String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if (!"http".equalsIgnoreCase(uri.getScheme())) {
        throw unfit(
            name, "found another scheme: it is spoken to without TLS, or as SOCKS, by none");
      }
      if (uri.getHost() == null) {
        throw unfit(name, "found no host, or an @ in a password that is not written as %40");
      }
      if (uri.getRawPath() != null && !uri.getRawPath().matches("/?")) {
        throw unfit(name, "found a path");
      }
      Optional<Supplier<String>> login =
          Optional.ofNullable(uri.getRawUserInfo()).map(ProxyServer::login);
      return new ProxyServer(
          uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort() < 0 ? 80 : uri.getPort(), login);
    } catch (URISyntaxException garbled) {
      // its words would quote the value
      throw unfit(
          name, "found something else; in a password, special characters are written as %40");
    }
  }

  private static Supplier<String> login(String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
    String password = decoded(colon < 0 ? "" : userInfo.substring(colon + 1));
    String header = Credentials.basic(user, password);
    return () -> header;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException unfit(String name, String found) {
    return new IllegalArgumentException(
        name + ": expected a proxy such as http://proxy.example.com:3128, " + found);
  }

  /** For OkHttp, which finds the address of its name itself. */
  Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  /** Never shows the login. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
