package io.cloudkit.operator.configuration;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Factories that declare settings, and make a provider of which nothing is asked. */
public final class TestFactories {
  private static final String CALL_TIMEOUT = "call-timeout";

  private TestFactories() {}

  /** A discovery that found these and refused others. */
  public static ProviderDiscovery found(
      List<String> refused, ProvisioningProviderFactory... factories) {
    return new ProviderDiscovery(
        Stream.of(factories)
            .map(each -> new ProviderDiscovery.Found(each.type(), each.spiLevel(), "a test", each))
            .toList(),
        refused);
  }

  /** Declares what a provider for AAP could. */
  public static ProvisioningProviderFactory aap() {
    return declaring(
        "aap",
        ConfigProperty.named("url", ConfigProperty.Type.URL, "Where the controller's API is.")
            .required()
            .build(),
        ConfigProperty.named("token", ConfigProperty.Type.STRING, "An OAuth2 token.")
            .secret()
            .required()
            .build(),
        ConfigProperty.named(
                "provision-template", ConfigProperty.Type.STRING, "The template that creates.")
            .build(),
        ConfigProperty.named(
                "deprovision-template", ConfigProperty.Type.STRING, "The template that deletes.")
            .build(),
        ConfigProperty.named(CALL_TIMEOUT, ConfigProperty.Type.DURATION, "For one call.")
            .defaultValue("30s")
            .build());
  }

  /** Declares one setting that must be there, and a secret that need not. */
  public static ProvisioningProviderFactory other() {
    return declaring(
        "other",
        ConfigProperty.named("place", ConfigProperty.Type.STRING, "Where.").required().build(),
        ConfigProperty.named("password", ConfigProperty.Type.STRING, "For it.").secret().build());
  }

  /** Declares what a provider for EDA could. */
  public static ProvisioningProviderFactory eda() {
    return declaring(
        "eda",
        ConfigProperty.named("provision-webhook", ConfigProperty.Type.URL, "For what is created.")
            .required()
            .build(),
        ConfigProperty.named("deprovision-webhook", ConfigProperty.Type.URL, "For what goes.")
            .required()
            .build(),
        ConfigProperty.named("token", ConfigProperty.Type.STRING, "For both.").secret().build(),
        ConfigProperty.named(
                "minimum-request-interval", ConfigProperty.Type.DURATION, "Between two requests.")
            .defaultValue("0s")
            .build());
  }

  /** The same, whose backend is found to be like this. */
  public static ProvisioningProviderFactory finding(
      Finding finding, ProvisioningProviderFactory factory) {
    return remaking(
        factory,
        made ->
            (ProvisioningProvider)
                Proxy.newProxyInstance(
                    TestFactories.class.getClassLoader(),
                    new Class<?>[] {ProvisioningProvider.class},
                    (proxy, method, arguments) ->
                        method.getName().equals("preflight")
                            ? List.of(finding)
                            : method.invoke(made, arguments)));
  }

  /** The same, which can not make a provider. */
  public static ProvisioningProviderFactory broken(ProvisioningProviderFactory factory) {
    return remaking(
        factory,
        made -> {
          throw new IllegalStateException("s3cret");
        });
  }

  /** The same, whose provider is changed when it is made. */
  public static ProvisioningProviderFactory remaking(
      ProvisioningProviderFactory factory, UnaryOperator<ProvisioningProvider> change) {
    return new Remaking(factory, change);
  }

  private record Remaking(
      ProvisioningProviderFactory factory, UnaryOperator<ProvisioningProvider> change)
      implements ProvisioningProviderFactory {
    @Override
    public ProviderType type() {
      return factory.type();
    }

    @Override
    public int spiLevel() {
      return factory.spiLevel();
    }

    @Override
    public List<ConfigProperty> properties() {
      return factory.properties();
    }

    @Override
    public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
      return change.apply(factory.create(config, context));
    }
  }

  public static ProvisioningProviderFactory declaring(String type, ConfigProperty... properties) {
    return new ProvisioningProviderFactory() {
      @Override
      public ProviderType type() {
        return ProviderType.of(type);
      }

      @Override
      public int spiLevel() {
        return SpiLevel.CURRENT;
      }

      @Override
      public List<ConfigProperty> properties() {
        return List.of(properties);
      }

      @Override
      public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
        ProviderTraits.Builder traits = ProviderTraits.polled();
        if (properties().stream().anyMatch(each -> each.name().equals(CALL_TIMEOUT))) {
          traits.callTimeout(config.duration(CALL_TIMEOUT));
        }
        InMemoryBackend backend =
            new InMemoryBackend(
                context.nanoTime(),
                new Prompt(Duration.ZERO, Duration.ZERO, JobState.SUCCEEDED, Duration.ZERO));
        return new InMemoryProvider(context.instance(), traits.build(), backend, Duration.ZERO);
      }
    };
  }

  private record Prompt(Duration startsAfter, Duration runsFor, JobState end, Duration liesFor)
      implements InMemoryBackend.Behaviour {}
}
