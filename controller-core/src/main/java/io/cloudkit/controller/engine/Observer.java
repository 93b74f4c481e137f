package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.controller.decide.Answers;
import io.cloudkit.controller.decide.Facts;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.MassLaunch;
import io.cloudkit.controller.decide.Overrides;
import io.cloudkit.controller.decide.Question;
import io.cloudkit.controller.decide.Wish;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts together what is known about a resource, and carries questions to its providers. */
final class Observer {

  private final ResourceAdapter adapter;
  private final Backends backends;
  private final String defaultProvider;
  private final EngineSettings settings;
  private final Surroundings surroundings;
  private final HealthWatch health;
  private final MassLaunchGuard guard;

  Observer(
      ResourceAdapter adapter,
      Backends backends,
      String defaultProvider,
      EngineSettings settings,
      Surroundings surroundings,
      HealthWatch health) {
    this.adapter = adapter;
    this.backends = backends;
    this.defaultProvider = defaultProvider;
    this.settings = settings;
    this.surroundings = surroundings;
    this.health = health;
    this.guard =
        new MassLaunchGuard(
            settings.guardShare(),
            settings.guardMinimum(),
            settings.guardWindow(),
            settings.annotationPrefix() + "retry",
            surroundings.nanoTime());
  }

  Wish wish(ResourceSnapshot resource) {
    Intent asked = backends.intent(resource);
    String provider = asked.provider().orElse(defaultProvider);
    Optional<String> badOption = backends.options(provider, asked).problem();
    Intent intent = badOption.map(asked::spoiltBy).orElse(asked);
    Overrides overrides =
        Overrides.from(resource.annotations(), settings.annotationPrefix(), adapter.annotations());
    for (String mistake : adapter.mistakes(resource)) {
      overrides = overrides.mistaking(mistake);
    }
    return new Wish(
        resource.uid(),
        resource.generation(),
        resource.isDeleting(),
        resource.finalizers().contains(adapter.finalizer()),
        adapter.showsEarlierWork(resource),
        intent,
        provider,
        // a deprovision does not look at the spec, and must not run without what limits it either
        badOption.map(overrides::mistaking).orElse(overrides),
        adapter.waitsFor(resource));
  }

  Facts facts(StoredResource seen, Wish wish, Memory memory, String identity) {
    memory.saw(seen.status().launch(), seen.status().livingJobs());
    memory.saw(seen.status().failure());
    return new Facts(
        surroundings.clock().instant(),
        backends.traits(),
        backends.unusable(),
        health.shown(),
        memory.sight(),
        memory.news(),
        Answers.NONE,
        memory.launchTrouble(),
        memory.recoverQuiet(),
        Duration.ZERO,
        launchesStopped(seen, wish),
        identity,
        surroundings.names().get(),
        surroundings.names().get());
  }

  private Optional<String> launchesStopped(StoredResource seen, Wish wish) {
    if (settings.newLaunches() == EngineSettings.NewLaunches.DISABLED) {
      return Optional.of("new launches are switched off; what runs is followed to its end");
    }
    if (MassLaunch.isUnexplained(seen.status(), wish)) {
      return guard.stop(seen.uid());
    }
    guard.explained(seen.uid(), seen.status().isReconciled());
    return Optional.empty();
  }

  /**
   * Asks, and adds the answer to the facts. It tells how things are when it comes, not how they
   * were when it was asked for: a pause that counts from it would else be short by the wait.
   */
  Facts answer(Question question, StoredResource seen, Memory memory, Facts facts) {
    Facts answered =
        question.match(
            () -> facts.withRecovery(recover(seen, memory)),
            job -> observe(job, seen, memory, facts),
            provider -> facts.withLiveJobs(provider, liveJobs(provider, seen)),
            planned -> facts.withBookmark(bookmark(planned, seen)));
    return answered.at(surroundings.clock().instant());
  }

  private Answer<Recovery> recover(StoredResource seen, Memory memory) {
    Launch launch = seen.status().launch().orElseThrow();
    Answer<Recovery> answer = recover(launch, seen, memory.sight().launchUnresolved());
    jobs(answer)
        .ifPresent(
            jobs ->
                memory.unrecorded(
                    new Memory.Unrecorded(
                        seen, launch, LaunchOutcome.found(jobs), surroundings.clock().instant())));
    return answer;
  }

  private static Optional<List<FoundJob>> jobs(Answer<Recovery> answer) {
    return answer
        .value()
        .flatMap(
            recovery ->
                recovery.match(
                    Optional::of,
                    proof -> Optional.empty(),
                    retryAfter -> Optional.empty(),
                    remedy -> Optional.empty()));
  }

  private Answer<Recovery> recover(Launch launch, StoredResource seen, Duration unresolvedFor) {
    return asked(
        launch.provider(),
        provider ->
            provider.recover(
                new UnresolvedLaunch(
                    backends.plan(launch, seen),
                    launch.claim(),
                    launch.attempt(),
                    launch.bookmark(),
                    unresolvedFor,
                    settings.policy().settle(provider.traits()))));
  }

  private Facts observe(JobRef job, StoredResource seen, Memory memory, Facts facts) {
    Answer<JobObservation> answer =
        backends
            .find(job.provider())
            .map(provider -> provider.observe(backends.query(job, seen)))
            .orElseGet(
                () -> Answer.known(JobObservation.notVisible(backends.missing(job.provider()))));
    answer.value().ifPresent(observation -> memory.observed(job, observation));
    return facts.withObservation(job, answer, memory.sight());
  }

  private Answer<LiveJobs> liveJobs(String provider, StoredResource seen) {
    return asked(provider, calls -> calls.liveJobs(backends.document(seen)));
  }

  private Answer<Optional<String>> bookmark(Launch planned, StoredResource seen) {
    return asked(planned.provider(), provider -> provider.bookmark(backends.plan(planned, seen)));
  }

  private <T> Answer<T> asked(String provider, Function<ProviderCalls, Answer<T>> question) {
    return backends
        .find(provider)
        .map(question)
        .orElseGet(() -> Answer.unavailable(backends.missing(provider)));
  }

  /** What a status says is now what is known of the resource, and what news are asked for. */
  void remember(StoredResource resource, Memory memory) {
    List<Job> living = resource.status().livingJobs();
    memory.saw(resource.status().launch(), living);
    List<JobQuery> queries = new ArrayList<>(living.size());
    for (Job job : living) {
      queries.add(backends.query(job, resource));
    }
    memory.follow(queries);
    memory.wrote(resource.status());
  }

  void forget(String uid) {
    guard.forget(uid);
  }
}
