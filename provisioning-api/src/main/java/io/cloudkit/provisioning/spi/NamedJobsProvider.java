package io.cloudkit.provisioning.spi;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FoundJob;
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
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A provider whose backend lets the <em>caller</em> name a job, and refuses a second one of that
 * name: an object of an API server, a file, a row with a unique key. The job of an operation is
 * named after the operation, so that however often an operation is sent it has one job, and a
 * launch whose answer was lost is found by its name.
 *
 * <p>Who implements this says how a job is created and how one is looked at; the rest of the
 * contract of {@link ProvisioningProvider}, of which threads and time-outs hold here as well, is
 * kept by what stands here.
 *
 * <p><b>Throwing.</b> {@link #create}, {@link #find}, {@link #list}, {@link #listFor} and {@link
 * #cancel(String)} may throw what they like. It means "I do not know", and the engine is told so by
 * a {@link ProviderException} that names the kind of exception to a person, and keeps the exception
 * itself for the log, at debug level. To tell a person more, throw a {@code ProviderException} with
 * better words.
 *
 * <p><b>Not included.</b> {@link #traits()}: say {@link ProviderTraits.Builder#canSearch()}; say
 * {@link ProviderTraits.Builder#deduplicates()} only if a name stays taken for ever, also when its
 * job was thrown away. A name that only running jobs hold back is too little for this class.
 */
public interface NamedJobsProvider extends ProvisioningProvider {

  /** The instance's name: {@link ProviderContext#instance()}. Constant, answered without a call. */
  String instance();

  /**
   * The name of the job of an effort, 1..128 characters without white space; it is the job's id in
   * the resource's status. Asked often; a pure function of the plan's operation, type and resource
   * uid, the same in every later version of the provider, and never the same for two operations.
   *
   * @return unless overridden {@code cloudkit-} and the operation, 41 lower-case letters, digits
   *     and hyphens in all
   */
  default String name(LaunchPlan plan) {
    return "cloudkit-" + plan.operation();
  }

  /**
   * Sends the launch of a provision or deprovision ({@link LaunchRequest#type()}) to the backend,
   * once. Called right after {@link LaunchRequest#sendBy()} was found to be in the future: if it
   * waits for something before the bytes leave, it has to look at it again. {@link
   * LaunchRequest#facts()} is what the job should carry.
   *
   * @param job the job to create; its id is its {@linkplain #name name}
   * @return {@code triggered} with that job if it was created, or exists already; {@code waiting}
   *     or {@code rejected} only if surely neither this send nor an earlier one of the operation
   *     made it
   * @throws Exception if it is not known whether the job was created
   */
  ProvisionResult create(JobRef job, LaunchRequest request) throws Exception;

  /**
   * Looks for the job of that name, definitely and now. Read-only.
   *
   * @return empty if there is none now. Before the launch is settled that proves nothing; for a job
   *     that was there it means that its record was removed, and is no end
   * @throws Exception if the backend can not be asked now
   */
  Optional<NamedJob> find(String name) throws Exception;

  /**
   * The jobs of this instance, by one question: the {@link #news} of a tick. Read-only. A job that
   * is absent is looked for by its name before anything is concluded.
   *
   * @return empty, as unless overridden, if the backend can not list; each job is then {@linkplain
   *     #find looked for}
   * @throws Exception if the backend can not be asked now
   */
  default Optional<List<NamedJob>> list() throws Exception {
    return Optional.empty();
  }

  /**
   * The jobs that were made for a resource, whichever instance made them, with what they echo.
   * Read-only. Those that have ended are left out by the caller.
   *
   * @return empty, as unless overridden, if the backend can not tell
   * @throws Exception if the backend can not be asked now
   */
  default Optional<List<NamedJob>> listFor(ResourceSnapshot resource) throws Exception {
    return Optional.empty();
  }

  /**
   * As {@link #cancel(JobQuery)}, of the job of that name.
   *
   * @return {@code unsupported} unless overridden
   * @throws Exception if it is not known whether the backend took the request
   */
  default CancelResult cancel(String name) throws Exception {
    return CancelResult.unsupported();
  }

  @Override
  default ProvisionResult triggerProvision(LaunchRequest request) {
    return launch(request);
  }

  /** By {@link #create} as well; a failed job blocks the deletion of the resource. */
  @Override
  default DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return DeprovisionResult.of(launch(request));
  }

  @Override
  default Recovery recover(UnresolvedLaunch launch) {
    String name = name(launch.plan());
    List<FoundJob> jobs = look(name).map(job -> job.foundFor(launch)).stream().toList();
    return launch.resolvedBy(jobs, "the backend has no job " + name);
  }

  @Override
  default JobObservation observe(JobQuery query) {
    return observed(query, look(query.job().id()));
  }

  /** By {@link #list}, or else by {@link #find}. */
  @Override
  default Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    Optional<List<NamedJob>> listed = known("list jobs", this::list);
    if (listed.isEmpty()) {
      return ProvisioningProvider.super.news(active);
    }
    Map<String, NamedJob> jobs = new HashMap<>();
    listed.get().forEach(job -> jobs.put(job.name(), job));
    Map<JobRef, JobObservation> news = new HashMap<>();
    for (JobQuery query : active) {
      Optional<NamedJob> job = Optional.ofNullable(jobs.get(query.job().id()));
      news.put(query.job(), observed(query, job));
    }
    return news;
  }

  @Override
  default CancelResult cancel(JobQuery query) {
    String name = query.job().id();
    return known("cancel job " + name, () -> cancel(name));
  }

  /** By {@link #listFor}; an end is believed, unless it has a settle time. */
  @Override
  default LiveJobs liveJobs(ResourceSnapshot resource) {
    Optional<List<NamedJob>> listed = known("list the resource's jobs", () -> listFor(resource));
    if (listed.isEmpty()) {
      return ProvisioningProvider.super.liveJobs(resource);
    }
    return LiveJobs.of(
        listed.get().stream()
            .filter(job -> !job.status().state().isTerminal() || !job.status().settle().isZero())
            .map(job -> job.foundAt(instance()))
            .toList());
  }

  private ProvisionResult launch(LaunchRequest request) {
    JobRef job = request.job(name(request.plan()));
    if (request.sendBy().isPast()) {
      return ProvisionResult.waiting("too late to send", Duration.ZERO);
    }
    return known("create job " + job.id(), () -> create(job, request));
  }

  private Optional<NamedJob> look(String name) {
    return known("look for job " + name, () -> find(name));
  }

  private static JobObservation observed(JobQuery query, Optional<NamedJob> job) {
    return job.map(found -> found.answer(query))
        .orElseGet(
            () -> JobObservation.purged("the job is not there any more: its record was removed"));
  }

  private static <T> T known(String what, Callable<T> call) {
    try {
      return call.call();
    } catch (ProviderException unknown) {
      throw unknown;
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw new ProviderException(what + ": interrupted", told);
    } catch (Exception unknown) {
      String kind = unknown.getClass().getName();
      throw new ProviderException(what + ": no definite answer, but " + kind, unknown);
    }
  }
}
