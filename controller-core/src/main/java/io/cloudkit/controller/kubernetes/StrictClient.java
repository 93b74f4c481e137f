package io.cloudkit.controller.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/** Makes clients on OkHttp, the one HTTP stack of this program. */
public final class StrictClient {
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private StrictClient() {}

  /**
   * A client for strict writes. It repeats nothing by itself: a write that was done and is then
   * repeated conflicts with itself. fabric8 repeats PUT on 429, 5xx and I/O errors up to ten times,
   * and below it OkHttp once more when a connection breaks before the answer.
   */
  public static KubernetesClient of(Config base) {
    Config config =
        new ConfigBuilder(base)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
            .build();
    return client(config, new Http(builder -> builder.retryOnConnectionFailure(false)));
  }

  /** A client for watching and for what may be repeated. */
  public static KubernetesClient patient(Config base) {
    return client(base, new Http(builder -> {}));
  }

  private static KubernetesClient client(Config config, OkHttpClientFactory http) {
    return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(http).build();
  }

  private static final class Http extends OkHttpClientFactory {
    private final Consumer<OkHttpClient.Builder> change;

    Http(Consumer<OkHttpClient.Builder> change) {
      this.change = change;
    }

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
      builder.addInterceptor(new HttpWatch());
      change.accept(builder);
    }
  }
}
