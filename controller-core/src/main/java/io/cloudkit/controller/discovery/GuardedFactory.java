package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A factory that was asked who it is, and is asked for providers in its own surroundings. */
final class GuardedFactory implements ProvisioningProviderFactory {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedFactory.class);

  private final ProvisioningProviderFactory factory;
  private final Answers answers;
  private final Home home;
  private final String name;
  private final Duration patience;

  /** What it said of itself. */
  record Answers(
      ProviderType type,
      int spiLevel,
      List<ConfigProperty> properties,
      List<ConfigProperty> launchOptions) {}

  /**
   * A factory as it described itself.
   *
   * @param name its class and where that came from, for people
   * @param patience for making a provider, and for closing one
   */
  GuardedFactory(
      ProvisioningProviderFactory factory,
      Answers answers,
      Home home,
      String name,
      Duration patience) {
    this.factory = factory;
    this.answers = answers;
    this.home = home;
    this.name = name;
    this.patience = patience;
  }

  @Override
  public ProviderType type() {
    return answers.type();
  }

  @Override
  public int spiLevel() {
    return answers.spiLevel();
  }

  @Override
  public List<ConfigProperty> properties() {
    return answers.properties();
  }

  @Override
  public List<ConfigProperty> launchOptions() {
    return answers.launchOptions();
  }

  /**
   * Besides what the SPI says: whatever a factory does, an exception comes of it, in time, and
   * without a secret of the instance.
   */
  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    Making making = new Making(config, new GuardedContext(context, home));
    try {
      home.run("provider-" + context.instance() + "-create", patience, making);
      return making.made();
    } catch (TimeoutException late) {
      throw new ProviderDefectException(
          name
              + ": expected a provider within "
              + patience.toSeconds()
              + " s, found it busy: a defect of it");
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw new ProviderDefectException(name + ": interrupted before its provider was made");
    } catch (ExecutionException failed) {
      throw failure(Words.cause(failed), mask(context));
    }
  }

  private SecretMask mask(ProviderContext context) {
    return SecretMask.of(
        answers.properties().stream()
            .filter(ConfigProperty::isSecret)
            // asked for where it can not throw: one that is not set is none
            .map(property -> (Secret) () -> context.secret(property.name()).value())
            .toList());
  }

  /**
   * An Error is none of the JVM's here; a refusal, or any other exception, stays what it is unless
   * it quotes a secret.
   */
  private RuntimeException failure(Throwable cause, SecretMask mask) {
    boolean quotes = mask.isNeededFor(cause);
    if (cause instanceof RuntimeException thrown && !quotes) {
      return thrown;
    }
    RuntimeException told =
        cause instanceof IllegalArgumentException
            ? new IllegalArgumentException(mask.over(String.valueOf(cause.getMessage())))
            : defect(cause, mask);
    told.setStackTrace(cause.getStackTrace());
    if (!quotes) {
      told.initCause(cause);
    }
    return told;
  }

  private ProviderDefectException defect(Throwable cause, SecretMask mask) {
    // the text of a LinkageError is made by the JVM: what is missing, or of another version
    String what =
        cause instanceof LinkageError
            ? mask.over(Words.of(cause)) + "; complete its jars, or use a provider for this version"
            : cause.getClass().getName() + ", a defect of it";
    LOG.error("{}: create failed: {}", name, what);
    return new ProviderDefectException(name + ": create failed: " + what);
  }

  /** The making of one provider, on another thread than the one that waits for it. */
  private final class Making implements Runnable {
    private final ProviderConfig config;
    private final GuardedContext context;
    private volatile @Nullable ProvisioningProvider made;

    Making(ProviderConfig config, GuardedContext context) {
      this.config = config;
      this.context = context;
    }

    @Override
    public void run() {
      ProvisioningProvider provider = factory.create(config, context);
      if (provider == null) {
        throw nothing("create");
      }
      ProviderTraits traits = provider.traits();
      if (traits == null) {
        throw nothing("traits");
      }
      made = new GuardedProvider(provider, traits, context, home, name, patience);
    }

    ProvisioningProvider made() {
      ProvisioningProvider provider = made;
      if (provider == null) {
        throw nothing("create");
      }
      return provider;
    }

    private ProviderDefectException nothing(String what) {
      return new ProviderDefectException(
          name + ": " + what + " answered null, a defect of it; remove or replace it");
    }
  }

  /** For people: the class, and the jar or folder that it is in. */
  @Override
  public String toString() {
    return name;
  }
}
