package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;

/** A job as a row tells of it: it runs, unless something else is said. */
final class JobSketch {
  private final JobType type;
  private final String id;
  private String provider = "aap";
  private String operation;
  private String version = "v1";
  private JobState state = JobState.RUNNING;
  private Standing standing = Standing.ALIVE;
  private String message = "";
  private Duration age = Duration.ofMinutes(5);
  private boolean blocks = true;
  private String cancelled = "";
  private boolean isPresumedDead;

  private JobSketch(JobType type, String id) {
    this.type = type;
    this.id = id;
    this.operation = "op-" + id;
  }

  static JobSketch provision(String id) {
    return new JobSketch(JobType.PROVISION, id);
  }

  static JobSketch deprovision(String id) {
    return new JobSketch(JobType.DEPROVISION, id);
  }

  JobSketch by(String instance) {
    provider = instance;
    return this;
  }

  JobSketch of(String configVersion) {
    version = configVersion;
    return this;
  }

  JobSketch ended(JobState end) {
    state = end;
    standing = Standing.DEAD;
    return this;
  }

  JobSketch settlingAs(JobState end) {
    state = end;
    standing = Standing.SETTLING;
    return this;
  }

  /** Nothing told its end. */
  JobSketch presumedDead() {
    isPresumedDead = true;
    return this;
  }

  JobSketch unheardOf() {
    state = JobState.UNKNOWN;
    return this;
  }

  JobSketch unseen(String why) {
    state = JobState.UNKNOWN;
    standing = Standing.UNSEEN;
    message = why;
    return this;
  }

  /** It was seen from its launch on. */
  JobSketch runningFor(Duration time) {
    age = time;
    return this;
  }

  Duration age() {
    return age;
  }

  JobSketch notBlockingDeletion() {
    blocks = false;
    return this;
  }

  JobSketch cancelledByUs(String why) {
    cancelled = why;
    return this;
  }

  JobSketch operation(String name) {
    operation = name;
    return this;
  }

  JobSketch withoutOperation() {
    operation = "";
    return this;
  }

  JobRef ref() {
    return JobRef.of(provider, type, id, operation);
  }

  Job job() {
    String claim = operation.isEmpty() ? "" : "claim-" + id;
    Job job = Job.of(ref(), claim, version, 1, Given.NOW.minus(age));
    job = job.standing(standing, state, message, Given.NOW.minus(Duration.ofMinutes(1)));
    job = blocks ? job : job.notBlockingDeletion();
    job = isPresumedDead ? job.presumedDead("no sign of its end", Given.NOW) : job;
    return cancelled.isEmpty() ? job : job.cancelRequested(cancelled);
  }
}
