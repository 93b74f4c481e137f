package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges what is permitted and what is sent: once for each claim (L1), nothing beside what may run
 * (X1), and nothing that who sends it knows not to be wanted (X2, X3, H, W, M, D, S, G).
 */
final class JudgeOfLaunches {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;
  private final Told told;
  private final Efforts efforts;
  private final Map<String, Permit> permitted = new HashMap<>();

  /** What a claim was permitted for. */
  private record Permit(String uid, String provider, long at) {}

  JudgeOfLaunches(Backends backends, Chronicle chronicle, Verdict verdict, Told told) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = verdict;
    this.told = told;
    this.efforts = new Efforts(backends, chronicle);
  }

  /** How many were permitted so far. */
  int permits() {
    return permitted.size();
  }

  void writes(String writer, SimulatedApi.Version before, ResourceStatus after) {
    efforts.writes(before, after);
    after
        .launch()
        .filter(launch -> isNew(launch, before))
        .ifPresent(each -> permits(writer, before, each));
  }

  private static boolean isNew(Launch launch, SimulatedApi.Version before) {
    return before.status().launch().filter(old -> old.claim().equals(launch.claim())).isEmpty();
  }

  private void permits(String writer, SimulatedApi.Version before, Launch launch) {
    chronicle.begins(launch.operation());
    Permit permit = new Permit(before.uid(), launch.provider(), chronicle.now());
    if (permitted.put(launch.claim(), permit) != null) {
      verdict.condemn("L1: the claim " + launch.claim() + " was permitted twice");
    }
    efforts.permits(before, launch).ifPresent(verdict::condemn);
    if (launch.type() == JobType.PROVISION && before.deleting()) {
      verdict.condemn("X2: a provision was permitted after deletion began");
    }
    if (launch.type() == JobType.DEPROVISION && !before.deleting()) {
      verdict.condemn("X3: a deprovision was permitted of a resource that is not deleted");
    }
    if (before
        .status()
        .launch()
        .filter(old -> !old.operation().equals(launch.operation()))
        .isPresent()) {
      verdict.condemn("L1: a launch took the place of another operation's unresolved launch");
    }
    Map<String, String> said = before.annotations();
    if (isHeld(said, before.deleting())) {
      verdict.condemn("H: a launch was permitted while a person holds " + said);
    }
    if (chronicle.unexplained().isOneOfSeveral(writer, before)) {
      verdict.condemn("M: a launch was permitted that nobody asked for, and several wanted one");
    }
    if (launch.type() == JobType.PROVISION && Wanted.misses(said)) {
      verdict.condemn("W: a provision was permitted while something is missing before it");
    }
  }

  private static boolean isHeld(Map<String, String> said, boolean deleting) {
    return Word.holds(said)
        || Word.mistyped(said)
        || Word.isSetAside(said)
        || (deleting && Word.letsGo(said));
  }

  /** A request left a process. */
  void sent(String process, LaunchRequest request) {
    String uid = request.resource().uid();
    Permit permit = permitted.get(request.claim());
    if (permit == null
        || !permit.uid().equals(uid)
        || !permit.provider().equals(request.plan().provider())) {
      verdict.condemn("L1: claim " + request.claim() + " was sent and never permitted for it");
    }
    if (chronicle.isSwitchedOff(process)) {
      verdict.condemn(
          "H: a launch was sent by " + process + ", where new launches are switched off");
    }
    boolean provision = request.type() == JobType.PROVISION;
    boolean deleting = chronicle.witnesses().hasReadDeletion(process, uid);
    Map<String, String> read = chronicle.witnesses().annotationsRead(process, uid);
    if (provision && deleting) {
      verdict.condemn("X2: a provision was sent by who had read that deletion began");
    }
    if (isHeld(read, deleting)) {
      verdict.condemn("H: a launch was sent by who had read that a person holds " + read);
    }
    if (provision && Wanted.misses(read)) {
      verdict.condemn(
          "W: a provision was sent by who had read that something is missing before it");
    }
    String document = Wanted.version(request.resource());
    chronicle.requests().asksFor(request.claim(), document);
    if (provision && !document.equals(request.configVersion())) {
      verdict.condemn("D: a provision was sent that asks for another spec than it is called by");
    }
    for (InMemoryJob other : backends.of(uid)) {
      if (provision && couldBeSeen(other, request)) {
        verdict.condemn("S: a provision was sent beside " + other + ", which was sent too late");
      }
      boolean sameEffort = other.operation().equals(request.plan().operation());
      if (!sameEffort
          && !changesNothing(request)
          && !other.isByPerson()
          && !chronicle.hasTwinThatSucceeded(other)
          && !chronicle.isForgottenAfterALoss(other)
          && !backends.isTakenToBeDead(other, chronicle.now())
          && backends.mayRun(other)) {
        String promise = provision && other.type() == JobType.DEPROVISION ? "X2: " : "X1: ";
        verdict.condemnEffect(
            promise + request.type() + " was sent beside " + other,
            Stream.of(request.claim(), other.claim()));
      }
    }
  }

  /**
   * Whether a late job that nothing tells of was there when that launch was permitted, and its
   * provider shows what runs there. A job of the same operation is another matter: a search for
   * that came first.
   */
  private boolean couldBeSeen(InMemoryJob other, LaunchRequest request) {
    Permit permit = permitted.get(request.claim());
    return permit != null
        && chronicle.requests().wasSentTooLate(other.claim())
        && !other.isByPerson()
        && !other.operation().equals(request.operation())
        && backends.mayRun(other)
        && backends.instanceOf(other).equals(permit.provider())
        && backends.owner(other).traits().canSearch()
        && !chronicle.isForgotten(other)
        && !told.isOf(other)
        && other.launchedAt() - chronicle.requests().lookBefore(request.claim()).orElse(permit.at())
            < 0;
  }

  /** Its backend has that effort already, and gives it no second effect. */
  private boolean changesNothing(LaunchRequest request) {
    return backends.named(request.plan().provider()).traits().deduplicates()
        && backends.of(request.resource().uid()).stream()
            .anyMatch(job -> job.operation().equals(request.plan().operation()));
  }

  /** A process sent faster than its pace. */
  void hurried(String process) {
    verdict.condemn("G: " + process + " launched faster than its pace");
  }

  /**
   * Until when the sender of a claim must know what runs; who can look and does not, should have.
   */
  Optional<Long> knownUntil(String claim) {
    boolean canLook =
        Optional.ofNullable(permitted.get(claim))
            .map(permit -> backends.named(permit.provider()).traits().canSearch())
            .orElseGet(backends::canSearch);
    return canLook
        ? chronicle.requests().lookBefore(claim).or(() -> chronicle.requests().sent(claim))
        : Optional.empty();
  }
}
