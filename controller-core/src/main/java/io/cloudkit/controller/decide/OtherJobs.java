package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.JobType;
import java.util.ArrayList;
import java.util.List;

/** How a status keeps the jobs that are not its current ones: strays, and what is over. Pure. */
final class OtherJobs {
  private final Policy policy;

  OtherJobs(Policy policy) {
    this.policy = policy;
  }

  /** Jobs that nobody wanted, of which there is room for so many. */
  ResourceStatus addStrays(ResourceStatus status, List<Job> jobs) {
    List<Job> added =
        jobs.stream().filter(job -> !status.knows(job.ref())).limit(room(status)).toList();
    List<Job> strays = new ArrayList<>(status.strayJobs());
    strays.addAll(added);
    StatusEdit edit = Permissions.cameToLight(status, added).edit().strayJobs(strays);
    if (added.stream().anyMatch(job -> changes(status, job))) {
      Ledger.notKnownAnyMore(status, edit);
    }
    return sweep(edit.build());
  }

  /** For how many more there is room: what is over gives way. */
  static long room(ResourceStatus status) {
    long alive = status.strayJobs().stream().filter(Job::mayBeAlive).count();
    return Math.max(0, Policy.MAX_STRAYS - alive);
  }

  /** Wanted or not, a job changes the infrastructure, unless it made once more what is there. */
  private static boolean changes(ResourceStatus status, Job job) {
    boolean madeTheSame =
        !job.mayBeAlive()
            && job.hasSucceeded()
            && status.reconciledConfigVersion().filter(job.madeVersion()::equals).isPresent();
    return job.type() == JobType.PROVISION && !madeTheSame;
  }

  /**
   * What is over is history; but while something is made, what ran beside it is not forgotten: of
   * two jobs nobody knows which had the last word.
   */
  ResourceStatus sweep(ResourceStatus status) {
    boolean isMaking =
        status.provisionJob().filter(Job::mayBeAlive).isPresent()
            || status.launch().filter(launch -> launch.type() == JobType.PROVISION).isPresent();
    List<Job> kept = new ArrayList<>();
    List<Job> history = status.jobHistory();
    int over = status.strayJobs().size() - Policy.MAX_STRAYS;
    for (Job job : status.strayJobs()) {
      boolean ranBeside = isMaking && job.type() == JobType.PROVISION && over <= 0;
      if (job.mayBeAlive() || ranBeside) {
        kept.add(job);
      } else {
        over--;
        history = remember(history, job);
      }
    }
    return status.edit().strayJobs(kept).jobHistory(history).build();
  }

  /** Whether what that version made may have been undone by one that ran beside it. */
  static boolean mayHaveUndone(ResourceStatus status, String made) {
    return status.strayJobs().stream()
        .anyMatch(stray -> stray.type() == JobType.PROVISION && !stray.madeVersion().equals(made));
  }

  /** Bounded for each type, so that a flood of one never evicts the other's (peers.md, W15). */
  List<Job> remember(List<Job> history, Job job) {
    List<Job> more = new ArrayList<>(history);
    more.add(job);
    long ofType = more.stream().filter(each -> each.type() == job.type()).count();
    for (int i = 0; ofType > policy.maxHistory() && i < more.size(); ) {
      if (more.get(i).type() == job.type()) {
        more.remove(i);
        ofType--;
      } else {
        i++;
      }
    }
    return more;
  }
}
