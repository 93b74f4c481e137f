package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A situation, told from its ordinary beginnings: a resource that was taken on, wants v1 and has
 * nothing launched, with two providers that answer. Answers reach a decision only once it asks.
 */
final class Given {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** The name of an operation that begins. */
  static final String FRESH = "op-new";

  static final String PREFIX = "cloudkit.openshift.io/";

  /** What failures of a deprovision are counted under, while v1 is wanted. */
  static final String DEPROVISION_OF_V1 = Failures.intent(JobType.DEPROVISION, "v1");

  static final ProviderTraits SEARCHABLE =
      timed(ProviderTraits.polled()).canCancel().canSearch().build();
  static final ProviderTraits SIGNALLED = timed(ProviderTraits.signalled()).build();
  private static final long GENERATION = 3;

  private long generation = GENERATION;
  private boolean deleting;
  private boolean finalizer = true;
  private boolean earlierWork;
  private Intent intent = Intent.of("v1");
  private String provider = "aap";
  private Optional<String> waitsFor = Optional.empty();
  private final Map<String, String> annotations = new HashMap<>();
  private ResourceStatus status =
      ResourceStatus.EMPTY
          .edit()
          .phase(Phase.PROGRESSING)
          .observedGeneration(GENERATION)
          .desiredConfigVersion(Optional.of("v1"))
          .launchSequence(0)
          .build();

  private final Map<String, ProviderTraits> traits = new HashMap<>();
  private final Map<String, String> unusable = new HashMap<>();
  private ProviderHealth health = ProviderHealth.UNKNOWN;
  private final Map<JobRef, JobObservation> news = new HashMap<>();
  private final Map<JobRef, Duration> followed = new HashMap<>();
  private final Map<JobRef, Duration> standing = new HashMap<>();
  private final Map<JobRef, Duration> confirmed = new HashMap<>();
  private final Map<JobRef, Duration> settle = new HashMap<>();
  private final Set<JobRef> hearsay = new HashSet<>();
  private final Map<JobRef, Duration> cancelAsked = new HashMap<>();
  private Duration failureSeen = Duration.ZERO;
  private Duration launchUnresolved = Duration.ZERO;
  private Duration recoverQuiet = Duration.ZERO;
  private Optional<String> launchTrouble = Optional.empty();
  private Duration launchDelay = Duration.ZERO;
  private Optional<String> stopped = Optional.empty();
  private Optional<Answer<Recovery>> recovery = Optional.empty();
  private final Map<JobRef, Answer<JobObservation>> observations = new HashMap<>();
  private final Map<String, Answer<LiveJobs>> liveJobs = new HashMap<>();
  private Optional<Answer<Optional<String>>> bookmark =
      Optional.of(Answer.known(Optional.of("mark")));

  private Given() {
    traits.put("aap", SEARCHABLE);
    traits.put("eda", SIGNALLED);
    traits.keySet().forEach(name -> liveJobs.put(name, Answer.known(LiveJobs.of(List.of()))));
  }

  static Given resource() {
    return new Given();
  }

  /** One that the engine has never written to. */
  static Given newResource() {
    return new Given().statusIs(ResourceStatus.EMPTY).withoutFinalizer();
  }

  static ProviderTraits.Builder timed(ProviderTraits.Builder builder) {
    return builder
        .callTimeout(Duration.ofSeconds(10))
        .lateCommit(Duration.ofSeconds(35))
        .maxJobDuration(Duration.ofHours(6));
  }

  // what is asked of it

  /** Its spec was changed to that intent after the status was written. */
  Given wanting(String version) {
    intent = Intent.of(version);
    generation++;
    return this;
  }

  /** The spec did not change, and another version of this program names it so. */
  Given named(String version) {
    intent = Intent.of(version);
    return this;
  }

  Given wantingNonsense(String problem) {
    intent = Intent.invalid("v-nonsense", problem);
    generation++;
    return this;
  }

  /** Not its spec, but what is said beside it, can not be acted upon. */
  Given spoiltBy(String problem) {
    intent = intent.spoiltBy(problem);
    return this;
  }

  Given deleted() {
    deleting = true;
    return this;
  }

  Given annotated(String name, String value) {
    annotations.put(PREFIX + name, value);
    return this;
  }

  Given choosing(String instance) {
    provider = instance;
    return this;
  }

  Given waitingFor(String what) {
    waitsFor = Optional.of(what);
    return this;
  }

  Given withoutFinalizer() {
    finalizer = false;
    return this;
  }

  Given withFinalizer() {
    finalizer = true;
    return this;
  }

  Given withTracesOfWork() {
    earlierWork = true;
    return this;
  }

  // what its status says

  Given statusIs(ResourceStatus value) {
    status = value;
    return this;
  }

  private Given edit(Consumer<StatusEdit> change) {
    StatusEdit edit = status.edit();
    change.accept(edit);
    status = edit.build();
    return this;
  }

  /** It was provisioned: its job succeeded and it is Ready. */
  Given ready(String version) {
    return edit(e ->
            e.phase(Phase.READY)
                .desiredConfigVersion(Optional.of(version))
                .reconciledConfigVersion(Optional.of(version)))
        .with(JobSketch.provision("100").of(version).ended(JobState.SUCCEEDED));
  }

  Given reconciledIsCleared() {
    return edit(e -> e.reconciledConfigVersion(Optional.empty()));
  }

  Given phase(Phase phase) {
    return edit(e -> e.phase(phase));
  }

  Given with(JobSketch job) {
    followed.putIfAbsent(job.ref(), job.age());
    return edit(e -> e.currentJob(job.job()).launchSequence(1));
  }

  Given withStray(JobSketch job) {
    followed.putIfAbsent(job.ref(), job.age());
    List<Job> strays = new ArrayList<>(status.strayJobs());
    strays.add(job.job());
    return edit(e -> e.strayJobs(strays).launchSequence(1));
  }

  Given remembering(JobSketch ended) {
    return edit(e -> e.jobHistory(List.of(ended.job())));
  }

  /** So many permissions to launch were written. */
  Given permitted(int times) {
    return edit(e -> e.launchSequence(times));
  }

  /** Of those permissions nobody told what came of them. */
  Given unanswered(String... claims) {
    return edit(e -> e.unansweredClaims(Optional.of(List.of(claims))));
  }

  Given with(Launch launch) {
    return edit(e -> e.launch(Optional.of(launch)).launchSequence(1));
  }

  static Launch launch(JobType type, String version) {
    return new Launch(
        "op-9",
        "claim-9",
        type,
        "aap",
        version,
        1,
        Optional.of("mark"),
        false,
        "p1",
        NOW.minus(Duration.ofMinutes(1)),
        Optional.empty());
  }

  /** A launch that was sent by a backend which can not be searched. */
  static Launch launchBy(String provider, JobType type, String version) {
    Launch launch = launch(type, version);
    return new Launch(
        launch.operation(),
        launch.claim(),
        type,
        provider,
        version,
        1,
        launch.bookmark(),
        false,
        launch.holder(),
        launch.requestedAt(),
        launch.rerun());
  }

  Given failed(int times, String version, Duration retryIn) {
    return failed(FailureKind.BACKEND, times, version, retryIn);
  }

  Given failed(FailureKind kind, int times, String version, Duration retryIn) {
    return edit(
        e ->
            e.launchSequence(times)
                .failure(
                    Optional.of(
                        new Failure(
                            kind,
                            "job 100 failed",
                            version,
                            times,
                            NOW.minusSeconds(60),
                            NOW.plus(retryIn)))));
  }

  Given retryWordDone(String word) {
    return edit(e -> e.handledRetry(Optional.of(word)));
  }

  Given rerunWordDone(String word) {
    return edit(e -> e.handledRerun(Optional.of(word)));
  }

  /** A person was asked about that loss, and shown the spec as it is. */
  Given loss(String name) {
    return edit(e -> e.statusLoss(Optional.of(name)).observedGeneration(generation));
  }

  Given showing(ConditionType type, String message) {
    return showing(type, "Before", message);
  }

  Given showing(ConditionType type, String reason, String message) {
    List<Condition> conditions = new ArrayList<>(status.conditions());
    conditions.add(
        new Condition(
            type.toString(), "True", reason, message, GENERATION, NOW.minusSeconds(3600)));
    return edit(e -> e.conditions(conditions));
  }

  Given showing(Condition condition) {
    return edit(e -> e.conditions(List.of(condition)));
  }

  // what is known

  Given provider(String name, ProviderTraits value) {
    traits.put(name, value);
    liveJobs.putIfAbsent(name, Answer.known(LiveJobs.unknowable("can not be searched")));
    return this;
  }

  Given unusable(String name, String why) {
    unusable.put(name, why);
    return this;
  }

  /** Its last preflight found these errors. */
  Given preflightFound(String name, String errors) {
    return preflight(name, Optional.of(errors));
  }

  /** Its last preflight found no error. */
  Given preflightFoundNothing(String name) {
    return preflight(name, Optional.empty());
  }

  private Given preflight(String name, Optional<String> found) {
    Map<String, Optional<String>> errors = new HashMap<>(health.errors());
    errors.put(name, found);
    health = new ProviderHealth(errors, health.silences());
    return this;
  }

  /** It has not told the news of its jobs for long. */
  Given silent(String name, String reason) {
    return news(name, Optional.of(new ProviderHealth.Silence(NOW.minusSeconds(90), reason)));
  }

  /** It tells the news of its jobs. */
  Given tellingNews(String name) {
    return news(name, Optional.empty());
  }

  private Given news(String name, Optional<ProviderHealth.Silence> silence) {
    Map<String, Optional<ProviderHealth.Silence>> silences = new HashMap<>(health.silences());
    silences.put(name, silence);
    health = new ProviderHealth(health.errors(), silences);
    return this;
  }

  Given noProvider() {
    traits.clear();
    return this;
  }

  /** All providers are out of reach. */
  Given nobodyAnswers() {
    recovery = Optional.of(Answer.unavailable("connection refused"));
    bookmark = Optional.of(Answer.unavailable("connection refused"));
    liveJobs.replaceAll((name, any) -> Answer.unavailable("connection refused"));
    return this;
  }

  /** Nobody was asked yet: what it asks for is what the row is about. */
  Given beforeAsking() {
    recovery = Optional.empty();
    bookmark = Optional.empty();
    liveJobs.clear();
    observations.clear();
    return this;
  }

  Given recovery(Recovery value) {
    recovery = Optional.of(Answer.known(value));
    return this;
  }

  static FoundJob found(JobSketch job, String claim, JobState state) {
    return FoundJob.of(job.ref(), Optional.of(claim), Optional.of("v1"), JobStatus.of(state));
  }

  /** One that looks failed, and is believed after that time. */
  static FoundJob ending(JobSketch job, Duration settle) {
    JobStatus status = JobStatus.builder(JobState.FAILED).settle(settle).build();
    return FoundJob.of(
        job.ref(), Optional.of("claim-" + job.job().id()), Optional.of("v1"), status);
  }

  Given launchSeenFor(Duration since) {
    launchUnresolved = since;
    return this;
  }

  Given heardOfItsLaunch(String trouble) {
    launchTrouble = Optional.of(trouble);
    return this;
  }

  Given askedAMomentAgo(Duration quiet) {
    recoverQuiet = quiet;
    return this;
  }

  Given news(JobSketch job, JobObservation observation) {
    news.put(job.ref(), observation);
    return this;
  }

  Given observed(JobSketch job, JobObservation observation) {
    observations.put(job.ref(), Answer.known(observation));
    return this;
  }

  Given notAnswering(JobSketch job) {
    observations.put(job.ref(), Answer.unavailable("connection refused"));
    return this;
  }

  Given followedFor(JobSketch job, Duration since) {
    followed.put(job.ref(), since);
    return this;
  }

  /** It has been seen as it is for so long, and the provider asks to wait so long for its end. */
  Given standsFor(JobSketch job, Duration since, Duration mustSettle) {
    standing.put(job.ref(), since);
    confirmed.put(job.ref(), since);
    settle.put(job.ref(), mustSettle);
    return this;
  }

  /** Nobody but news has told of its end. */
  Given knownFromNews(JobSketch job) {
    hearsay.add(job.ref());
    return this;
  }

  Given failureSeenFor(Duration since) {
    failureSeen = since;
    return this;
  }

  Given cancelAsked(JobSketch job, Duration ago) {
    cancelAsked.put(job.ref(), ago);
    return this;
  }

  Given runsThere(String instance, FoundJob... jobs) {
    liveJobs.put(instance, Answer.known(LiveJobs.of(List.of(jobs))));
    return this;
  }

  Given launchDelay(Duration delay) {
    launchDelay = delay;
    return this;
  }

  Given launchesStopped(String why) {
    stopped = Optional.of(why);
    return this;
  }

  // deciding

  /** What was decided, the last of it with the answers to what was asked before. */
  List<Step> decide(Function<Situation, Decision> decider) {
    return decide(decider, status, NOW);
  }

  /** The decision if a person said that, too. */
  Decision decideIfSaid(String annotation, String value) {
    Map<String, String> more = new HashMap<>(annotations);
    more.put(PREFIX + annotation, value);
    return last(s -> new Situation(wish(more), s.status(), s.facts(), s.policy()));
  }

  /** The decision if nothing new may be launched. */
  Decision decideIfStopped(String why) {
    return last(
        s ->
            new Situation(
                s.wish(),
                s.status(),
                facts(s.facts().now(), s.facts().answers(), Optional.of(why)),
                s.policy()));
  }

  private Decision last(UnaryOperator<Situation> change) {
    return Row.last(decide(situation -> Decider.decide(change.apply(situation)))).decision();
  }

  /** The same, of a situation in which that was written, at that time. */
  List<Step> decide(Function<Situation, Decision> decider, ResourceStatus written, Instant now) {
    List<Step> steps = new ArrayList<>();
    Facts facts = facts(now);
    while (steps.size() < 32) {
      Situation situation = new Situation(wish(annotations), written, facts, Policy.DEFAULT);
      Decision decision = decider.apply(situation);
      steps.add(new Step(situation, decision));
      Optional<Facts> answered = answer(decision, facts);
      if (answered.isEmpty()) {
        return steps;
      }
      facts = answered.get();
    }
    throw new AssertionError("it asks without end: " + steps);
  }

  private Optional<Facts> answer(Decision decision, Facts facts) {
    return decision
        .effect()
        .asks()
        .flatMap(
            question ->
                question.match(
                    () -> recovery.map(facts::withRecovery),
                    job ->
                        Optional.ofNullable(observations.get(job))
                            .map(each -> facts.withObservation(job, each, sight())),
                    name ->
                        Optional.ofNullable(liveJobs.get(name))
                            .map(each -> facts.withLiveJobs(name, each)),
                    planned -> bookmark.map(facts::withBookmark)));
  }

  ResourceStatus status() {
    return status;
  }

  boolean says(String annotation) {
    return annotations.containsKey(PREFIX + annotation);
  }

  boolean isDeleted() {
    return deleting;
  }

  /** It is deleted, and the engine keeps it. */
  boolean mayBeLetGo() {
    return deleting && finalizer;
  }

  long generation() {
    return generation;
  }

  Wish wish() {
    return wish(annotations);
  }

  private Wish wish(Map<String, String> said) {
    return new Wish(
        "uid-1",
        generation,
        deleting,
        finalizer,
        earlierWork,
        intent,
        provider,
        Overrides.from(said, PREFIX, Set.of()),
        waitsFor);
  }

  private Sight sight() {
    Map<JobRef, JobSight> jobs = new HashMap<>();
    Stream.of(followed.keySet(), standing.keySet(), cancelAsked.keySet(), hearsay)
        .flatMap(Set::stream)
        .forEach(job -> jobs.put(job, sight(job)));
    return new Sight(launchUnresolved, failureSeen, jobs);
  }

  private JobSight sight(JobRef job) {
    return new JobSight(
        followed.getOrDefault(job, Duration.ZERO),
        standing.getOrDefault(job, Duration.ZERO),
        confirmed.getOrDefault(job, Duration.ZERO),
        settle.getOrDefault(job, Duration.ZERO),
        Optional.ofNullable(cancelAsked.get(job)),
        hearsay.contains(job));
  }

  private Facts facts(Instant now) {
    return facts(now, Answers.NONE, stopped);
  }

  private Facts facts(Instant now, Answers answers, Optional<String> launchesStopped) {
    return new Facts(
        now,
        traits,
        unusable,
        health,
        sight(),
        news,
        answers,
        launchTrouble,
        recoverQuiet,
        delay(now),
        launchesStopped,
        "p1",
        FRESH,
        "claim-new");
  }

  /** Its turn is a moment, which comes nearer. */
  private Duration delay(Instant now) {
    Duration left = launchDelay.minus(Duration.between(NOW, now));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
