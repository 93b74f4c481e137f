package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import io.cloudkit.testkit.tck.MemoryBackend.Cut;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A provider that breaks one promise.
 *
 * @param rule the only one that it must fail
 * @param how it breaks it
 * @param traits what its backend can do
 */
record Broken(
    String rule,
    String how,
    ProviderTraits traits,
    Function<MemoryBackend, ProvisioningProviderFactory> factory) {
  private static final ProviderTraits ABLE =
      ProviderTraits.polled().canCancel().canSearch().build();

  /** One that a changed factory makes. */
  static Broken factory(
      String rule, String how, Function<MemoryBackend, ProvisioningProviderFactory> factory) {
    return new Broken(rule, how, ABLE, factory);
  }

  /** A good provider, but for what the wrapper changes. */
  static Broken provider(String rule, String how, UnaryOperator<ProvisioningProvider> wrapper) {
    return provider(rule, how, ABLE, wrapper);
  }

  /** The same, of a backend that can neither search nor cancel. */
  static Broken blind(String rule, String how, UnaryOperator<ProvisioningProvider> wrapper) {
    return provider(rule, how, ProviderTraits.polled().build(), wrapper);
  }

  private static Broken provider(
      String rule, String how, ProviderTraits traits, UnaryOperator<ProvisioningProvider> wrapper) {
    return new Broken(
        rule,
        how,
        traits,
        backend ->
            new Factory(backend) {
              @Override
              public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
                return wrapper.apply(super.create(config, context));
              }
            });
  }

  /** The same, but good with provisions. */
  Broken ofDeprovisions() {
    return new Broken(
        rule,
        how + ", of deprovisions",
        traits,
        backend ->
            new Factory(backend) {
              @Override
              public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
                ProvisioningProvider bad = factory.apply(backend).create(config, context);
                return new GoodProvisions(super.create(config, context), bad);
              }
            });
  }

  /** Whether the wire broke in that way. */
  static boolean isCut(ProviderException unknown, Fault by) {
    return unknown.getCause() instanceof Cut cut && by.toString().equals(cut.getMessage());
  }

  @Override
  public String toString() {
    return rule + ": " + how;
  }

  /** The good factory, to be changed. */
  static class Factory implements ProvisioningProviderFactory {
    private final ProvisioningProviderFactory good;

    Factory(MemoryBackend backend) {
      good = new MemoryFactory(backend);
    }

    @Override
    public ProviderType type() {
      return good.type();
    }

    @Override
    public int spiLevel() {
      return SpiLevel.CURRENT;
    }

    @Override
    public List<ConfigProperty> properties() {
      return good.properties();
    }

    @Override
    public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
      return good.create(config, context);
    }
  }

  /** Passes everything on; both types of launches by {@code triggerProvision}. */
  static class Passing implements ProvisioningProvider {
    final ProvisioningProvider good;

    Passing(ProvisioningProvider good) {
      this.good = good;
    }

    @Override
    public ProviderTraits traits() {
      return good.traits();
    }

    @Override
    public ProvisionResult triggerProvision(LaunchRequest request) {
      return good.triggerProvision(request);
    }

    @Override
    public DeprovisionResult triggerDeprovision(LaunchRequest request) {
      return DeprovisionResult.of(triggerProvision(request));
    }

    @Override
    public Recovery recover(UnresolvedLaunch launch) {
      return good.recover(launch);
    }

    @Override
    public JobObservation observe(JobQuery job) {
      return good.observe(job);
    }

    @Override
    public CancelResult cancel(JobQuery job) {
      return good.cancel(job);
    }

    @Override
    public Optional<String> bookmark(LaunchPlan plan) {
      return good.bookmark(plan);
    }

    @Override
    public LiveJobs liveJobs(ResourceSnapshot resource) {
      return good.liveJobs(resource);
    }

    @Override
    public List<Finding> preflight() {
      return good.preflight();
    }
  }

  /** Passes everything on to the good provider, but what is about a deprovision. */
  private static final class GoodProvisions extends Passing {
    private final ProvisioningProvider bad;

    GoodProvisions(ProvisioningProvider good, ProvisioningProvider bad) {
      super(good);
      this.bad = bad;
    }

    @Override
    public DeprovisionResult triggerDeprovision(LaunchRequest request) {
      return bad.triggerDeprovision(request);
    }

    @Override
    public Recovery recover(UnresolvedLaunch launch) {
      boolean provision = launch.plan().type() == JobType.PROVISION;
      return (provision ? good : bad).recover(launch);
    }
  }
}
