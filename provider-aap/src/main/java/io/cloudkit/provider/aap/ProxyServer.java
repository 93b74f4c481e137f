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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy on the way to AAP.
 *
 * @param setting where it is set, for a person: a setting or a variable
 * @param login what is shown to it, read anew for each use; empty if it asks for nothing
 */
record ProxyServer(String setting, String host, int port, Optional<Supplier<String>> login) {
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
              "the setting " + server.setting,
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

  /** What would not be used is not looked at: it is meant for other addresses. */
  private static Optional<ProxyServer> ofEnvironment(
      HttpUrl base, Map<String, String> environment) {
    String name = base.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY";
    List<String> proxies = values(name, environment);
    return proxies.isEmpty() || isReachedWithout(base, environment)
        ? Optional.empty()
        : Optional.of(parse(variable(name, environment), one(name, proxies)));
  }

  private static boolean isReachedWithout(HttpUrl base, Map<String, String> environment) {
    List<String> lists = values(NO_PROXY, environment);
    return one(
        NO_PROXY,
        (lists.isEmpty() ? List.of("") : lists)
            .stream().map(list -> new NoProxy(list).covers(base)).distinct().toList());
  }

  /** Of its name in upper and in lower case; empty counts as not set. */
  private static List<String> values(String name, Map<String, String> environment) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(each -> environment.getOrDefault(each, ""))
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  /** The one of its two names that is set. */
  private static String variable(String name, Map<String, String> environment) {
    return environment.getOrDefault(name, "").isEmpty() ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static <T> T one(String name, List<T> meanings) {
    if (meanings.size() > 1) {
      throw new IllegalArgumentException(
          name
              + ": expected the same as "
              + name.toLowerCase(Locale.ROOT)
              + ", found two values; unset one of them");
    }
    return meanings.get(0);
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
          name,
          uri.getHost().replaceAll("[\\[\\]]", ""),
          uri.getPort() < 0 ? 80 : uri.getPort(),
          login);
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
