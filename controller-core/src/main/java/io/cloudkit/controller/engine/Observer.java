package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.controller.decide.Facts;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.MassLaunch;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.decide.Overrides;
import io.cloudkit.controller.decide.Question;
import io.cloudkit.controller.decide.Wish;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together what is known about a resource, and carries questions and orders to its providers.
 */
final class Observer {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
  private static final String UNREADABLE = "unreadable";
  private static final int FAREWELLS = 3;

  private final ResourceAdapter adapter;
  private final Map<String, ProviderCalls> providers;
  private final String defaultProvider;
  private final EngineSettings settings;
  private final Surroundings surroundings;
  private final MassLaunchGuard guard;

  Observer(
      ResourceAdapter adapter,
      Map<String, ProviderCalls> providers,
      String defaultProvider,
      EngineSettings settings,
      Surroundings surroundings) {
    this.adapter = adapter;
    this.providers = Map.copyOf(providers);
    this.defaultProvider = defaultProvider;
    this.settings = settings;
    this.surroundings = surroundings;
    this.guard =
        new MassLaunchGuard(
            settings.guardShare(),
            settings.guardMinimum(),
            settings.guardWindow(),
            surroundings.nanoTime());
  }

  Wish wish(ResourceSnapshot resource) {
    Intent intent = intent(resource);
    return new Wish(
        resource.uid(),
        resource.generation(),
        resource.isDeleting(),
        resource.finalizers().contains(adapter.finalizer()),
        adapter.showsEarlierWork(resource),
        intent,
        intent.provider().orElse(defaultProvider),
        Overrides.from(resource.annotations(), settings.annotationPrefix()),
        adapter.waitsFor(resource));
  }

  /** An adapter that fails must keep nobody from letting the resource go. */
  private Intent intent(ResourceSnapshot resource) {
    try {
      return adapter.intent(resource);
    } catch (RuntimeException defect) {
      LOG.error("{}: its adapter failed", resource, defect);
      String problem = "the spec could not be read: " + defect.getClass().getSimpleName();
      return new Intent(UNREADABLE, Optional.empty(), Map.of(), Optional.of(problem));
    }
  }

  Facts facts(StoredResource seen, Wish wish, Memory memory, String identity) {
    memory.saw(seen.status().launch(), seen.status().jobs().filter(Job::mayBeAlive).toList());
    Map<String, ProviderTraits> traits = new HashMap<>();
    providers.forEach((name, provider) -> traits.put(name, provider.traits()));
    return new Facts(
        surroundings.clock().instant(),
        traits,
        memory.sight(),
        Optional.empty(),
        memory.news(),
        Map.of(),
        Map.of(),
        Optional.empty(),
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
    boolean retry =
        wish.overrides().retry().isPresent()
            && !wish.overrides().retry().equals(seen.status().handledRetry());
    boolean unexplained =
        !retry && !wish.deleting() && MassLaunch.isUnexplained(seen.status(), wish.generation());
    if (unexplained) {
      return guard.stop(seen.uid());
    }
    guard.explained(seen.uid(), seen.status().isReconciled());
    return Optional.empty();
  }

  /** Asks, and adds the answer to the facts. */
  Facts answer(Question question, StoredResource seen, Wish wish, Memory memory, Facts facts) {
    return question.match(
        () -> facts.withRecovery(recover(seen, wish, memory)),
        job -> observe(job, seen, memory, facts),
        provider -> facts.withLiveJobs(provider, liveJobs(provider, seen)),
        planned -> facts.withBookmark(bookmark(planned, seen, wish)));
  }

  private Answer<Recovery> recover(StoredResource seen, Wish wish, Memory memory) {
    Launch launch = seen.status().launch().orElseThrow();
    ProviderCalls provider = providers.get(launch.provider());
    if (provider == null) {
      return Answer.unavailable(notConfigured(launch.provider()));
    }
    return provider.recover(
        new UnresolvedLaunch(
            plan(launch, seen, wish.intent().options()),
            launch.claim(),
            launch.attempt(),
            launch.bookmark(),
            memory.sight().launchUnresolved(),
            settings.policy().settle(provider.traits())));
  }

  private Facts observe(JobRef job, StoredResource seen, Memory memory, Facts facts) {
    ProviderCalls provider = providers.get(job.provider());
    Answer<JobObservation> answer =
        provider == null
            ? Answer.known(JobObservation.notVisible(notConfigured(job.provider())))
            : provider.observe(query(job, seen));
    answer.value().ifPresent(observation -> memory.observed(job, observation));
    return facts.withObservation(job, answer, memory.sight());
  }

  private Answer<LiveJobs> liveJobs(String provider, StoredResource seen) {
    ProviderCalls calls = providers.get(provider);
    return calls == null
        ? Answer.unavailable(notConfigured(provider))
        : calls.liveJobs(adapter.forProvider(seen.snapshot(), seen.status()));
  }

  private Answer<Optional<String>> bookmark(Launch planned, StoredResource seen, Wish wish) {
    ProviderCalls provider = providers.get(planned.provider());
    return provider == null
        ? Answer.unavailable(notConfigured(planned.provider()))
        : provider.bookmark(plan(planned, seen, wish.intent().options()));
  }

  /** Sends a launch, in time or not at all. */
  LaunchOutcome launch(StoredResource saved, Launch launch, Deadline sendBy) {
    ProviderCalls provider = providers.get(launch.provider());
    if (provider == null) {
      return LaunchOutcome.notSent(notConfigured(launch.provider()), Duration.ofSeconds(30));
    }
    Map<String, String> options = adapter.intent(saved.snapshot()).options();
    LaunchPlan plan = plan(launch, saved, options);
    return provider.launch(
        new LaunchRequest(plan, launch.claim(), launch.attempt(), launch.bookmark(), sendBy));
  }

  /** Asks for the end of a job; what is worth telling of the answer. */
  Optional<Notice> cancel(StoredResource saved, Memory memory, Job job) {
    ProviderCalls provider = providers.get(job.provider());
    if (provider == null) {
      return Optional.empty();
    }
    memory.cancelAsked(job.ref());
    return said(job.ref(), memory, provider.cancel(query(job.ref(), saved)));
  }

  private static Optional<Notice> said(JobRef job, Memory memory, Answer<CancelResult> answer) {
    String what = "cancelling job " + job.id() + ": ";
    return answer.match(
        result ->
            result.match(
                Optional::empty,
                () -> {
                  memory.mustBeObserved(job);
                  return Optional.empty();
                },
                reason -> Optional.of(Notice.warning("CancelRefused", what + reason)),
                Optional::empty),
        reason -> Optional.of(Notice.warning("CancelUnanswered", what + reason)));
  }

  /** The resource of a launch vanished before its outcome was recorded. */
  Optional<Notice> orphaned(StoredResource seen, Launch sent, LaunchOutcome outcome) {
    return outcome.match(
        (job, status, blocks) -> {
          if (sent.type() == JobType.PROVISION) {
            JobQuery query = new JobQuery(job, sent.claim(), sent.configVersion(), seen.snapshot());
            end(query);
          }
          return Optional.of(vanishedBeside(job));
        },
        (reason, retryAfter) -> Optional.empty(),
        reason -> Optional.empty(),
        (kind, reason) -> Optional.empty(),
        reason ->
            Optional.of(
                Notice.warning(
                    "ResourceVanished",
                    "the resource vanished while operation "
                        + sent.operation()
                        + " was launched, and it is not known what became of it; look for it at "
                        + sent.provider())));
  }

  /**
   * A resource is gone: its jobs are told of, and what provisions is ended where that is possible.
   */
  void farewell(Memory memory, EngineEvents events) {
    memory
        .unrecorded()
        .ifPresent(
            each ->
                orphaned(each.resource(), each.sent(), each.outcome())
                    .ifPresent(notice -> events.publish(each.resource().snapshot(), notice)));
    for (JobQuery query : memory.following()) {
      events.publish(query.resource(), vanishedBeside(query.job()));
      if (query.job().type() == JobType.PROVISION) {
        end(query);
      }
    }
  }

  /** Nobody will come back to it, so one lost answer must not be the last word. */
  private void end(JobQuery orphan) {
    ProviderCalls provider = providers.get(orphan.job().provider());
    for (int i = 0; provider != null && i < FAREWELLS; i++) {
      if (provider.cancel(orphan).value().isPresent()) {
        return;
      }
    }
  }

  private static Notice vanishedBeside(JobRef job) {
    return Notice.warning(
        "ResourceVanished",
        "the resource vanished while "
            + job.type()
            + " job "
            + job.id()
            + " may be alive; what it provisions must be taken away by hand");
  }

  List<JobQuery> queries(StoredResource resource, List<Job> living) {
    return living.stream().map(job -> query(job.ref(), resource)).toList();
  }

  void forget(String uid) {
    guard.forget(uid);
  }

  private JobQuery query(JobRef ref, StoredResource resource) {
    Optional<Job> job = resource.status().job(ref);
    return new JobQuery(
        ref,
        job.map(Job::claim).orElse(""),
        job.map(Job::configVersion).orElse(""),
        resource.snapshot());
  }

  private LaunchPlan plan(Launch launch, StoredResource resource, Map<String, String> options) {
    return new LaunchPlan(
        launch.provider(),
        launch.operation(),
        launch.type(),
        launch.configVersion(),
        options,
        adapter.forProvider(resource.snapshot(), resource.status()));
  }

  private String notConfigured(String provider) {
    return "provider instance \""
        + provider
        + "\" is not configured (configured are "
        + new TreeSet<>(providers.keySet())
        + "); configure it again";
  }
}
