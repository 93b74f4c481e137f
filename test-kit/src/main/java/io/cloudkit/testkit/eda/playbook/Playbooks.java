package io.cloudkit.testkit.eda.playbook;

import io.cloudkit.testkit.eda.rulebook.Activation;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Truth;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The rule table, and the jobs that its rules launched. Thread-safe. Keeps the newest 10,000 ended
 * jobs, and all that have not ended.
 */
public final class Playbooks implements AutoCloseable {
  private static final int RETAINED = 10_000;

  /**
   * A rule: an event for exactly this endpoint, or of the event stream of this name, launches a
   * playbook.
   *
   * @param purpose provision or deprovision
   * @param script how its jobs run unless one has a script of its own; absent: as all do
   */
  public record Rule(String endpoint, Playbook.Purpose purpose, Optional<PlaybookScript> script) {
    /** A rule whose jobs run as all do. */
    public Rule(String endpoint, Playbook.Purpose purpose) {
      this(endpoint, purpose, Optional.empty());
    }

    public Rule {
      if (purpose == Playbook.Purpose.OTHER) {
        throw new IllegalArgumentException(
            "expected a rule for PROVISION or DEPROVISION, found OTHER: no playbook is known for"
                + " it");
      }
    }
  }

  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private final Map<String, Deque<PlaybookScript>> scripted = new HashMap<>();
  private final LinkedHashMap<Long, Job> jobs = new LinkedHashMap<>();
  private final PlaybookScript usual;
  private final Timeline timeline;
  private final Truth truth;
  private final String backend;
  private final Cluster cluster;
  private final Optional<Tenants> tenants;
  private long lastId;

  /**
   * Rules without a job yet.
   *
   * @param usual how jobs run that have no script of their own, nor by their rule
   * @param backend the name of this receiver in the truth
   */
  public Playbooks(
      Collection<Rule> rules,
      PlaybookScript usual,
      Timeline timeline,
      Truth truth,
      String backend,
      ApiAccess access) {
    rules.forEach(rule -> this.rules.put(rule.endpoint(), rule));
    this.usual = usual;
    this.timeline = timeline;
    this.truth = truth;
    this.backend = backend;
    this.cluster = new Cluster(access.kubeconfig(), access.kind());
    this.tenants = access.tenants();
  }

  /** How playbooks reach the API, and for what. */
  public record ApiAccess(String kubeconfig, ManagedKind kind, Optional<Tenants> tenants) {
    /** Never shows the kubeconfig. */
    @Override
    public String toString() {
      return "ApiAccess[kind=" + kind + ", tenants=" + tenants + "]";
    }
  }

  /** The endpoints that have a rule, in their order. */
  public List<String> endpoints() {
    return List.copyOf(rules.keySet());
  }

  /** The action for an event; empty if no rule is for exactly its endpoint or stream. */
  public Optional<Activation.Action> actionFor(Event event) {
    return Optional.ofNullable(rules.get(event.address()))
        .filter(rule -> event.isReadable())
        .map(rule -> whenEnded -> launch(rule, event, whenEnded));
  }

  private void launch(Rule rule, Event event, Runnable whenEnded) {
    Job job;
    synchronized (this) {
      long id = ++lastId;
      PlaybookScript script = nextScript(rule);
      BackendJob name = new BackendJob(backend, Long.toString(id));
      job = new Job(name, rule, event, script, timeline, truth, whenEnded);
      jobs.put(id, job);
      trim();
    }
    job.launch(cluster, tenants);
  }

  private PlaybookScript nextScript(Rule rule) {
    Deque<PlaybookScript> queued = scripted.getOrDefault(rule.endpoint(), new ArrayDeque<>());
    PlaybookScript next = queued.poll();
    return next == null ? rule.script().orElse(usual) : next;
  }

  private void trim() {
    for (Iterator<Job> all = jobs.values().iterator(); jobs.size() > RETAINED && all.hasNext(); ) {
      if (all.next().hasEnded()) {
        all.remove();
      }
    }
  }

  /** The next jobs of this endpoint run so, one each, before the usual script rules again. */
  public synchronized void scriptNext(String endpoint, PlaybookScript... scripts) {
    if (!rules.containsKey(endpoint)) {
      throw new NoSuchElementException(
          "expected an endpoint with a rule, found \""
              + endpoint
              + "\": there is "
              + rules.keySet());
    }
    scripted.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).addAll(List.of(scripts));
  }

  /** Every job that is remembered, oldest first. */
  public List<EdaJob> jobs() {
    return all().stream().map(Job::row).toList();
  }

  private synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }

  /** Lets a job go on that waits to be told. */
  public void goOn(BackendJob job) {
    find(job).goOn();
  }

  /** Fails a job that waits to be told. */
  public void fail(BackendJob job) {
    find(job).fail("failed as a test told it to");
  }

  private Job find(BackendJob id) {
    return all().stream()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("expected a job " + id + ", found none of that name"));
  }

  /** Cuts off every job, between two calls of the API; returns once nothing runs any more. */
  public void killAll() {
    all().forEach(Job::kill);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
