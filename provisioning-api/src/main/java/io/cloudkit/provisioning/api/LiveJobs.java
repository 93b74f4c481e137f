package io.cloudkit.provisioning.api;

import java.util.List;
import java.util.function.Function;

/** What runs at a backend for a resource, whoever started it. Immutable. */
public sealed interface LiveJobs permits LiveJobsSeen, LiveJobsUnknowable {

  /**
   * These, and no others, may be alive for the resource; none if the list is empty.
   *
   * @param jobs jobs that have not ended, or whose end is not settled
   */
  static LiveJobs of(List<FoundJob> jobs) {
    return new LiveJobsSeen(jobs);
  }

  /**
   * This backend can not show its jobs. The engine relies on what it launched itself.
   *
   * @param reason 1..256 characters for the user, no secrets; longer text is cut
   */
  static LiveJobs unknowable(String reason) {
    return new LiveJobsUnknowable(reason);
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(Function<List<FoundJob>, T> seen, Function<String, T> unknowable);
}

record LiveJobsSeen(List<FoundJob> jobs) implements LiveJobs {
  LiveJobsSeen {
    jobs = List.copyOf(jobs);
  }

  @Override
  public <T> T match(Function<List<FoundJob>, T> seen, Function<String, T> unknowable) {
    return seen.apply(jobs);
  }
}

record LiveJobsUnknowable(String reason) implements LiveJobs {
  LiveJobsUnknowable {
    reason = Checks.reason("reason", reason);
  }

  @Override
  public <T> T match(Function<List<FoundJob>, T> seen, Function<String, T> unknowable) {
    return unknowable.apply(reason);
  }
}
