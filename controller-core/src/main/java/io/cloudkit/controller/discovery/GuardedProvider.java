package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A provider that is called in its own surroundings. Passes each call on as it came, and what comes
 * of it back; only where nobody waits with a time-out or for an Error does it see to that itself.
 * The traits were asked for when it was made: they are constant.
 */
final class GuardedProvider implements ProvisioningProvider {
  private final ProvisioningProvider provider;
  private final ProviderTraits traits;
  private final GuardedContext context;
  private final Home home;
  private final String name;
  private final Duration closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A provider that was just made.
   *
   * @param name its factory and where that came from, for people
   * @param closing how long closing it may take
   */
  GuardedProvider(
      ProvisioningProvider provider,
      ProviderTraits traits,
      GuardedContext context,
      Home home,
      String name,
      Duration closing) {
    this.provider = provider;
    this.traits = traits;
    this.context = context;
    this.home = home;
    this.name = name;
    this.closing = closing;
  }

  @Override
  public ProviderTraits traits() {
    return traits;
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    return home.call(() -> provider.triggerProvision(request));
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return home.call(() -> provider.triggerDeprovision(request));
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    return home.call(() -> provider.recover(launch));
  }

  @Override
  public JobObservation observe(JobQuery job) {
    return home.call(() -> provider.observe(job));
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    return home.call(() -> provider.news(active));
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    return home.call(() -> provider.cancel(job));
  }

  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    return home.call(() -> provider.bookmark(plan));
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return home.call(() -> provider.liveJobs(resource));
  }

  @Override
  public List<Finding> preflight() {
    try {
      return home.call(provider::preflight);
    } catch (LinkageError incomplete) {
      // its text is made by the JVM: what is missing, or of another version
      throw defect(Words.of(incomplete) + "; complete its jars", incomplete);
    } catch (StackOverflowError | AssertionError defect) {
      throw defect(defect.getClass().getName() + ", a defect of it", defect);
    }
  }

  private ProviderDefectException defect(String what, Error cause) {
    ProviderDefectException told =
        new ProviderDefectException(name + ": preflight failed: " + what);
    told.initCause(cause);
    return told;
  }

  @Override
  public void close() {
    context.end();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // whoever closes may have been told to hurry; the provider has its time all the same
    boolean interrupted = Thread.interrupted();
    try {
      home.run("provider-" + context.instance() + "-close", closing, provider::close);
    } catch (TimeoutException late) {
      throw new ProviderException(
          name + ": expected close to end within " + closing.toSeconds() + " s; it is left alone");
    } catch (InterruptedException told) {
      interrupted = true;
      throw new ProviderException(name + ": interrupted before it was closed");
    } catch (ExecutionException failed) {
      throw new ProviderException(name + ": close failed", Words.cause(failed));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** For people: its factory, and the jar or folder that it is in. */
  @Override
  public String toString() {
    return name;
  }
}
