package io.cloudkit.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.engine.NewsSilence;
import io.cloudkit.operator.cluster.ApiServer;
import io.cloudkit.operator.cluster.Cluster;
import io.cloudkit.operator.observability.Check;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readiness says of a provider: what its preflight found, and that it tells no news. */
class HealthTest {
  private static final Finding ERROR = Finding.error("token", "not accepted", "renew it");

  private final Health health =
      new Health(
          ApiServer.patient(new Cluster(new ConfigBuilder().build(), "nowhere"), pause -> false),
          () -> 0L);
  private final List<Finding> found = new ArrayList<>();

  @AfterEach
  void stop() {
    health.close();
  }

  private void watch() {
    health.watch(new Preflight("aap", provider()), Runnable::run);
    await().until(() -> line().filter("not asked yet"::equals).isEmpty());
  }

  private Optional<String> line() {
    return health.checks().stream()
        .filter(each -> each.name().equals("provider aap"))
        .map(Check::problem)
        .map(Supplier::get)
        .findFirst()
        .orElseThrow();
  }

  private static Optional<NewsSilence> silent(String instance) {
    return Optional.of(
        new NewsSilence(Instant.EPOCH, Duration.ofSeconds(1), instance + " answers 401"));
  }

  @Test
  void saysAtOnceThatThereIsNoNews() {
    watch();
    assertThat(line()).isEmpty();
    health.follows((instance, findings) -> {}, HealthTest::silent);
    assertThat(line()).contains("no news of its jobs since 1970-01-01T00:00:00Z: aap answers 401");
  }

  @Test
  void saysBothThatThereIsNoNewsAndWhatThePreflightFound() {
    found.add(ERROR);
    watch();
    health.follows((instance, findings) -> {}, HealthTest::silent);
    assertThat(line())
        .contains(
            "no news of its jobs since 1970-01-01T00:00:00Z: aap answers 401"
                + " | token: not accepted; renew it");
  }

  @Test
  void whoFollowsJobsIsGivenWhatThePreflightFoundBefore() {
    found.add(ERROR);
    watch();
    List<String> given = new ArrayList<>();
    health.follows(
        (instance, findings) -> given.add(instance + " " + findings), name -> Optional.empty());
    assertThat(given).containsExactly("aap " + List.of(ERROR));
    assertThat(line()).contains("token: not accepted; renew it");
  }

  private ProvisioningProvider provider() {
    return (ProvisioningProvider)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ProvisioningProvider.class},
            (proxy, method, arguments) ->
                method.getName().equals("traits")
                    ? ProviderTraits.polled().build()
                    : List.copyOf(found));
  }
}
