package io.cloudkit.testkit.provider;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;

/**
 * One job of the backend in memory. What its status says and whether its playbook really runs are
 * two things.
 */
public final class InMemoryJob {
  final String id;
  final JobType type;
  final String operation;
  final String claim;
  final String configVersion;
  final String uid;
  long visibleAt;
  long launchedAt;
  JobState state = JobState.PENDING;
  boolean running;
  boolean everRan;
  boolean purged;
  boolean byPerson;
  boolean cancelRequested;
  long startsAt;
  long endsAt;
  long playbookEndsAt;
  long ranFrom;
  long ranUntil;
  JobState end = JobState.SUCCEEDED;
  JobState saysFirst = JobState.SUCCEEDED;
  InMemoryBackend.Proof proof = InMemoryBackend.Proof.TIME;
  Duration lie = Duration.ZERO;
  Duration settle = Duration.ZERO;
  Duration rowSettle = Duration.ZERO;

  InMemoryJob(
      String id,
      JobType type,
      String operation,
      String claim,
      String configVersion,
      String uid,
      long visibleAt) {
    this.id = id;
    this.type = type;
    this.operation = operation;
    this.claim = claim;
    this.configVersion = configVersion;
    this.uid = uid;
    this.visibleAt = visibleAt;
  }

  public String id() {
    return id;
  }

  public JobType type() {
    return type;
  }

  public String operation() {
    return operation;
  }

  public String claim() {
    return claim;
  }

  public String configVersion() {
    return configVersion;
  }

  /** Of the resource that it works for. */
  public String uid() {
    return uid;
  }

  public JobState state() {
    return state;
  }

  /** Whether its playbook really runs now. */
  public boolean isRunning() {
    return running;
  }

  /** Whether its playbook ever began. */
  public boolean hasRun() {
    return everRan;
  }

  /** When its launch arrived, by the clock of the backend. */
  public long launchedAt() {
    return launchedAt;
  }

  /** Whether it can be seen only after that moment. */
  public boolean isHiddenAt(long nanos) {
    return visibleAt - nanos > 0;
  }

  /** From when on it can be seen, by the clock of the backend. */
  public long visibleAt() {
    return visibleAt;
  }

  /** When its playbook began; only of one that has run. */
  public long ranFrom() {
    return ranFrom;
  }

  /** When its playbook ended, or the end of all time while it runs; only of one that has run. */
  public long ranUntil() {
    return ranUntil;
  }

  /** Whether its playbook ended, and did what it was to do. */
  public boolean didSucceed() {
    return everRan && !running && end == JobState.SUCCEEDED;
  }

  /** Whether its record was removed. */
  public boolean isPurged() {
    return purged;
  }

  /** Whether a person started it. */
  public boolean isByPerson() {
    return byPerson;
  }

  @Override
  public String toString() {
    return "job "
        + id
        + " "
        + type
        + " "
        + state
        + (running ? " (running)" : "")
        + " op "
        + operation;
  }
}
