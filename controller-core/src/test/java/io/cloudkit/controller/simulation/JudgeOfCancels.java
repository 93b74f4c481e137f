package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Judges which jobs are asked to end: none that is wanted, and none that a person started (C). */
final class JudgeOfCancels {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;
  private final Told told;
  private final Map<String, ResourceStatus> written = new HashMap<>();
  private final Set<String> vanished = new HashSet<>();

  JudgeOfCancels(Backends backends, Chronicle chronicle, Verdict verdict, Told told) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = verdict;
    this.told = told;
  }

  void writes(String writer, SimulatedApi.Version before, ResourceStatus after) {
    written.put(before.uid(), after);
    after
        .jobs()
        .filter(job -> job.cancelRequested().isPresent())
        .forEach(job -> alsoCancels(writer, before.uid(), job.ref()));
  }

  void vanishes(String uid) {
    vanished.add(uid);
  }

  /** A process asks a job to end. Nobody wants a job that is overdue, stray, or in the way. */
  void cancels(String process, JobQuery query) {
    JobRef asked = query.job();
    String uid = query.resource().uid();
    boolean isGoing = query.resource().isDeleting() || vanished.contains(uid);
    // what takes away is wanted to its end
    boolean isWanted =
        (asked.type() == JobType.PROVISION ? !isGoing : !vanished.contains(uid))
            && Optional.ofNullable(written.get(uid))
                .flatMap(status -> status.job(asked.type()))
                .filter(job -> job.ref().equals(asked))
                .isPresent();
    alsoCancels(process, uid, asked);
    boolean isYoung =
        named(uid, asked)
            .noneMatch(
                job ->
                    chronicle.now() - job.launchedAt() >= OperatorProcess.SHORT_DEADLINE.toNanos());
    if (isWanted && isYoung) {
      verdict.condemn("C: " + asked + " was cancelled, and nothing was wrong with it");
    }
    if (!isGoing && isAPersons(uid, asked)) {
      verdict.condemn("C: " + asked + " was cancelled, which a person started");
    }
  }

  /** Whoever forgot what was launched can not tell whose job it is. */
  private boolean isAPersons(String uid, JobRef asked) {
    return !chronicle.gave(uid, Need.STATUS_LOST)
        && named(uid, asked)
            .anyMatch(job -> chronicle.isToBeLeftAlone(job) && !isTakenForALateOne(job));
  }

  /** The stated residual: it has the claim of a request of whose own job nobody knows. */
  private boolean isTakenForALateOne(InMemoryJob job) {
    return chronicle.requests().wasSentTooLate(job.claim())
        && backends.of(job.uid()).stream()
            .filter(each -> !each.isByPerson() && each.claim().equals(job.claim()))
            .noneMatch(told::isOf);
  }

  /** From here on nobody can tell whose cancel ends the job. */
  private void alsoCancels(String process, String uid, JobRef ref) {
    named(uid, ref)
        .filter(
            job ->
                job.isRunning()
                    || !job.state().isTerminal()
                    || chronicle.witnesses().isSeenRunning(process, job))
        .forEach(job -> chronicle.alsoCancels(job.operation(), job.id()));
  }

  private Stream<InMemoryJob> named(String uid, JobRef ref) {
    return backends.of(uid).stream()
        .filter(job -> job.id().equals(ref.id()) && job.operation().equals(ref.operation()))
        .filter(job -> backends.instanceOf(job).equals(ref.provider()));
  }
}
