package io.cloudkit.testkit.provider;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Jobs and machines in memory, in the time of the clock that it is given. A provision playbook
 * makes the machine of its resource when it begins, a deprovision playbook removes it when it
 * succeeds. Not thread-safe.
 */
public final class InMemoryBackend implements InMemoryJobs {
  /** How the jobs of a backend behave. */
  public interface Behaviour {
    /** From launch to the playbook's begin. */
    Duration startsAfter();

    /** How long the playbook runs. */
    Duration runsFor();

    /** How the job ends. */
    JobState end();

    /** How long before its playbook's end the status says that the job has ended. */
    Duration liesFor();

    /** How long the status asks to be read again, for a job that lies so long. Not shorter. */
    default Duration settles(Duration lie) {
      return lie;
    }

    /**
     * What the row of a list asks for instead, of a job whose status asks for that: reason enough
     * to look at the job, and perhaps too short to prove anything.
     */
    default Duration rowSettles(Duration settle) {
      return settle;
    }

    /** What the status says while it lies, for a job that ends so. */
    default JobState saysFirst(JobState end) {
      return end;
    }

    /** What proves that a job has ended. */
    default Proof proof() {
      return Proof.TIME;
    }

    /** The playbook of a job is about to begin: whether it can. One that can not fails at once. */
    default boolean begins(InMemoryJob job) {
      return true;
    }

    /** The resource that the playbook of a job works for, by its uid: not all go by that. */
    default String actsOn(InMemoryJob job) {
      return job.uid();
    }

    /** How long the playbook of a job of that type runs. */
    default Duration runsFor(JobType type) {
      return runsFor();
    }

    /** The status of a job says its end, which may be before that of its playbook. */
    default void saysItsEnd(InMemoryJob job) {}

    /** The playbook of a job is over. */
    default void isOver(InMemoryJob job) {}
  }

  /** What proves that a job has ended. */
  public enum Proof {
    /** Its status, after the time that it asks for. */
    TIME,
    /** A look at that one job, which shows what really runs. A list shows its status alone. */
    LOOK
  }

  /** Longer than whoever waits for it. */
  private static final Duration HANGING = Duration.ofDays(365);

  private final LongSupplier nanoTime;
  private final Behaviour behaviour;
  private final Predicate<InMemoryJob> hangs;
  private final List<String> overlaps = new ArrayList<>();

  /** Never changed, but replaced by a longer one: who was given it keeps what was there. */
  private List<InMemoryJob> jobs = List.of();

  private final InMemoryMachines machines;
  private int lastId = 100;
  private long changes;

  /** A backend whose jobs alone make and remove machines. */
  public InMemoryBackend(LongSupplier nanoTime, Behaviour behaviour) {
    this(nanoTime, behaviour, new InMemoryMachines());
  }

  /** One of several backends that make and remove the same machines. */
  public InMemoryBackend(LongSupplier nanoTime, Behaviour behaviour, InMemoryMachines machines) {
    this(nanoTime, behaviour, machines, job -> false);
  }

  /**
   * One some jobs of which hang.
   *
   * @param hangs asked once of each job, when its playbook begins: whether that runs on until
   *     somebody cancels the job, however long it was to run
   */
  public InMemoryBackend(
      LongSupplier nanoTime,
      Behaviour behaviour,
      InMemoryMachines machines,
      Predicate<InMemoryJob> hangs) {
    this.nanoTime = nanoTime;
    this.behaviour = behaviour;
    this.machines = machines;
    this.hangs = hangs;
  }

  /** A launch arrives. It can be seen after the delay, and runs from then on. */
  public InMemoryJob launch(
      JobType type,
      String operation,
      String claim,
      String configVersion,
      String uid,
      Duration visibleAfter) {
    long visibleAt = nanoTime.getAsLong() + visibleAfter.toNanos();
    InMemoryJob job =
        new InMemoryJob(
            String.valueOf(++lastId), type, operation, claim, configVersion, uid, visibleAt);
    job.startsAt = visibleAt + behaviour.startsAfter().toNanos();
    job.playbookEndsAt = job.startsAt + behaviour.runsFor(type).toNanos();
    Duration lie = behaviour.liesFor();
    job.lie = lie;
    job.settle = behaviour.settles(lie);
    job.rowSettle = behaviour.rowSettles(job.settle);
    job.endsAt = Math.max(job.startsAt, job.playbookEndsAt - lie.toNanos());
    job.end = behaviour.end();
    job.saysFirst = behaviour.saysFirst(job.end);
    job.proof = behaviour.proof();
    job.launchedAt = nanoTime.getAsLong();
    List<InMemoryJob> more = new ArrayList<>(jobs);
    more.add(job);
    jobs = List.copyOf(more);
    changes++;
    return job;
  }

  @Override
  public InMemoryJob relaunchByPerson(InMemoryJob old) {
    InMemoryJob job =
        launch(old.type, old.operation, old.claim, old.configVersion, old.uid, Duration.ZERO);
    job.byPerson = true;
    return job;
  }

  /** Somebody else launches a job, which carries no operation. */
  public InMemoryJob launchByPerson(JobType type, String configVersion, String uid) {
    InMemoryJob job = launch(type, "", "", configVersion, uid, Duration.ZERO);
    job.byPerson = true;
    return job;
  }

  @Override
  public void advance() {
    long now = nanoTime.getAsLong();
    // ends before begins: what is over at a moment does not overlap what begins at it
    for (InMemoryJob job : jobs) {
      endIfDue(job, now);
    }
    for (InMemoryJob job : jobs) {
      if (!job.running && !job.everRan && !job.state.isTerminal() && job.startsAt - now <= 0) {
        begin(job);
        endIfDue(job, now);
      }
    }
  }

  private void endIfDue(InMemoryJob job, long now) {
    if (job.running && job.playbookEndsAt - now <= 0) {
      changes++;
      job.running = false;
      job.ranUntil = now;
      job.state = job.state.isTerminal() ? job.end : job.state;
      if (job.type == JobType.DEPROVISION && job.end == JobState.SUCCEEDED) {
        machines.isRemoved(behaviour.actsOn(job));
      }
      behaviour.isOver(job);
    }
    if (job.everRan && !job.state.isTerminal() && job.endsAt - now <= 0) {
      job.state = job.running ? job.saysFirst : job.end;
      behaviour.saysItsEnd(job);
    }
  }

  private void begin(InMemoryJob job) {
    changes++;
    if (!behaviour.begins(job)) {
      job.state = JobState.FAILED;
      return;
    }
    for (InMemoryJob other : jobs) {
      boolean overlap = other.running && other.uid.equals(job.uid);
      if (overlap && !other.byPerson && !job.byPerson) {
        overlaps.add(other + " while " + job + " begins");
      }
    }
    job.running = true;
    job.everRan = true;
    job.ranFrom = nanoTime.getAsLong();
    job.ranUntil = Long.MAX_VALUE;
    job.state = JobState.RUNNING;
    if (job.type == JobType.PROVISION) {
      machines.isMade(behaviour.actsOn(job), job);
    }
    if (hangs.test(job)) {
      job.playbookEndsAt = job.ranFrom + HANGING.toNanos();
      job.endsAt = job.playbookEndsAt;
    }
  }

  @Override
  public OptionalLong nextDue() {
    long next = Long.MAX_VALUE;
    for (InMemoryJob job : jobs) {
      if (job.running) {
        next = Math.min(next, job.playbookEndsAt);
      }
      if (!job.state.isTerminal()) {
        next = Math.min(next, job.everRan ? job.endsAt : job.startsAt);
      }
    }
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public void cancel(InMemoryJob job, Optional<Duration> endsAfter) {
    if (job.state.isTerminal()) {
      return;
    }
    job.cancelRequested = true;
    changes++;
    if (!job.everRan) {
      job.state = JobState.CANCELED;
      job.settle = Duration.ZERO;
      job.rowSettle = Duration.ZERO;
      job.lie = Duration.ZERO;
    } else if (endsAfter.isPresent()) {
      long end = nanoTime.getAsLong() + endsAfter.get().toNanos();
      job.playbookEndsAt = Math.min(job.playbookEndsAt, end);
      job.endsAt = Math.min(job.endsAt, Math.max(nanoTime.getAsLong(), end - job.lie.toNanos()));
      job.end = JobState.CANCELED;
      job.saysFirst = JobState.CANCELED;
    }
  }

  /** Who names a launch again, where one operation has one effect, is told of it. */
  void show(InMemoryJob job) {
    job.visibleAt = Math.min(job.visibleAt, nanoTime.getAsLong());
  }

  /** Whether anything of a job can still run, as far as a list of jobs can know. */
  boolean mayRun(InMemoryJob job) {
    boolean settles =
        job.proof == Proof.LOOK
            ? job.running
            : nanoTime.getAsLong() - job.endsAt < job.settle.toNanos();
    return !job.state.isTerminal() || (job.everRan && settles);
  }

  @Override
  public void purge(InMemoryJob job) {
    job.purged = true;
  }

  @Override
  public List<InMemoryJob> all() {
    return jobs;
  }

  @Override
  public List<InMemoryJob> visible() {
    long now = nanoTime.getAsLong();
    return jobs.stream().filter(job -> !job.purged && job.visibleAt - now <= 0).toList();
  }

  @Override
  public Optional<InMemoryJob> find(String id) {
    long now = nanoTime.getAsLong();
    for (InMemoryJob job : jobs) {
      if (job.id.equals(id) && job.visibleAt - now <= 0) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /** The config version of the machine of that resource, if it has one. */
  public Optional<String> machine(String uid) {
    return makerOf(uid).map(InMemoryJob::configVersion);
  }

  /** The job that made the machine of that resource what it is, if it has one. */
  public Optional<InMemoryJob> makerOf(String uid) {
    return machines.makerOf(uid);
  }

  /** Each time that two playbooks of one resource ran at once, none of them started by a person. */
  public List<String> overlaps() {
    return List.copyOf(overlaps);
  }
}
