package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

/** What is special about the way to AAP. Thread-safe. */
@FunctionalInterface
interface Way extends UnaryOperator<OkHttpClient.Builder> {
  /** The proxy on it. */
  default Optional<ProxyServer> proxy() {
    return Optional.empty();
  }

  /** What is to be said of it as it is now. */
  default List<Finding> findings() {
    return List.of();
  }
}
