package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How what happened is written into a status. Pure; each entry answers with the new status. */
public final class Ledger {
  private final Policy policy;
  private final Instant now;
  private final Optional<String> retry;
  private final String wanted;
  private final Failures failures;
  private final OtherJobs others;

  /**
   * A ledger for one resource at one moment.
   *
   * @param wish what is asked of it
   */
  public Ledger(Policy policy, Wish wish, Instant now) {
    this.policy = policy;
    this.retry = wish.overrides().retry();
    this.wanted = wish.intent().configVersion();
    this.now = now;
    this.failures = new Failures(policy, wish.uid(), now);
    this.others = new OtherJobs(policy);
  }

  /**
   * The outcome of a launch, recorded only while the launch of that claim is the unresolved one.
   * When another claim took its place, a job that was triggered all the same is a stray: it is
   * followed, and nothing else of the outcome is believed.
   */
  public ResourceStatus absorb(ResourceStatus status, Launch sent, LaunchOutcome outcome) {
    boolean ours = status.launch().filter(each -> each.claim().equals(sent.claim())).isPresent();
    return outcome.match(
        (ref, seen, blocks) -> {
          Job job = follow(ref, sent, seen);
          job = blocks ? job : job.notBlockingDeletion();
          return ours
              ? current(Permissions.closeUponJob(status), job)
              : others.addStrays(status, List.of(job));
        },
        jobs -> ours ? foundLate(status, sent, jobs) : strays(status, sent, jobs),
        (reason, retryAfter) ->
            ours
                ? failures.waiting(
                    Permissions.closeIfProven(status, sent), sent, reason, retryAfter)
                : status,
        reason -> ours ? current(Permissions.closeUponJob(status), skipped(sent, reason)) : status,
        (kind, reason) ->
            ours
                ? failures.failed(Permissions.closeIfProven(status, sent), sent, kind, reason)
                : status,
        reason -> status);
  }

  /**
   * What a search for the unresolved launch found: the oldest job is the launch's, the others
   * strays. One that was taken for a stray is the launch's if it has its claim: some backends name
   * the jobs of two sends alike.
   */
  ResourceStatus found(ResourceStatus status, Launch launch, List<FoundJob> jobs) {
    List<Job> followed =
        jobs.stream()
            .map(found -> follow(found, launch))
            .filter(job -> !status.knows(job.ref()) || wasTakenForAStray(status, launch, job))
            .toList();
    if (followed.isEmpty()) {
      // all of them are followed already: the launch became one of these
      return Permissions.closeUponJob(status);
    }
    return others.addStrays(
        current(Permissions.closeUponJob(status), followed.get(0)),
        followed.subList(1, followed.size()));
  }

  /** What was found before: if it is not the launch's own, another search has to say what is. */
  private ResourceStatus foundLate(ResourceStatus status, Launch launch, List<FoundJob> jobs) {
    return areOfEarlierSends(launch, jobs) ? status : found(status, launch, jobs);
  }

  /** Whether all of them are known to be of other sends of the launch's operation. */
  static boolean areOfEarlierSends(Launch launch, List<FoundJob> jobs) {
    return jobs.stream()
        .allMatch(job -> job.claim().filter(claim -> !claim.equals(launch.claim())).isPresent());
  }

  private static boolean wasTakenForAStray(ResourceStatus status, Launch launch, Job job) {
    return job.claim().equals(launch.claim())
        && status.job(job.type()).filter(each -> each.ref().equals(job.ref())).isEmpty();
  }

  /** The unresolved launch is that job, which is followed already, perhaps as a stray. */
  ResourceStatus became(ResourceStatus status, Job job) {
    boolean isCurrent = status.job(job.type()).filter(job::equals).isPresent();
    return isCurrent
        ? Permissions.closeUponJob(status)
        : current(Permissions.closeUponJob(status), job);
  }

  /** By a person's word the unresolved launch is that job, known already or not. */
  ResourceStatus adopted(ResourceStatus status, Launch launch, FoundJob found) {
    Job job = follow(found, launch);
    if (status.job(job.type()).filter(each -> each.ref().equals(job.ref())).isPresent()) {
      return Permissions.closeUponJob(status);
    }
    return current(Permissions.closeUponJob(status), job);
  }

  /** Jobs that run for the resource and that the engine does not follow yet. */
  ResourceStatus alsoAlive(ResourceStatus status, List<FoundJob> jobs) {
    List<Job> strays = new ArrayList<>();
    long room = OtherJobs.room(status);
    ResourceStatus next = status;
    for (FoundJob found : jobs) {
      Optional<Job> known = next.job(found.job());
      if (known.isPresent()) {
        // alive again, whatever its end said
        next = replace(next, seen(known.get(), found.status(), Duration.ZERO));
      } else if (strays.size() < room) {
        String claim = found.claim().orElse("");
        String version = found.configVersion().orElse("");
        strays.add(
            seen(Job.of(found.job(), claim, version, 1, now), found.status(), Duration.ZERO));
      }
    }
    boolean changing = strays.stream().anyMatch(job -> job.type() == JobType.PROVISION);
    StatusEdit edit = Permissions.cameToLight(next, strays).edit();
    strays.addAll(0, next.strayJobs());
    edit.strayJobs(strays);
    if (changing) {
      notKnownAnyMore(status, edit); // wanted or not, it changes the infrastructure
    }
    return others.sweep(edit.build());
  }

  /**
   * What news tell of a job. An end that they do not prove stays open, however often it is told.
   */
  ResourceStatus heard(ResourceStatus status, JobRef ref, JobObservation row) {
    return observed(status, ref, row, Sight.NONE);
  }

  /** What was seen of a job, now. */
  ResourceStatus observed(
      ResourceStatus status, JobRef ref, JobObservation observation, Sight sight) {
    Optional<Job> before = status.job(ref).filter(Job::mayBeAlive);
    if (before.isEmpty()) {
      return status; // of the dead nothing is believed
    }
    Job after =
        observation.match(
            seen -> seen(before.get(), seen, sight.of(ref).confirmed()),
            purged -> unseen(before.get(), "record purged: " + purged, sight.of(ref).confirmed()),
            hidden -> unseen(before.get(), hidden, Duration.ZERO),
            foreign -> unseen(before.get(), foreign, Duration.ZERO));
    ResourceStatus next = replace(status, after);
    boolean isNews = !isCancelledByOthers(before.get()) && status.job(ref.type()).equals(before);
    return conclude(isNews ? heedsCancel(next, after) : next, before.get(), after);
  }

  /** A word that was said before a person cancelled the job is not meant against the cancel. */
  private ResourceStatus heedsCancel(ResourceStatus status, Job job) {
    return isCancelledByOthers(job) ? status.edit().handledRetry(retry).build() : status;
  }

  static boolean isCancelledByOthers(Job job) {
    return job.state() == JobState.CANCELED && job.cancelRequested().isEmpty();
  }

  /** A job of which nothing can be seen has outlived the longest life that a job can have. */
  ResourceStatus presumedDead(ResourceStatus status, Job job, Duration longestLife) {
    Job dead =
        job.presumedDead(
            "nothing was seen of its end, and no job lives longer than "
                + JobRules.spoken(longestLife),
            now);
    return conclude(replace(status, dead), job, dead);
  }

  /** A person says that a job is over. */
  ResourceStatus abandoned(ResourceStatus status, Job job) {
    Job dead = job.takenToBeOver("abandoned by a person's word", now);
    return conclude(replace(status, dead), job, dead);
  }

  /**
   * A person says that the unresolved launch is over, whatever it was, and however often it was
   * sent.
   */
  ResourceStatus abandoned(ResourceStatus status, Launch launch, String why) {
    StatusEdit edit = Permissions.close(status).edit();
    notKnownAnyMore(status, edit);
    return failures.failed(edit.build(), launch, FailureKind.BACKEND, why);
  }

  private Job follow(JobRef told, Launch launch, JobStatus seen) {
    Job job =
        Job.of(
            jobOf(launch, told),
            launch.claim(),
            launch.configVersion(),
            launch.attempt(),
            launch.requestedAt());
    return seen(job, seen, Duration.ZERO);
  }

  /** Of a launch's job a provider tells the id; all else the launch itself says. */
  private static JobRef jobOf(Launch launch, JobRef told) {
    return JobRef.of(launch.provider(), launch.type(), told.id(), launch.operation());
  }

  private Job follow(FoundJob found, Launch launch) {
    String claim = found.claim().orElse(launch.claim());
    String version = found.configVersion().orElse(launch.configVersion());
    JobRef ref = jobOf(launch, found.job());
    Job job = Job.of(ref, claim, version, launch.attempt(), launch.requestedAt());
    return seen(job, found.status(), Duration.ZERO);
  }

  private Job seen(Job job, JobStatus seen, Duration unchangedFor) {
    if (!seen.state().isTerminal()) {
      return job.seen(seen, Standing.ALIVE, now);
    }
    // a state can still change after it looked final: aap-api.md §5.3
    boolean settled = unchangedFor.compareTo(seen.settle()) >= 0;
    return job.seen(seen, settled ? Standing.DEAD : Standing.SETTLING, now);
  }

  private Job unseen(Job job, String why, Duration unchangedFor) {
    if (job.state().isTerminal()) {
      boolean settled =
          unchangedFor.compareTo(policy.purgedSettle()) >= 0 && !unchangedFor.isZero();
      return settled ? job.standing(Standing.DEAD, job.state(), job.message(), now) : job;
    }
    return job.standing(Standing.UNSEEN, JobState.UNKNOWN, why, now);
  }

  private Job skipped(Launch launch, String reason) {
    JobRef ref =
        JobRef.of(
            launch.provider(), launch.type(), "skipped-" + launch.claim(), launch.operation());
    return follow(ref, launch, JobStatus.builder(JobState.SUCCEEDED).message(reason).build());
  }

  /** Puts a job into its slot; its predecessor becomes history. */
  private ResourceStatus current(ResourceStatus status, Job job) {
    // it may have been taken for a stray before: one backend gives two sends one job
    List<Job> history = without(job, status.jobHistory());
    StatusEdit edit = status.edit().currentJob(job).strayJobs(without(job, status.strayJobs()));
    edit.jobHistory(
        status.job(job.type()).map(old -> others.remember(history, old)).orElse(history));
    if (job.type() == JobType.PROVISION) {
      // from now on the infrastructure may be anything between the two
      notKnownAnyMore(status, edit);
    }
    ResourceStatus next = heedsCancel(Permissions.answered(edit.build(), Set.of(job.claim())), job);
    return job.mayBeAlive() ? next : others.sweep(ended(next, job));
  }

  private static List<Job> without(Job job, List<Job> jobs) {
    return jobs.stream().filter(each -> !each.ref().equals(job.ref())).toList();
  }

  /**
   * What a person started again has the claim of a job that is known, and is left alone; and what
   * has the claim of the launch that is unresolved now is that launch's, whose search finds it.
   */
  private ResourceStatus strays(ResourceStatus status, Launch sent, List<FoundJob> jobs) {
    Set<String> known = new HashSet<>(status.claims());
    status.launch().ifPresent(launch -> known.add(launch.claim()));
    return others.addStrays(
        status,
        jobs.stream()
            .map(found -> follow(found, sent))
            .filter(job -> !known.contains(job.claim()))
            .toList());
  }

  /**
   * What the infrastructure is is not known until another job made it: it is Ready no more. So what
   * is Ready and not as it is wanted was not written here, which the mass-launch guard goes by.
   */
  static void notKnownAnyMore(ResourceStatus status, StatusEdit edit) {
    edit.reconciledConfigVersion(Optional.empty());
    if (status.phase().filter(phase -> phase == Phase.READY).isPresent()) {
      edit.phase(Phase.PROGRESSING);
    }
  }

  private static ResourceStatus replace(ResourceStatus status, Job after) {
    return status.mapJobs(job -> job.ref().equals(after.ref()) ? after : job);
  }

  private ResourceStatus conclude(ResourceStatus status, Job before, Job after) {
    if (!before.mayBeAlive() || after.mayBeAlive()) {
      return status;
    }
    boolean current = status.job(after.type()).filter(after::equals).isPresent();
    return others.sweep(current ? ended(status, after) : status);
  }

  /** The current job is dead: what follows from how it ended. */
  private ResourceStatus ended(ResourceStatus status, Job job) {
    if (job.state() == JobState.SUCCEEDED) {
      return job.type() == JobType.PROVISION
          ? made(status, job)
          : status.edit().failure(Optional.empty()).build();
    }
    if (isCancelledByOthers(job)) {
      return status; // somebody else's will: held, not failed
    }
    String reason = "job " + job.id() + " " + ending(job);
    return failures.failed(status, job.type(), job.configVersion(), FailureKind.BACKEND, reason);
  }

  /**
   * A playbook may have read a newer spec than the one that it was launched for. What it says that
   * it reached counts if that is wanted; else it is an attempt that failed, so that one which
   * always says something else is not launched without a pause, and not for ever.
   */
  private ResourceStatus made(ResourceStatus status, Job job) {
    String version = job.madeVersion();
    Optional<String> reconciled =
        Optional.of(version).filter(made -> !OtherJobs.mayHaveUndone(status, made));
    ResourceStatus next = status.edit().reconciledConfigVersion(reconciled).build();
    boolean isWanted =
        version.equals(wanted) || status.desiredConfigVersion().filter(version::equals).isPresent();
    if (isWanted || version.equals(job.configVersion())) {
      return next.edit().failure(Optional.empty()).build();
    }
    String reason =
        "job "
            + job.id()
            + " succeeded, and says that it reached config version "
            + version
            + ", where "
            + job.configVersion()
            + " was asked for";
    return failures.failed(next, job.type(), job.configVersion(), FailureKind.BACKEND, reason);
  }

  /** How a job that is over ended. */
  static String ending(Job job) {
    String how = job.cancelRequested().map(why -> "was cancelled: " + why).orElse("failed");
    String detail = job.errorDetails().orElse(job.message());
    return detail.isEmpty() ? how : how + ": " + detail;
  }
}
