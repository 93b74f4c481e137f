package io.cloudkit.provisioning.spi;

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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One configured backend that runs automation jobs for custom resources.
 *
 * <p><b>Threads.</b> Every method but {@link #traits()} is called on the provider's own bounded
 * pool, by several threads at once. {@code recover} and the two launches of one resource are never
 * called at once, unless an earlier call outlived its time. A method may block up to {@link
 * ProviderTraits#callTimeout()}; then, or when the operator stops, its thread is interrupted, and
 * the answer is taken to be unknown.
 *
 * <p><b>Retries.</b> The engine's, all of them. A provider sends a launch or a cancel once;
 * questions it may repeat inside its call time-out.
 *
 * <p><b>Throwing.</b> {@link ProviderException} means "I do not know", in every method. Nothing
 * else is to be thrown.
 *
 * <p><b>State.</b> The engine stores what must outlive a restart (bookmark, operation, claim, job
 * id). A provider must work when it was made a second ago and is asked about a job of last week.
 */
public interface ProvisioningProvider extends AutoCloseable {

  /** What this backend can do. Asked often, on any thread; constant, answered without a call. */
  ProviderTraits traits();

  /**
   * Launches the automation that makes the infrastructure what the resource asks for.
   *
   * <p>Called once for each claim, after operation and claim were stored, and never once deletion
   * of the resource has begun. Must hand operation and claim to the backend so that {@link
   * #recover} can find the job, must check {@link LaunchRequest#sendBy()} in the last place before
   * the bytes leave, and must not send twice: no retry in here or in the HTTP client, no following
   * of redirects.
   *
   * @return {@code triggered}: the job is stored and followed. {@code waiting}, {@code rejected}:
   *     surely nothing was launched, and the engine plans anew
   * @throws ProviderException if it is not known whether something was launched. The engine then
   *     asks {@link #recover} until it is
   */
  ProvisionResult triggerProvision(LaunchRequest request);

  /**
   * Launches the automation that takes the infrastructure away. As {@link #triggerProvision};
   * called only when nothing that provisions this resource can be alive.
   *
   * @return besides, {@code skipped}: by certain knowledge there is nothing to take away, and the
   *     resource is released
   */
  DeprovisionResult triggerDeprovision(LaunchRequest request);

  /**
   * Finds out what became of a launch whose outcome was lost. Read-only. Called when a stored
   * launch has no outcome: after a throw, or after a restart of the operator; again after {@code
   * tooEarly}, and with pauses after a throw. A SIGNALLED provider that can not search tells it
   * from signs on the resource: it is asked whenever the resource changes, too, without a pause.
   *
   * @return {@code found}: all jobs that carry the operation, oldest first; the oldest is adopted,
   *     the others are cancelled and followed. {@code notLaunched}: the operation may be sent
   *     again; must not be said before {@link UnresolvedLaunch#isSettled()} unless the backend
   *     rules out late effects. {@code tooEarly}: asked again. {@code unknowable}: where the
   *     backend deduplicates and the operation is still wanted, of the same spec, it is sent again;
   *     else the resource stops and shows the remedy
   * @throws ProviderException if the backend can not be asked now
   */
  Recovery recover(UnresolvedLaunch launch);

  /**
   * Looks at one job, definitely and now. Read-only. Called before a decision that depends on the
   * answer, and for {@link ProviderTraits.Watch#SIGNALLED} providers whenever the resource changed.
   *
   * @throws ProviderException if the backend can not be asked now
   */
  JobObservation observe(JobQuery job);

  /**
   * What is new about these jobs. Called for {@link ProviderTraits.Watch#POLLED} providers every
   * tick (one second by default), one call after another, with all jobs that have not ended and
   * settled, often thousands. A provider keeps this cheap: ask the backend a question whose usual
   * answer is empty, and answer what is known when some of the questions failed.
   *
   * <p>An end that is told here with a settle time, or as a job that can not be seen, only makes
   * the engine {@link #observe} that job at once; one without a settle time is believed.
   *
   * <p>The engine interrupts them when the time of one call is over, and a tenth of a second more
   * for each job. What they answer within a second is news as well, and the next call gives the
   * jobs in another order: those to which one did not come are heard of in a later one, and one
   * that hangs does not hide the others for good. The engine is not told that there were such.
   *
   * <p>Unless overridden, the jobs are observed one after another, in their order, until the thread
   * is interrupted; what was seen until then is the answer.
   *
   * @return the jobs about which something may be new. A job that is absent has no news; that is
   *     the usual case, and proves nothing
   * @throws ProviderException if nothing could be asked; the next tick asks again. After a minute
   *     of it the resources show that nothing is heard of their jobs, and this reason
   */
  default Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    Map<JobRef, JobObservation> seen = new HashMap<>();
    Optional<ProviderException> unanswered = Optional.empty();
    for (JobQuery query : active) {
      try {
        seen.put(query.job(), observe(query));
      } catch (ProviderException unknown) {
        unanswered = unanswered.or(() -> Optional.of(unknown)); // no news of this job in this tick
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    if (seen.isEmpty() && unanswered.isPresent()) {
      throw unanswered.get();
    }
    return seen;
  }

  /**
   * Asks the backend to end a job. The end is observed, not answered. Called again, with pauses,
   * while the job lives.
   *
   * @throws ProviderException if it is not known whether the backend took the request; asked again
   */
  CancelResult cancel(JobQuery job);

  /**
   * Where a later search for this operation has to begin: an opaque mark, 1..256 characters, such
   * as the highest id of the backend now. Read-only. Asked once for each operation before its
   * intent is stored; given back with every request and search of the operation.
   *
   * @return empty if a search needs none
   * @throws ProviderException if the backend can not be asked; the launch is put off
   */
  default Optional<String> bookmark(LaunchPlan plan) {
    return Optional.empty();
  }

  /**
   * What may be alive at the backend for this resource, whoever started it. Read-only. Asked before
   * a deprovision is launched: a job that a person started again must not run beside it.
   *
   * @return {@code unknowable} unless overridden
   * @throws ProviderException if the backend can not be asked; the deprovision is put off
   */
  default LiveJobs liveJobs(ResourceSnapshot resource) {
    return LiveJobs.unknowable("this provider can not show what runs at its backend");
  }

  /**
   * Whether the backend is usable as configured. Read-only. Called at start and when a person asks.
   *
   * @return what was found, each with its remedy; empty if all is well
   */
  default List<Finding> preflight() {
    return List.of();
  }

  /**
   * Frees what the provider holds. Called when no call is in flight, by the engine once. Must not
   * throw, and does nothing the second time.
   */
  @Override
  default void close() {}
}
