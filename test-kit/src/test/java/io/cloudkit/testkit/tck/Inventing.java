package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes up what it finds, when its search meets that fault. */
final class Inventing extends Passing {
  /** What it makes up of a launch. */
  interface Invention {
    /**
     * Of that launch.
     *
     * @param real its job
     */
    FoundJob of(UnresolvedLaunch launch, JobRef real);
  }

  static final Invention A_JOB = (launch, real) -> found(launch.job("98765"), JobState.UNKNOWN);
  static final Invention AN_END = (launch, real) -> found(real, JobState.FAILED);

  private final Fault fault;
  private final Invention invention;
  private final Map<String, JobRef> launched = new ConcurrentHashMap<>();

  Inventing(ProvisioningProvider good, Fault fault, Invention invention) {
    super(good);
    this.fault = fault;
    this.invention = invention;
  }

  private static FoundJob found(JobRef job, JobState state) {
    return FoundJob.of(job, Optional.empty(), Optional.empty(), JobStatus.of(state));
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    ProvisionResult result = good.triggerProvision(request);
    Answer.of(result).job().ifPresent(job -> launched.put(request.operation(), job));
    return result;
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    try {
      return good.recover(launch);
    } catch (ProviderException unknown) {
      JobRef real = launched.get(launch.plan().operation());
      if (real != null && Broken.isCut(unknown, fault)) {
        return Recovery.found(List.of(invention.of(launch, Objects.requireNonNull(real))));
      }
      throw unknown;
    }
  }
}
