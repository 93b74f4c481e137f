package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges what really ran: no effort twice (L2), no two at once (X1), none without need (N). */
final class JudgeOfPlaybooks {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;
  private final JudgeOfLaunches launches;

  JudgeOfPlaybooks(
      Backends backends, Chronicle chronicle, Verdict verdict, JudgeOfLaunches launches) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = verdict;
    this.launches = launches;
  }

  /** Those of one resource. */
  void ran(String uid, List<InMemoryJob> jobs) {
    ranTwice(jobs);
    ranAtOnce(jobs);
    ranWithoutNeed(uid, jobs);
  }

  /** Each two of them are a case of their own: a late one explains those that it is one of. */
  private void ranTwice(List<InMemoryJob> jobs) {
    Map<String, List<InMemoryJob>> before = new HashMap<>();
    for (InMemoryJob job : ofEachRequest(jobs.stream().filter(InMemoryJob::hasRun).toList())) {
      if (job.isByPerson()) {
        continue;
      }
      List<InMemoryJob> others = before.computeIfAbsent(job.operation(), any -> new ArrayList<>());
      for (InMemoryJob other : others) {
        verdict.condemnEffect(
            "L2: operation "
                + job.operation()
                + " ran twice: "
                + withClaim(other)
                + " and "
                + withClaim(job),
            Stream.of(other.claim(), job.claim()));
      }
      others.add(job);
    }
  }

  /** Of two jobs that a backend made of one request, one. */
  private List<InMemoryJob> ofEachRequest(List<InMemoryJob> jobs) {
    return jobs.stream()
        .filter(job -> chronicle.firstTwin(job).filter(jobs::contains).isEmpty())
        .toList();
  }

  private void ranAtOnce(List<InMemoryJob> jobs) {
    for (InMemoryJob first : jobs) {
      for (InMemoryJob second : jobs) {
        boolean overlap =
            first != second
                && first.hasRun()
                && second.hasRun()
                && !chronicle.areTwins(first, second)
                && first.ranFrom() - second.ranFrom() <= 0
                && second.ranFrom() < first.ranUntil();
        if (overlap && !isExcused(first, second) && !isExcused(second, first)) {
          verdict.condemnEffect(
              "X1: " + name(first) + " ran beside " + name(second),
              Stream.of(first.claim(), second.claim()));
        }
      }
    }
  }

  /**
   * A person may start a job beside any; the engine must wait for those it was shown before a
   * deprovision. Beside a provision it is not promised that it looks.
   */
  private boolean isExcused(InMemoryJob manual, InMemoryJob other) {
    if (backends.isTakenToBeDead(manual, other.launchedAt())) {
      return true;
    }
    if (!manual.isByPerson()) {
      return chronicle.isUnseenBy(manual, other.claim()) || chronicle.isForgottenAfterALoss(manual);
    }
    return other.isByPerson()
        || chronicle.isForgotten(manual)
        || chronicle.requests().wasSentWithout(backends.instanceOf(manual), other.claim())
        || other.type() == JobType.PROVISION
        || !backends.owner(manual).traits().canSearch() // nobody can be shown it
        || launches
            .knownUntil(other.claim())
            .filter(look -> manual.launchedAt() - look < 0 && !isShownNoMore(manual, look))
            .isEmpty();
  }

  /** A backend shows what is active; what has ended by its status is not, and may run on. */
  private boolean isShownNoMore(InMemoryJob manual, long look) {
    boolean isCancelled =
        manual.state() == JobState.CANCELED
            && chronicle.cancelledByHandAt(manual).filter(at -> at - look <= 0).isPresent();
    return isCancelled || chronicle.isShownNoMore(manual);
  }

  private void ranWithoutNeed(String uid, List<InMemoryJob> jobs) {
    List<InMemoryJob> runs =
        ofEachRequest(
            jobs.stream()
                .filter(job -> job.type() == JobType.PROVISION && !job.isByPerson())
                .filter(InMemoryJob::didSucceed)
                .toList());
    if (runs.size() > chronicle.reasonsToProvision(uid)) {
      verdict.condemnEffect(
          "N: a needless provision: "
              + uid
              + " was provisioned "
              + runs.size()
              + " times, with "
              + chronicle.reasonsToProvision(uid)
              + " reasons",
          isOfLateJobs(runs.size(), jobs) ? late(jobs) : Stream.of());
    }
  }

  /** Each late job can be one of them, and make one more of them necessary. */
  private boolean isOfLateJobs(long runs, List<InMemoryJob> jobs) {
    long reasons = chronicle.reasonsToProvision(jobs.get(0).uid());
    return runs <= reasons + 2 * late(jobs).count();
  }

  private Stream<String> late(List<InMemoryJob> jobs) {
    return jobs.stream()
        .filter(job -> job.type() == JobType.PROVISION && job.hasRun())
        .map(InMemoryJob::claim)
        .filter(chronicle.requests()::wasSentTooLate);
  }

  static String withClaim(InMemoryJob job) {
    return name(job) + " of " + job.claim();
  }

  private static String name(InMemoryJob job) {
    return job.type() + " job " + job.id() + (job.isByPerson() ? " of a person" : "");
  }
}
