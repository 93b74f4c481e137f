package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where one rule is played: a backend, a provider of it, and what the engine would ask of it. */
final class Stage implements AutoCloseable {
  static final String INSTANCE = "tck";

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SETTLE = Duration.ofMinutes(10);

  private final BackendHarness backend;
  private final String rule;
  private final Calls calls = new Calls();
  private final List<ProvisioningProvider> opened = new ArrayList<>();
  private final AtomicInteger names = new AtomicInteger();
  private ProvisioningProvider provider;
  private Duration callTimeout = CALL_TIMEOUT;
  private boolean healed;
  private boolean lacked;

  /**
   * For one rule.
   *
   * @param rule its number
   */
  Stage(BackendHarness backend, String rule) {
    this.backend = backend;
    this.rule = rule;
    try {
      this.provider = open(CALL_TIMEOUT);
    } catch (RuntimeException | Error trouble) {
      close();
      throw trouble;
    }
  }

  BackendHarness backend() {
    return backend;
  }

  ProvisioningProvider provider() {
    return provider;
  }

  Calls calls() {
    return calls;
  }

  /** The backend is well again. */
  void heal() {
    backend.behave();
    healed = true;
  }

  /** From now on the provider is one that was made this moment: the operator was restarted. */
  void restart() {
    restart(CALL_TIMEOUT);
  }

  void restart(Duration newCallTimeout) {
    callTimeout = newCallTimeout;
    provider = open(callTimeout);
  }

  private ProvisioningProvider open(Duration callTimeout) {
    ProvisioningProvider made = backend.factory().create(config(callTimeout), context(callTimeout));
    opened.add(made);
    return made;
  }

  private ProviderConfig config(Duration callTimeout) {
    return ProviderConfig.of(
        INSTANCE, backend.factory().properties(), backend.settings(callTimeout));
  }

  private StageContext context(Duration callTimeout) {
    return new StageContext(INSTANCE, secrets(callTimeout), calls.threads(), calls.heard());
  }

  /** The values of the secrets, by property. */
  Map<String, String> secrets() {
    return secrets(CALL_TIMEOUT);
  }

  private Map<String, String> secrets(Duration callTimeout) {
    Map<String, String> secrets = new HashMap<>(backend.settings(callTimeout));
    List<String> names =
        backend.factory().properties().stream()
            .filter(ConfigProperty::isSecret)
            .map(ConfigProperty::name)
            .toList();
    secrets.keySet().retainAll(names);
    return secrets;
  }

  /** An effort that nothing was sent of, for a resource of its own. */
  Effort effort(JobType type) {
    if (healed) {
      // a provider may leave a backend alone for a while that it saw fail
      restart(callTimeout);
      healed = false;
    }
    int number = names.incrementAndGet();
    String resource = "r" + number;
    if (type == JobType.DEPROVISION) {
      Effort before = effort(resource, number, JobType.PROVISION);
      expect(send(before).is(Answer.Said.TRIGGERED), "a resource to deprovision");
      backend.let(before.claim(), JobEvent.SUCCEEDS);
    }
    return effort(resource, number + 5000, type);
  }

  private Effort effort(String resource, int number, JobType type) {
    LaunchPlan plan = plan(resource, "%032x".formatted(0xabc0000 + number), type);
    Optional<String> bookmark = calls.sure("bookmark", () -> provider.bookmark(plan), CALL_TIMEOUT);
    return new Effort(resource, plan, bookmark, claim());
  }

  private LaunchPlan plan(String resource, String operation, JobType type) {
    return new LaunchPlan(
        INSTANCE, operation, type, "v1-5eed", Map.of(), backend.resource(resource, type));
  }

  /** A claim that nothing was ever sent under. */
  String claim() {
    return "%032x".formatted(0xc1a10000 + names.incrementAndGet());
  }

  /** Launches, with time enough. */
  Answer send(Effort effort) {
    return send(effort, Deadline.after(Duration.ofHours(1), System::nanoTime));
  }

  Answer send(Effort effort, Deadline sendBy) {
    return call(launch(effort, sendBy));
  }

  /** A launch as a call. */
  Callable<Answer> launch(Effort effort, Deadline sendBy) {
    LaunchRequest request =
        new LaunchRequest(effort.plan(), effort.claim(), 1, effort.bookmark(), sendBy);
    return effort.plan().type() == JobType.PROVISION
        ? () -> Answer.of(provider.triggerProvision(request))
        : () -> Answer.of(provider.triggerDeprovision(request));
  }

  /** Launches, and expects that this works. */
  JobRef start(Effort effort) {
    Answer answer = send(effort);
    expect(answer.is(Answer.Said.TRIGGERED), "a healthy backend's launch triggered, found", answer);
    return answer.job().orElseThrow();
  }

  /** A job of a resource of its own whose automation runs, as far as the backend can let it. */
  Running running() {
    return running(JobType.PROVISION);
  }

  Running running(JobType type) {
    Effort effort = effort(type);
    JobRef job = start(effort);
    backend.let(effort.claim(), JobEvent.BEGINS);
    return new Running(effort, job);
  }

  record Running(Effort effort, JobRef job) {}

  /** Whether nothing of that launch could appear any more. */
  enum Age {
    FRESH(Duration.ofSeconds(1)),
    SETTLED(SETTLE.plusSeconds(1));

    final Duration unresolvedFor;

    Age(Duration unresolvedFor) {
      this.unresolvedFor = unresolvedFor;
    }
  }

  Answer recover(Effort effort, Age age) {
    return call(search(effort, age));
  }

  Callable<Answer> search(Effort effort, Age age) {
    LaunchPlan now = plan(effort.resource(), effort.plan().operation(), effort.plan().type());
    UnresolvedLaunch launch =
        new UnresolvedLaunch(now, effort.claim(), 1, effort.bookmark(), age.unresolvedFor, SETTLE);
    return () -> Answer.of(provider.recover(launch));
  }

  Answer observe(Running job) {
    return call(look(query(job)));
  }

  Callable<Answer> look(JobQuery query) {
    return () -> Answer.of(provider.observe(query));
  }

  /** What the news say of a job; empty if nothing. */
  Optional<Answer> news(Running job) {
    Answer told = call(tidings(query(job)));
    return told.is(Answer.Said.NO_NEWS) ? Optional.empty() : Optional.of(told);
  }

  Callable<Answer> tidings(JobQuery query) {
    return () ->
        Optional.ofNullable(provider.news(List.of(query)).get(query.job()))
            .map(Answer::of)
            .orElse(Answer.NO_NEWS);
  }

  JobQuery query(Running running) {
    Effort effort = running.effort();
    return new JobQuery(
        running.job(),
        effort.claim(),
        effort.plan().configVersion(),
        backend.resource(effort.resource(), effort.plan().type()));
  }

  Answer cancel(Running job) {
    return call(stop(query(job)));
  }

  Callable<Answer> stop(JobQuery query) {
    return () -> Answer.of(provider.cancel(query));
  }

  Callable<Answer> preflight() {
    return () -> Answer.of(provider.preflight());
  }

  Answer liveJobs(Effort effort) {
    return call(census(effort));
  }

  Callable<Answer> census(Effort effort) {
    return () ->
        Answer.of(provider.liveJobs(backend.resource(effort.resource(), effort.plan().type())));
  }

  /** How often something of that kind arrived at the backend. */
  long count(BackendCall call) {
    return backend.requests().stream().filter(call::equals).count();
  }

  /** The jobs that really came of an effort. */
  List<MadeJob> made(Effort effort) {
    return backend.jobs().stream()
        .filter(job -> job.operation().equals(effort.plan().operation()))
        .toList();
  }

  /** All that was launched of an effort shows by now: its time to settle is over. */
  void settle(Effort effort) {
    made(effort).forEach(job -> backend.let(job.claim(), JobEvent.BEGINS));
  }

  /** The faults that the backend can do to such a request; none left: the rule is skipped. */
  List<Fault> faults(BackendCall call, Stream<Fault> wanted) {
    List<Fault> all = wanted.toList();
    List<Fault> able = all.stream().filter(fault -> backend.misbehave(call, fault)).toList();
    backend.behave();
    if (able.isEmpty()) {
      skip(call + " that meets one of " + all);
    }
    return able;
  }

  /** The harness can do nothing of what the rule needs: fails, unless it says so. */
  void skip(String needed) {
    lacks(needed);
    Assumptions.abort(rule + " is not proven: " + backend.unproven().get(rule));
  }

  /** The harness can not do all that the rule needs: fails, unless it says so. */
  void lacks(String needed) {
    lacked = true;
    if (!backend.unproven().containsKey(rule)) {
      throw new UnprovenError(
          rule
              + " can not be proven: it needs a "
              + needed
              + ", and misbehave answered false; let the harness do so, or tell in unproven() why"
              + " it can not");
    }
  }

  /**
   * The rule was kept.
   *
   * @throws UnprovenError if all of it was proven, and the harness says that it can not be
   */
  void kept() {
    if (!lacked && backend.unproven().containsKey(rule)) {
      throw new UnprovenError(
          rule + " was proven, and unproven() says that it can not be; take it out there");
    }
  }

  /** Calls as the engine does. */
  Answer call(Callable<Answer> call) {
    return calls.call(call, provider.traits().callTimeout().plus(Calls.GRACE));
  }

  /** Fails unless that is so; the words say what was expected, and what was found. */
  static void expect(boolean isSo, String expected, Object... found) {
    if (!isSo) {
      StringBuilder words = new StringBuilder("expected ").append(expected);
      for (Object each : found) {
        words.append(' ').append(each);
      }
      throw new AssertionError(words);
    }
  }

  /** Closes all that was opened, though one of it can not be; throws what that one threw. */
  @Override
  public void close() {
    Deque<Runnable> open = new ArrayDeque<>();
    open.add(backend::behave);
    open.add(calls::interrupt); // no call is in flight when a provider is closed
    opened.forEach(each -> open.add(each::close));
    open.add(calls::close);
    open.add(backend::close);
    close(open);
  }

  private static void close(Deque<Runnable> open) {
    if (!open.isEmpty()) {
      try {
        open.remove().run();
      } finally {
        close(open);
      }
    }
  }
}
