package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Authenticator;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** The way that is configured: through a proxy or not, and whom to trust on it. Thread-safe. */
final class Transport implements Way {
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private final Optional<ProxyServer> proxy;
  private final Tls tls;

  private Transport(Optional<ProxyServer> proxy, Tls tls) {
    this.proxy = proxy;
    this.tls = tls;
  }

  /**
   * The way that is configured.
   *
   * @param environment variables, which may name proxies
   * @throws IllegalArgumentException if it can not be gone: says which setting or variable it is
   *     by, and what to do
   */
  static Transport of(
      ProviderConfig config, ProviderContext context, Map<String, String> environment) {
    HttpUrl base = BaseUrl.of(config.url(AapProviderFactory.URL)).address();
    return new Transport(ProxyServer.of(config, context, base, environment), Tls.of(config, base));
  }

  /** The proxy wants other credentials than it is given. */
  static final class ProxyLoginException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyLoginException(String message) {
      super(message);
    }
  }

  @Override
  public OkHttpClient.Builder apply(OkHttpClient.Builder client) {
    tls.apply(client);
    proxy.ifPresent(
        server -> {
          client.proxy(server.proxy()).proxyAuthenticator(new Login(server));
          server.login().ifPresent(login -> client.addInterceptor(new PlainLogin(login)));
        });
    return client;
  }

  @Override
  public Optional<ProxyServer> proxy() {
    return proxy;
  }

  @Override
  public List<Finding> findings() {
    return tls.findings();
  }

  /** Shows the login for a tunnel, at once, and never twice. */
  private record Login(ProxyServer server) implements Authenticator {
    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response)
        throws IOException {
      Request asked = response.request();
      if (!asked.method().equals("CONNECT")) {
        return null; // told as the answer that it is: a launch must not leave twice
      }
      boolean isFirst =
          response.challenges().stream()
              .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
      if (!isFirst) {
        throw new ProxyLoginException(Unreached.PROXY_LOGIN);
      }
      return server.login().isEmpty()
          ? null
          : asked.newBuilder().header(PROXY_AUTHORIZATION, server.login().get().get()).build();
    }
  }

  /** Shows the login with a request that the proxy itself reads; a tunnel must not carry it. */
  private record PlainLogin(Supplier<String> login) implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Request request = chain.request();
      return chain.proceed(
          request.isHttps()
              ? request
              : request.newBuilder().header(PROXY_AUTHORIZATION, login.get()).build());
    }
  }
}
