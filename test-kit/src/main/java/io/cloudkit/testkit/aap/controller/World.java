package io.cloudkit.testkit.aap.controller;

import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Run;
import io.cloudkit.testkit.truth.Subject;
import io.cloudkit.testkit.truth.Truth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tables of the controller and their one lock: whoever touches them holds the monitor. */
final class World {
  private static final int LAUNCHES = 20_000;

  final Truth truth;
  final String backend;
  final ControllerSettings settings;
  final TreeMap<Long, Job> jobs = new TreeMap<>();
  final TreeMap<Long, Template> templates = new TreeMap<>();
  final Map<Long, Deque<Script>> scripted = new HashMap<>();
  final Map<String, Organization> organizations = new HashMap<>();
  final Set<Long> hiddenTemplates = new HashSet<>();
  final Set<Long> forbiddenTemplates = new HashSet<>();
  final Set<Long> staleTemplates = new HashSet<>();
  Optional<String> licenseTrouble = Optional.empty();
  final Deque<Launch> launches = new ArrayDeque<>();
  Optional<Duration> keptFor = Optional.empty();
  JobListener listener = JobListener.NONE;
  String installUuid;
  long nextJob;

  private final Timeline timeline;
  private final Instant start;
  private long nextTemplate;
  private long nextNode = 1;

  World(Timeline timeline, ControllerSettings settings, Truth truth, String backend) {
    this.timeline = timeline;
    this.truth = truth;
    this.backend = backend;
    this.settings = settings;
    this.start = timeline.now();
    this.installUuid = settings.installUuid();
    this.nextJob = settings.firstId();
    this.nextTemplate = settings.firstId() / 10 + 1;
  }

  /** PostgreSQL keeps microseconds. */
  Instant now() {
    return timeline.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** Later, holding the lock. */
  void later(Duration delay, Runnable task) {
    timeline.after(
        delay,
        () -> {
          synchronized (this) {
            task.run();
          }
        });
  }

  /** Later, without the lock: for what calls effects. */
  void laterUnlocked(Duration delay, Runnable task) {
    timeline.after(delay, task);
  }

  /** When the managers look, holding the lock: now, or with their next tick (§5.9). */
  void atManagers(Runnable task) {
    if (settings.managers().tick().isZero()) {
      task.run();
    } else {
      later(untilTick(), task);
    }
  }

  /** At the next pass of the workflow manager over a workflow that is being cancelled. */
  void atNextPass(Runnable task) {
    later(settings.managers().tick().isZero() ? settings.workflowPass() : untilTick(), task);
  }

  /** Never zero: what happens in the moment of a tick waits for the next. */
  private Duration untilTick() {
    long tick = settings.managers().tick().toNanos();
    return Duration.ofNanos(tick - Duration.between(start, timeline.now()).toNanos() % tick);
  }

  long takeJobId() {
    return nextJob++;
  }

  long takeNodeId() {
    return nextNode++;
  }

  Organization organization(String name) {
    return organizations.computeIfAbsent(name, n -> new Organization(organizations.size() + 1L, n));
  }

  Template add(TemplateSpec spec) {
    Template template =
        new Template(
            nextTemplate++,
            spec.kind,
            spec.name,
            organization(spec.organization),
            spec.prompts,
            spec.survey,
            spec.inventory,
            spec.simultaneity == TemplateSpec.Simultaneity.ALLOWED,
            spec.slices,
            spec.variables,
            spec.purpose,
            spec.script.orElse(vars -> settings.script()),
            spec.nodes,
            now());
    templates.put(template.id(), template);
    return template;
  }

  Script scriptFor(Template template, ExtraVars variables) {
    Deque<Script> queued = scripted.get(template.id());
    Script next = queued == null ? null : queued.poll();
    return next != null ? next : template.script().apply(variables);
  }

  void insert(Job job) {
    jobs.put(job.id, job);
    launches.add(
        new Launch(
            job.created,
            job.id,
            job.submission.kind(),
            Optional.ofNullable(job.template).orElse(0L),
            job.submission.launchType(),
            job.submission.extraVars()));
    if (launches.size() > LAUNCHES) {
      launches.remove();
    }
    if (jobs.size() > settings.retainedJobs()) {
      purgeOldestEnded();
    }
    keptFor.ifPresent(age -> later(age.plusNanos(1000), () -> cleanUp(age)));
  }

  int cleanUp(Duration age) {
    Instant cutoff = now().minus(age);
    int before = jobs.size();
    jobs.values()
        .removeIf(job -> job.created.isBefore(cutoff) && (!job.status.isActive() || isNew(job)));
    return before - jobs.size();
  }

  private static boolean isNew(Job job) {
    return job.status == AapStatus.NEW;
  }

  /** What the playbook of a job was asked to do, for the truth. */
  Run runOf(Job job) {
    ExtraVars vars = job.submission.extraVars();
    return new Run(
        new BackendJob(backend, Long.toString(job.id)),
        new BackendJob(backend, Long.toString(job.submission.root().orElse(job.id))),
        job.submission.name(),
        vars.purpose().orElse(job.submission.purpose()),
        new Subject(
            vars.resourceUid().orElse(""),
            vars.resourceNamespace().orElse(""),
            vars.resourceName().orElse("")),
        vars.operation().orElse(""),
        vars.claim().orElse(""),
        Run.Cause.ASKED);
  }

  /** Tells who listens of a job as it is now. Lock held. */
  void announce(Moment moment, Job job) {
    if (listener != JobListener.NONE && isStored(job)) {
      JobListener to = listener;
      JobRow row = job.row();
      List<NodeRow> nodes = nodes(job);
      laterUnlocked(Duration.ZERO, () -> to.hear(moment, row, nodes));
    }
  }

  /** The nodes of a workflow job, as they are now. */
  List<NodeRow> nodes(Job workflow) {
    return workflow.nodes.stream()
        .map(node -> node.row(workflow.id, Optional.ofNullable(node.job).filter(this::isStored)))
        .toList();
  }

  boolean isStored(Job job) {
    return jobs.get(job.id) == job;
  }

  List<Job> activeJobsOf(long template) {
    List<Job> active = new ArrayList<>();
    for (Job job : jobs.values()) {
      if (job.status.isActive() && job.template != null && job.template == template) {
        active.add(job);
      }
    }
    return active;
  }

  private void purgeOldestEnded() {
    for (Iterator<Job> it = jobs.values().iterator(); it.hasNext(); ) {
      if (!it.next().status.isActive()) {
        it.remove();
        return;
      }
    }
  }
}
