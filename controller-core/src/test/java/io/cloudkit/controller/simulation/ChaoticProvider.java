package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A provider whose network and backend misbehave within what its traits declare. */
final class ChaoticProvider implements ProvisioningProvider {
  private static final List<FailureKind> REFUSALS =
      List.of(
          FailureKind.CAPACITY,
          FailureKind.UNAUTHORIZED,
          FailureKind.BACKEND,
          FailureKind.INVALID_REQUEST);

  private final Link link;
  private final ProvisioningProvider provider;
  private final Backends.Member member;
  private final Chaos chaos;
  private final Chronicle chronicle;
  private final Judge judge;
  private final Coincidences coincidences;
  private final Pace pace;
  private final String process;
  private final Set<String> toldEnded = new HashSet<>();

  ChaoticProvider(
      Link link,
      Backends.Member member,
      Chaos chaos,
      Chronicle chronicle,
      Judge judge,
      Coincidences coincidences,
      Pace pace,
      String process) {
    this.link = link;
    this.provider = link.provider();
    this.member = member;
    this.chaos = chaos;
    this.chronicle = chronicle;
    this.judge = judge;
    this.coincidences = coincidences;
    this.pace = pace;
    this.process = process;
  }

  @Override
  public ProviderTraits traits() {
    return provider.traits();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    ProvisionResult result = provision(request);
    boolean refused = result.match((j, s) -> false, (r, after) -> false, (kind, why) -> true);
    noteIf(refused, request);
    return result;
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    DeprovisionResult result = deprovision(request);
    boolean refused =
        result.match((j, s, f) -> false, (r, after) -> false, r -> false, (kind, why) -> true);
    noteIf(refused, request);
    return result;
  }

  private void noteIf(boolean refused, LaunchRequest request) {
    if (refused) {
      chronicle.refuses(request.resource().uid());
    }
  }

  private ProvisionResult provision(LaunchRequest request) {
    ask();
    if (strikes(5, Fault.LAUNCH_REFUSED)) {
      return ProvisionResult.rejected(refusal(), "refused");
    }
    if (strikes(5, Fault.LAUNCH_PUT_OFF)) {
      return ProvisionResult.waiting("busy", Duration.ofSeconds(3));
    }
    send(request);
    return answered(provider.triggerProvision(request), request);
  }

  private DeprovisionResult deprovision(LaunchRequest request) {
    ask();
    if (strikes(5, Fault.LAUNCH_REFUSED)) {
      return DeprovisionResult.rejected(refusal(), "refused");
    }
    if (strikes(5, Fault.LAUNCH_PUT_OFF)) {
      return DeprovisionResult.waiting("busy", Duration.ofSeconds(3));
    }
    send(request);
    DeprovisionResult result = answered(mayFail(provider.triggerDeprovision(request)), request);
    result.match(
        (job, status, onFailure) -> declared(job, onFailure),
        (reason, after) -> false,
        reason -> false,
        (kind, reason) -> false);
    return result;
  }

  private boolean declared(JobRef told, DeprovisionResult.OnFailure onFailure) {
    boolean released = onFailure == DeprovisionResult.OnFailure.RELEASE;
    if (released) {
      // a restored backend gives an id twice
      member.jobs().all().stream()
          .filter(job -> job.id().equals(told.id()) && job.operation().equals(told.operation()))
          .forEach(chronicle::declaredNotToBlock);
    }
    return released;
  }

  /** Some backends say that a deprovision which fails is to let its resource go. */
  private DeprovisionResult mayFail(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) -> {
          if (!chaos.strikes(30, Fault.FAILURE_DOES_NOT_BLOCK)) {
            return result;
          }
          return DeprovisionResult.triggeredWithoutBlocking(job, status);
        },
        (reason, after) -> result,
        reason -> result,
        (kind, reason) -> result);
  }

  private boolean isHere(Fault fault) {
    return !link.strikingOnTheWay().contains(fault);
  }

  private boolean strikes(int percent, Fault fault) {
    return isHere(fault) && chaos.strikes(percent, fault);
  }

  private boolean meetsOutage() {
    return isHere(Fault.BACKEND_DOWN) && chaos.meets(member.outage(), Fault.BACKEND_DOWN);
  }

  /** All but what a person would have to mend. */
  private FailureKind refusal() {
    return REFUSALS.get(chaos.pick(REFUSALS.size()));
  }

  private void ask() {
    if (!pace.allowsOneMore()) {
      judge.hurried(process);
    }
    chaos.boundary(process, "before trigger");
  }

  /** The request is on its way: it may be lost, or arrive late. */
  private void send(LaunchRequest request) {
    if (request.sendBy().isPast()) {
      return; // the provider refuses
    }
    judge.sent(process, request);
    chronicle.requests().sends(process, request.resource().uid(), request.claim());
    if (meetsOutage() || strikes(6, Fault.REQUEST_LOST)) {
      chaos.tell(() -> process + " trigger: lost on the way");
      throw new ProviderException("connection reset");
    }
    if (isHere(Fault.PAUSED_BEFORE_THE_BYTES_LEFT)) {
      chaos.pause(process, "before the bytes leave", Fault.PAUSED_BEFORE_THE_BYTES_LEFT);
    }
    if (request.sendBy().isPast()) {
      chaos.tell(() -> process + " trigger: sent too late, after the check");
      chronicle.requests().sentTooLate(request.claim());
      link.arrive(request, Duration.ZERO);
      chaos.afterALongPause(process, "after it sent too late");
      throw new ProviderException("connection reset");
    }
    // a thread that was given up still sends in time, and its effect may be late beyond that
    boolean sendsLater =
        isHere(Fault.LAUNCH_COMMITTED_LATE) && chaos.strikes(8, Fault.SENT_AFTER_ITS_CALL_ENDED);
    if (sendsLater || strikes(8, Fault.LAUNCH_COMMITTED_LATE)) {
      Duration late =
          chaos
              .upTo(provider.traits().lateCommit())
              .plus(sendsLater ? request.sendBy().remaining() : Duration.ZERO);
      chaos.tell(() -> process + " trigger: will commit " + late.toSeconds() + " s late");
      link.arrive(request, late);
      throw new ProviderException("504");
    }
  }

  private <T> T answered(T result, LaunchRequest request) {
    chaos.tell(
        () ->
            process + " trigger " + request.type() + " op " + request.operation() + ": " + result);
    coincidences.launched(request.resource().uid());
    chaos.boundary(process, "after trigger");
    if (strikes(8, Fault.LAUNCH_ANSWER_LOST)) {
      chaos.tell(() -> process + " trigger: answer lost");
      throw new ProviderException("answer lost");
    }
    return result;
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    unavailable("recover");
    Recovery recovery = provider.recover(launch);
    chaos.tell(() -> process + " recover: " + recovery);
    shows(
        launch.plan().resource().uid(),
        recovery.match(jobs -> jobs, proof -> List.of(), after -> List.of(), r -> List.of()));
    return recovery;
  }

  private void shows(String uid, List<FoundJob> jobs) {
    jobs.forEach(job -> chronicle.witnesses().shows(process, uid, job.job()));
  }

  @Override
  public JobObservation observe(JobQuery job) {
    unavailable("observe");
    boolean mayBeHidden = member.keepsRecords() && !outlives(job);
    if (mayBeHidden && strikes(4, Fault.JOB_HIDDEN)) {
      canNotBeSeen(job);
      return JobObservation.notVisible("no right to read it");
    }
    if (mayBeHidden && strikes(3, Fault.JOB_TAKEN_FOR_ANOTHER)) {
      canNotBeSeen(job);
      return JobObservation.foreign("another database answers");
    }
    JobObservation truth = provider.observe(job);
    if (truth.match(s -> !s.state().isTerminal(), purged -> false, h -> false, f -> false)) {
      chronicle.witnesses().seesRunning(process, job.resource().uid(), job.job());
    }
    return maybeBackwards(truth);
  }

  /** World assumption: what hangs for longer than any job lives can be seen to the end. */
  private boolean outlives(JobQuery job) {
    return old(job).anyMatch(InMemoryJob::isRunning);
  }

  /** The job, if it is as old as any can become. */
  private Stream<InMemoryJob> old(JobQuery job) {
    long life = provider.traits().maxJobDuration().toNanos();
    return member.jobs().all().stream()
        .filter(each -> each.uid().equals(job.resource().uid()))
        .filter(each -> each.id().equals(job.job().id()))
        .filter(each -> chronicle.now() - each.launchedAt() >= life);
  }

  private void canNotBeSeen(JobQuery job) {
    String uid = job.resource().uid();
    chronicle.gives(uid, Need.UNSEEN);
    if (job.claim().isEmpty()) {
      // one that nobody follows: a person says that it is the launch's, and it can not be adopted
      chronicle.gives(uid, Need.UNRESOLVED);
    }
    if (old(job).findAny().isPresent()) {
      // it is given up at once, and may have succeeded
      chronicle.mayProvision(uid);
    }
  }

  /** aap-api.md §5.3: a running job can say that it is pending again. */
  private JobObservation maybeBackwards(JobObservation truth) {
    boolean runs =
        truth.match(
            status -> status.state() == JobState.RUNNING, purged -> false, h -> false, f -> false);
    return runs && strikes(40, Fault.STATE_WENT_BACK)
        ? JobObservation.seen(JobStatus.of(JobState.PENDING))
        : truth;
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    unavailable("news");
    Map<JobRef, JobObservation> rows = provider.news(active);
    rows.forEach((job, row) -> countEnds(job.id(), row));
    return rows;
  }

  private void countEnds(String id, JobObservation row) {
    boolean ended =
        row.match(status -> status.state().isTerminal(), purged -> false, h -> false, f -> false);
    if (ended && !toldEnded.add(id)) {
      chronicle.hit(Fault.NEWS_TOLD_AN_END_AGAIN);
    }
    if (ended && member.jobs().find(id).filter(InMemoryJob::isRunning).isPresent()) {
      chronicle.hit(Fault.NEWS_TOLD_END_OF_WHAT_RUNS);
    }
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    unavailable("cancel");
    chaos.tell(() -> process + " cancels " + job.job().id());
    judge.cancels(process, job);
    if (traits().canCancel() && strikes(20, Fault.CANCEL_IGNORED)) {
      return CancelResult.requested();
    }
    return provider.cancel(job);
  }

  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    unavailable("bookmark");
    return provider.bookmark(plan);
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    unavailable("live jobs");
    LiveJobs shown = provider.liveJobs(resource);
    shown.match(
        jobs -> {
          chronicle.requests().looked(process, resource.uid());
          notShown(resource.uid(), jobs).forEach(chronicle::showsNoMore);
          shows(resource.uid(), jobs);
          jobs.stream()
              .flatMap(job -> member.jobs().find(job.job().id()).stream())
              .filter(InMemoryJob::isByPerson)
              .forEach(job -> chronicle.hit(Fault.LAUNCH_BESIDE_RELAUNCHED_JOB_FORBIDDEN));
          return true;
        },
        unknowable -> false);
    return shown;
  }

  /** AAP lists what is active: what a person started may run on when its status has ended. */
  private Stream<InMemoryJob> notShown(String uid, List<FoundJob> shown) {
    return member.jobs().all().stream()
        .filter(job -> job.uid().equals(uid) && job.isByPerson())
        .filter(job -> job.isRunning() && job.state().isTerminal())
        .filter(job -> shown.stream().noneMatch(each -> each.job().id().equals(job.id())));
  }

  private void unavailable(String what) {
    chaos.boundary(process, what);
    if (meetsOutage() || strikes(8, Fault.PROVIDER_UNAVAILABLE)) {
      throw new ProviderException(what + ": 503");
    }
  }
}
