package io.cloudkit.testkit.provider;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps account of the jobs of a backend that runs them by itself, and of the machines that they
 * make, as an {@link InMemoryBackend} does of its own. Told of each event when it happens. Not
 * thread-safe.
 */
public final class InMemoryLedger {
  private final LongSupplier nanoTime;
  private final InMemoryMachines machines;
  private final List<InMemoryJob> jobs = new ArrayList<>();
  private long changes;

  public InMemoryLedger(LongSupplier nanoTime, InMemoryMachines machines) {
    this.nanoTime = nanoTime;
    this.machines = machines;
  }

  /** A job came into being. */
  public InMemoryJob launched(
      String id, JobType type, String operation, String claim, String configVersion, String uid) {
    InMemoryJob job =
        new InMemoryJob(id, type, operation, claim, configVersion, uid, nanoTime.getAsLong());
    job.launchedAt = nanoTime.getAsLong();
    jobs.add(job);
    changes++;
    return job;
  }

  /** A job came into being because a person started another one again. */
  public InMemoryJob relaunched(String id, InMemoryJob old) {
    InMemoryJob job = launched(id, old.type, old.operation, old.claim, old.configVersion, old.uid);
    job.byPerson = true;
    return job;
  }

  /** Its playbook begins. */
  public void begins(InMemoryJob job) {
    changes++;
    job.running = true;
    job.everRan = true;
    job.ranFrom = nanoTime.getAsLong();
    job.ranUntil = Long.MAX_VALUE;
    if (job.type == JobType.PROVISION) {
      machines.isMade(job.uid, job);
    }
  }

  /** Its playbook is over, and did what it was to do if it succeeded. */
  public void ends(InMemoryJob job, JobState end) {
    changes++;
    job.running = false;
    job.ranUntil = nanoTime.getAsLong();
    job.end = end;
    if (job.type == JobType.DEPROVISION && end == JobState.SUCCEEDED) {
      machines.isRemoved(job.uid);
    }
  }

  /** Its playbook was killed, and will begin anew. */
  public void isToBeginAnew(InMemoryJob job) {
    changes++;
    job.running = false;
    job.everRan = false;
  }

  /** Its status says so from now on, whatever its playbook does. */
  public void says(InMemoryJob job, JobState state) {
    if (job.state != state) {
      changes++;
      job.state = state;
    }
  }

  /** Its record was removed. */
  public void isPurged(InMemoryJob job) {
    changes++;
    job.purged = true;
  }

  /** Grows with all that is told. */
  public long changes() {
    return changes;
  }

  /** All jobs, oldest first. */
  public List<InMemoryJob> all() {
    return List.copyOf(jobs);
  }

  /** The jobs whose records are left. */
  public List<InMemoryJob> recorded() {
    return jobs.stream().filter(job -> !job.purged).toList();
  }

  /** The job of that id, purged or not. */
  public Optional<InMemoryJob> find(String id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst();
  }
}
