package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A world made by hand, without an engine, in which each job runs for ten seconds. */
final class BadWorld {
  static final ResourceKey KEY = new ResourceKey("ns", "vm1");
  private static final String INSTANCE = "sim";
  private static final String VERSION = Wanted.version("small");
  private static final Duration PLAYBOOK = Duration.ofSeconds(10);

  final VirtualTime time = new VirtualTime();
  final Chronicle chronicle = new Chronicle(time::nanos);
  private final Backends backends = new Backends();
  final InMemoryBackend backend =
      new InMemoryBackend(time::nanos, new Punctual(), backends.machines());
  final Judge judge;
  final SimulatedApi api;
  private final String uid;
  private JobState ending = JobState.SUCCEEDED;

  BadWorld(ProviderTraits traits) {
    backends.add(
        INSTANCE, new Backends.Member(traits, backend, new Outage(time), job -> true, true));
    judge = new Judge(backends, chronicle);
    api = new SimulatedApi(judge);
    uid = api.create(KEY, "small", List.of(SimulatedApi.FINALIZER), Map.of()).uid();
    chronicle.mayProvision(uid);
  }

  String uid() {
    return uid;
  }

  BadWorld pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.advance(Duration.ofSeconds(1));
      backend.advance();
    }
    return this;
  }

  /** A job of that claim begins at once; its operation is named by the digit of the claim. */
  InMemoryJob runs(JobType type, String claim) {
    String operation = "op-" + claim.charAt(claim.length() - 1);
    InMemoryJob job = backend.launch(type, operation, claim, VERSION, uid, Duration.ZERO);
    backend.advance();
    return job;
  }

  InMemoryJob isCancelledBeforeItBegins(String claim) {
    InMemoryJob job = backend.launch(JobType.PROVISION, "op-1", claim, VERSION, uid, Duration.ZERO);
    backend.cancel(job, Optional.of(Duration.ZERO));
    return job;
  }

  /** Two jobs of one request, the second of which begins five seconds after the first. */
  void twins(String claim) {
    InMemoryJob first = runs(JobType.PROVISION, claim);
    pass(5);
    chronicle.twins(first, runs(JobType.PROVISION, claim));
  }

  BadWorld jobsFail() {
    ending = JobState.FAILED;
    return this;
  }

  InMemoryJob relaunched(InMemoryJob old) {
    InMemoryJob job = backend.relaunchByPerson(old);
    backend.advance();
    return job;
  }

  /** The engine looks at what runs, and sends under that claim. */
  void looksAndSends(String claim) {
    chronicle.requests().looked("p1", uid);
    chronicle.requests().sends("p1", uid, claim);
  }

  void sendsWithoutLooking(String claim) {
    chronicle.requests().sends("p1", uid, claim);
  }

  void permits(JobType type, String operation, String claim) {
    Launch launch = launch(type, operation, claim);
    writes(status().edit().launchSequence(1).launch(Optional.of(launch)).build());
  }

  private static Launch launch(JobType type, String operation, String claim) {
    return new Launch(
        operation,
        claim,
        type,
        INSTANCE,
        VERSION,
        1,
        Optional.empty(),
        false,
        "p1",
        Instant.EPOCH,
        Optional.empty());
  }

  /** Another resource is launched for, which is not judged. */
  void alsoPermits(ResourceKey other) {
    SimulatedApi.Version before = api.now(other).orElseThrow();
    Launch launch = launch(JobType.PROVISION, "op-other", "claim-other");
    chronicle
        .unexplained()
        .writes("p1", before, before.status().edit().launch(Optional.of(launch)).build());
  }

  void shows(ConditionType type, String reason) {
    long generation = api.now(KEY).orElseThrow().generation();
    Condition condition =
        new Condition(type.toString(), "True", reason, "a sentence", generation, Instant.EPOCH);
    writes(status().edit().conditions(List.of(condition)).build());
  }

  /** Another resource is Ready, and somebody edits what its status says of the infrastructure. */
  ResourceKey isTamperedWith(String name) {
    ResourceKey key = new ResourceKey("ns", name);
    if (api.now(key).isEmpty()) {
      api.create(key, "small", List.of(SimulatedApi.FINALIZER), Map.of());
    }
    api.edit(
        key,
        old ->
            old.with(
                old.status()
                    .edit()
                    .phase(Phase.READY)
                    .observedGeneration(old.generation())
                    .desiredConfigVersion(Optional.of(VERSION))
                    .launchSequence(1)
                    .build()));
    return key;
  }

  /** A process reads it, and decides. */
  void decidesAbout(ResourceKey key) {
    chronicle.witnesses().reads("p1", api.now(key).orElseThrow());
    chronicle.decided("p1", key, "some rule");
  }

  /** It is Ready, as it is wanted. */
  void isReady() {
    writes(
        status()
            .edit()
            .phase(Phase.READY)
            .observedGeneration(api.now(KEY).orElseThrow().generation())
            .desiredConfigVersion(Optional.of(VERSION))
            .reconciledConfigVersion(Optional.of(VERSION))
            .launchSequence(1)
            .build());
  }

  void closes() {
    writes(status().edit().launch(Optional.empty()).build());
  }

  private ResourceStatus status() {
    return api.now(KEY).orElseThrow().status();
  }

  private void writes(ResourceStatus next) {
    if (api.compareAndSetStatus("p1", api.read(api.now(KEY).orElseThrow()), next).isEmpty()) {
      throw new IllegalStateException("nobody else writes here");
    }
  }

  void sends(String claim) {
    sends(JobType.PROVISION, "op-1", claim);
  }

  void sends(JobType type, String operation, String claim) {
    LaunchPlan plan =
        new LaunchPlan(
            INSTANCE,
            operation,
            type,
            VERSION,
            Map.of(),
            api.read(api.now(KEY).orElseThrow()).snapshot());
    Deadline soon = Deadline.after(Duration.ofSeconds(5), time::nanos);
    judge.sent("p1", new LaunchRequest(plan, claim, 1, Optional.empty(), soon));
  }

  void isCancelledByHand(InMemoryJob job) {
    chronicle.cancelledByHand(job);
    backend.cancel(job, Optional.of(Duration.ZERO));
  }

  void cancels(InMemoryJob job) {
    cancels("p1", job);
  }

  void cancels(String process, InMemoryJob job) {
    judge.cancels(
        process,
        new JobQuery(
            job(job).ref(), job.claim(), VERSION, api.read(api.now(KEY).orElseThrow()).snapshot()));
  }

  /** The status names a job that works for that resource. */
  void followsAJobOf(String someUid) {
    InMemoryJob truth =
        backend.launch(JobType.PROVISION, "op-1", "claim-1", VERSION, someUid, Duration.ZERO);
    follows(truth);
  }

  /** The status names that job, and says that it may fail and let the resource go. */
  void followsWithoutBlocking(InMemoryJob truth) {
    writes(status().edit().currentJob(job(truth).notBlockingDeletion()).build());
  }

  void follows(InMemoryJob truth) {
    writes(status().edit().currentJob(job(truth)).build());
  }

  private static Job job(InMemoryJob truth) {
    JobRef ref = JobRef.of(INSTANCE, truth.type(), truth.id(), truth.operation());
    return Job.of(ref, truth.claim(), VERSION, 1, Instant.EPOCH);
  }

  /** A process is shown that a job runs. */
  void isSeenRunningBy(String process, InMemoryJob job) {
    chronicle.witnesses().seesRunning(process, uid, job(job).ref());
  }

  /** A process is shown it as it is now. */
  void isReadBy(String process) {
    chronicle.witnesses().reads(process, api.now(KEY).orElseThrow());
  }

  void says(Word word) {
    api.annotate(KEY, word.annotation(), word.value());
  }

  void isDeleted() {
    api.edit(KEY, SimulatedApi.Version::deleted);
  }

  void isReleased() {
    api.release(KEY, List.of());
  }

  private final class Punctual implements InMemoryBackend.Behaviour {
    @Override
    public Duration startsAfter() {
      return Duration.ZERO;
    }

    @Override
    public Duration runsFor() {
      return PLAYBOOK;
    }

    @Override
    public JobState end() {
      return ending;
    }

    @Override
    public Duration liesFor() {
      return Duration.ZERO;
    }
  }
}
