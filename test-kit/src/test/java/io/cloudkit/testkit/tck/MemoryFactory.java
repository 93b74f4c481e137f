package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.time.Duration;
import java.util.List;

/** Makes providers of a memory. */
record MemoryFactory(MemoryBackend backend) implements ProvisioningProviderFactory {
  private static final List<ConfigProperty> PROPERTIES =
      List.of(
          ConfigProperty.text("token", "What the backend asks for.").required().secret().build(),
          ConfigProperty.named(
                  "call-timeout", ConfigProperty.Type.DURATION, "Longest time of one call.")
              .defaultValue("10s")
              .build(),
          // names of what is no secret, and may be shown
          ConfigProperty.named("token-url", ConfigProperty.Type.URL, "Where tokens are given out.")
              .build(),
          ConfigProperty.text("credential-name", "Which credential the backend takes.").build(),
          ConfigProperty.named(
                  "token-lifetime", ConfigProperty.Type.DURATION, "How long one holds.")
              .build());

  @Override
  public ProviderType type() {
    return ProviderType.of("memory");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    return PROPERTIES;
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return new MemoryProvider(context.instance(), backend, traits(config.duration("call-timeout")));
  }

  private ProviderTraits traits(Duration callTimeout) {
    ProviderTraits wanted = backend.traits();
    boolean polled = wanted.watch() == ProviderTraits.Watch.POLLED;
    ProviderTraits.Builder traits =
        (polled ? ProviderTraits.polled() : ProviderTraits.signalled()).callTimeout(callTimeout);
    if (wanted.canCancel()) {
      traits.canCancel();
    }
    if (wanted.canSearch()) {
      traits.canSearch();
    }
    return wanted.deduplicates() ? traits.deduplicates().build() : traits.build();
  }
}
