package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which jobs the statuses told of. */
final class Told {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Set<String> told = new HashSet<>();

  Told(Backends backends, Chronicle chronicle) {
    this.backends = backends;
    this.chronicle = chronicle;
  }

  void writes(SimulatedApi.Version before, ResourceStatus after) {
    after.jobs().forEach(job -> tells(before.uid(), job));
    if (!after.jobHistory().equals(before.status().jobHistory())) {
      after.jobHistory().forEach(job -> tells(before.uid(), job));
    }
  }

  private void tells(String uid, Job job) {
    told.add(uid + "/" + job.id() + "/" + job.operation());
  }

  boolean isOf(InMemoryJob job) {
    return told.contains(job.uid() + "/" + job.id() + "/" + job.operation());
  }

  /**
   * The job of a request that left too late must be told of, as soon as a process that lives on was
   * shown it and could write, and while there is something to tell it of (design.md §5).
   *
   * @param remembers whether a process lives, and may write
   * @param exists whether there is still a resource to tell it of
   */
  List<String> untold(Predicate<String> remembers, Predicate<String> exists) {
    return backends.all().stream()
        .filter(job -> !job.isByPerson() && chronicle.requests().wasSentTooLate(job.claim()))
        .filter(job -> exists.test(job.uid()) && !isOf(job))
        .filter(job -> chronicle.witnesses().shownTo(job).stream().anyMatch(remembers))
        .map(job -> "S: nothing tells of " + job + ", which was sent too late")
        .toList();
  }
}
