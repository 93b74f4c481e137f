package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Condemns a world in which a promise is broken. Knows what is stored, what was sent, the playbooks
 * that really ran, and what the world did; shares nothing with the engine.
 */
final class Judge implements SimulatedApi.Witness {
  /** Nobody is asked to help before so many efforts were refused, or were jobs. */
  private static final int SMALLEST_BUDGET = 2;

  private final Backends backends;
  private final Chronicle chronicle;
  private final Map<String, Permit> permitted = new HashMap<>();
  private final Efforts efforts;
  private final Map<String, Release> released = new HashMap<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> vanished = new HashSet<>();
  private final Map<String, ResourceStatus> written = new HashMap<>();
  private final Set<String> residuals = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private long judged = -1;

  /** What a claim was permitted for. */
  private record Permit(String uid, String provider, long at) {}

  /** How a resource was when the engine let it go, and when that was. */
  private record Release(SimulatedApi.Version last, long at) {}

  Judge(Backends backends, Chronicle chronicle) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.efforts = new Efforts(backends, chronicle);
  }

  /** What is broken, and nothing if nothing is. */
  List<String> violations() {
    long changes = backends.changes() + released.size();
    if (changes != judged) {
      judged = changes;
      judgeJobs();
    }
    return broken.isEmpty() ? List.of() : List.copyOf(broken);
  }

  /** What is broken and nothing explains. */
  List<String> unexplained() {
    List<String> all = violations();
    return all.isEmpty() ? all : all.stream().filter(each -> !isResidual(each)).toList();
  }

  /** What is broken and explained by the stated residual. */
  List<String> residuals() {
    return List.copyOf(residuals);
  }

  /** Whether the stated residual explains it. */
  boolean isResidual(String violation) {
    return residuals.contains(violation);
  }

  private void condemn(String violation) {
    broken.add(violation);
  }

  /**
   * It is what a job can do that nobody expects any more: the job of a request that left after its
   * last check. Nothing else is explained by such a one.
   *
   * @param violation names those jobs: what is called as an explained one would else be hidden
   * @param claims those of the jobs without any of which it would not be broken
   */
  private void condemnEffect(String violation, Stream<String> claims) {
    boolean explained = claims.anyMatch(chronicle::wasSentTooLate);
    if (broken.add(violation) && explained) {
      residuals.add(violation);
    } else if (!explained) {
      residuals.remove(violation);
    }
  }

  /** How many launches were permitted so far. */
  int permits() {
    return permitted.size();
  }

  private void judgeJobs() {
    Map<String, List<InMemoryJob>> byResource = new HashMap<>();
    for (InMemoryJob job : backends.all()) {
      byResource.computeIfAbsent(job.uid(), any -> new ArrayList<>()).add(job);
    }
    byResource.forEach(
        (uid, jobs) -> {
          ranTwice(jobs);
          ranAtOnce(jobs);
          ranWithoutNeed(uid, jobs);
          if (released.containsKey(uid)) {
            leaked(released.get(uid), jobs);
          }
        });
  }

  @Override
  public void writesStatus(String writer, SimulatedApi.Version before, ResourceStatus after) {
    after.jobs().forEach(job -> tells(before.uid(), job));
    if (!after.jobHistory().equals(before.status().jobHistory())) {
      after.jobHistory().forEach(job -> tells(before.uid(), job));
    }
    efforts.writes(before, after);
    after
        .launch()
        .filter(launch -> isNew(launch, before))
        .ifPresent(each -> permits(writer, before, each));
    chronicle.unexplained().writes(writer, before, after);
    usesUp(before, after);
    countWaits(after);
    written.put(before.uid(), after);
    after
        .jobs()
        .filter(job -> job.cancelRequested().isPresent())
        .forEach(job -> alsoCancels(writer, before.uid(), job.ref()));
    after
        .jobs()
        .filter(job -> !before.status().knows(job.ref()))
        .filter(job -> isOfAnother(job, before.uid()))
        .forEach(job -> condemn("U: " + before.uid() + " follows another's job " + job.id()));
    saysAvailable(before, after);
    Set<Need> beforeNeeds = Need.of(before.status());
    for (Need need : Need.of(after)) {
      if (!beforeNeeds.contains(need)) {
        needed(writer, before, need, after);
      }
    }
  }

  private void tells(String uid, Job job) {
    told.add(uid + "/" + job.id() + "/" + job.operation());
  }

  /** What a person made of it the engine can not know. */
  private void saysAvailable(SimulatedApi.Version before, ResourceStatus after) {
    boolean is =
        backends
            .makerOf(before.uid())
            .filter(
                maker ->
                    maker.isByPerson()
                        || isUnseen(maker, after.provisionJob())
                        || ((maker.didSucceed() || chronicle.hasTwinThatSucceeded(maker))
                            && chronicle.builtBy(maker).equals(Wanted.version(before))))
            .isPresent();
    // a write that only records what came carries what was said of an earlier spec
    boolean isSaid =
        after
            .condition(ConditionType.AVAILABLE)
            .filter(each -> each.isTrue() && each.observedGeneration() == before.generation())
            .isPresent();
    if (isSaid && !is) {
      Optional<InMemoryJob> maker = backends.makerOf(before.uid());
      condemnEffect(
          "A: "
              + before.uid()
              + " is said to be there as it is wanted, and was made by "
              + maker.map(Judge::withClaim).orElse("nobody"),
          maker.stream().map(InMemoryJob::claim));
    }
  }

  private boolean isUnseen(InMemoryJob job, Optional<Job> sentLater) {
    return sentLater.filter(each -> chronicle.isUnseenBy(job, each.claim())).isPresent();
  }

  private boolean isOfAnother(Job job, String uid) {
    if (!backends.has(job.provider())) {
      return false; // the Go operator names none
    }
    // a restored backend gives an id twice
    List<InMemoryJob> truth =
        backends.named(job.provider()).jobs().all().stream()
            .filter(each -> each.id().equals(job.id()))
            .toList();
    return !truth.isEmpty() && truth.stream().noneMatch(each -> each.uid().equals(uid));
  }

  private static boolean isNew(Launch launch, SimulatedApi.Version before) {
    return before.status().launch().filter(old -> old.claim().equals(launch.claim())).isEmpty();
  }

  @Override
  public void vanishes(String uid) {
    vanished.add(uid);
    chronicle.unexplained().vanishes(uid);
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
      condemn("C: " + asked + " was cancelled, and nothing was wrong with it");
    }
    if (!isGoing && isAPersons(uid, asked)) {
      condemn("C: " + asked + " was cancelled, which a person started");
    }
  }

  /** Whoever forgot what was launched can not tell whose job it is. */
  private boolean isAPersons(String uid, JobRef asked) {
    return !chronicle.gave(uid, Need.STATUS_LOST)
        && named(uid, asked).anyMatch(chronicle::isToBeLeftAlone);
  }

  /** From here on nobody can tell whose cancel ends the job. */
  private void alsoCancels(String process, String uid, JobRef ref) {
    named(uid, ref)
        .filter(
            job ->
                job.isRunning()
                    || !job.state().isTerminal()
                    || chronicle.isSeenRunning(process, job))
        .forEach(job -> chronicle.alsoCancels(job.operation(), job.id()));
  }

  private Stream<InMemoryJob> named(String uid, JobRef ref) {
    return backends.of(uid).stream()
        .filter(job -> job.id().equals(ref.id()) && job.operation().equals(ref.operation()))
        .filter(job -> backends.instanceOf(job).equals(ref.provider()));
  }

  private void countWaits(ResourceStatus after) {
    for (Condition each : after.conditions()) {
      if (each.isTrue() && each.type().equals(ConditionType.JOB_OVERDUE.toString())) {
        chronicle.hit(Fault.JOB_OVERDUE);
      }
      if (each.isTrue() && each.reason().equals("Queued")) {
        chronicle.hit(Fault.LAUNCH_PACED);
      }
      if (each.isTrue() && each.message().startsWith("mass-launch guard")) {
        chronicle.hit(Fault.MASS_LAUNCH_STOPPED);
      }
    }
  }

  private void permits(String writer, SimulatedApi.Version before, Launch launch) {
    chronicle.begins(launch.operation());
    Permit permit = new Permit(before.uid(), launch.provider(), chronicle.now());
    if (permitted.put(launch.claim(), permit) != null) {
      condemn("L1: the claim " + launch.claim() + " was permitted twice");
    }
    efforts.permits(before, launch).ifPresent(this::condemn);
    if (launch.type() == JobType.PROVISION && before.deleting()) {
      condemn("X2: a provision was permitted after deletion began");
    }
    if (launch.type() == JobType.DEPROVISION && !before.deleting()) {
      condemn("X3: a deprovision was permitted of a resource that is not deleted");
    }
    if (before
        .status()
        .launch()
        .filter(old -> !old.operation().equals(launch.operation()))
        .isPresent()) {
      condemn("L1: a launch took the place of another operation's unresolved launch");
    }
    Map<String, String> said = before.annotations();
    if (isHeld(said, before.deleting())) {
      condemn("H: a launch was permitted while a person holds " + said);
    }
    if (chronicle.unexplained().isOneOfSeveral(writer, before)) {
      condemn("M: a launch was permitted that nobody asked for, and several wanted one");
    }
    if (launch.type() == JobType.PROVISION && Wanted.misses(said)) {
      condemn("W: a provision was permitted while something is missing before it");
    }
  }

  /** Kept by what is as it is wanted, a word to retry would count when nobody means it any more. */
  private void usesUp(SimulatedApi.Version before, ResourceStatus after) {
    boolean isDone =
        before.status().launchSequence().isPresent() // at a takeover it is looked at next
            && after.phase().filter(Phase.READY::equals).isPresent()
            && after.isReconciled()
            && after.observedGeneration() == before.generation()
            && after.jobHistory().equals(before.status().jobHistory());
    if (isDone
        && !Word.isSetAside(before.annotations())
        && Word.asksAgain(before.annotations(), after.handledRetry())) {
      condemn("R: " + before.uid() + " is Ready, and keeps a word to retry for later");
    }
  }

  private static boolean isHeld(Map<String, String> said, boolean deleting) {
    return Word.holds(said)
        || Word.mistyped(said)
        || Word.isSetAside(said)
        || (deleting && Word.letsGo(said));
  }

  private void needed(String writer, SimulatedApi.Version before, Need need, ResourceStatus after) {
    String uid = before.uid();
    boolean blind =
        need == Need.UNRESOLVED
            && after
                .launch()
                .filter(each -> isBlind(each.provider()) || isOutOfDate(each, before))
                .isPresent();
    if (!blind && !isGiven(writer, before, need) && !isAbsent(need, after)) {
      condemn("P: a person was needed without cause: " + need + " of " + uid);
    }
  }

  /** What the world gives cause for is given once; what a person says, as long as it is there. */
  private boolean isGiven(String writer, SimulatedApi.Version before, Need need) {
    String uid = before.uid();
    Map<String, String> said = before.annotations();
    return switch (need) {
      case RETRIES_SPENT -> chronicle.refusals(uid) + backends.of(uid).size() >= SMALLEST_BUDGET;
      case HOLD -> Word.holds(said);
      case MANUAL -> Word.MANUAL.isSaid(said);
      case UNMANAGED -> Word.UNMANAGED.isSaid(said);
      case NOT_UNDERSTOOD -> Word.mistyped(said);
      case STATUS_LOST -> before.status().launchSequence().isEmpty() && chronicle.gave(uid, need);
      case STOPPED -> chronicle.isSwitchedOff(writer) || chronicle.gave(uid, need);
      case CANCELLED, UNRESOLVED, UNSEEN -> chronicle.gave(uid, need);
    };
  }

  /** A provider that was not there could not be asked. */
  private boolean isAbsent(Need need, ResourceStatus after) {
    return switch (need) {
      case UNRESOLVED ->
          after.launch().filter(launch -> chronicle.wasAbsent(launch.provider())).isPresent();
      case UNSEEN -> after.jobs().anyMatch(job -> chronicle.wasAbsent(job.provider()));
      default -> false;
    };
  }

  private boolean isBlind(String provider) {
    ProviderTraits traits = backends.named(provider).traits();
    return !traits.canSearch() && !traits.deduplicates();
  }

  /** The same request can not be made any more: its document would be another. */
  private boolean isOutOfDate(Launch launch, SimulatedApi.Version now) {
    return launch.type() == JobType.PROVISION
        && !backends.named(launch.provider()).traits().canSearch()
        && !launch.configVersion().equals(Wanted.version(now));
  }

  /** A request left a process. */
  void sent(String process, LaunchRequest request) {
    String uid = request.resource().uid();
    Permit permit = permitted.get(request.claim());
    if (permit == null
        || !permit.uid().equals(uid)
        || !permit.provider().equals(request.plan().provider())) {
      condemn("L1: claim " + request.claim() + " was sent and never permitted for it");
    }
    if (chronicle.isSwitchedOff(process)) {
      condemn("H: a launch was sent by " + process + ", where new launches are switched off");
    }
    boolean provision = request.type() == JobType.PROVISION;
    boolean deleting = chronicle.hasReadDeletion(process, uid);
    Map<String, String> read = chronicle.annotationsRead(process, uid);
    if (provision && deleting) {
      condemn("X2: a provision was sent by who had read that deletion began");
    }
    if (isHeld(read, deleting)) {
      condemn("H: a launch was sent by who had read that a person holds " + read);
    }
    if (provision && Wanted.misses(read)) {
      condemn("W: a provision was sent by who had read that something is missing before it");
    }
    String document = Wanted.version(request.resource());
    chronicle.asksFor(request.claim(), document);
    if (provision && !document.equals(request.configVersion())) {
      condemn("D: a provision was sent that asks for another spec than it is called by");
    }
    for (InMemoryJob other : backends.of(uid)) {
      if (provision && couldBeSeen(other, request)) {
        condemn("S: a provision was sent beside " + other + ", which was sent too late");
      }
      boolean sameEffort = other.operation().equals(request.plan().operation());
      if (!sameEffort
          && !changesNothing(request)
          && !other.isByPerson()
          && !chronicle.hasTwinThatSucceeded(other)
          && !chronicle.isForgottenAfterALoss(other)
          && backends.mayRun(other)) {
        String promise = provision && other.type() == JobType.DEPROVISION ? "X2: " : "X1: ";
        condemnEffect(
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
        && chronicle.wasSentTooLate(other.claim())
        && !other.isByPerson()
        && !other.operation().equals(request.operation())
        && backends.mayRun(other)
        && backends.instanceOf(other).equals(permit.provider())
        && backends.owner(other).traits().canSearch()
        && !chronicle.isForgotten(other)
        && !told.contains(name(other.uid(), other))
        && other.launchedAt() - chronicle.lookBefore(request.claim()).orElse(permit.at()) < 0;
  }

  /** Its backend has that effort already, and gives it no second effect. */
  private boolean changesNothing(LaunchRequest request) {
    return backends.named(request.plan().provider()).traits().deduplicates()
        && backends.of(request.resource().uid()).stream()
            .anyMatch(job -> job.operation().equals(request.plan().operation()));
  }

  /** A process sent faster than its pace. */
  void hurried(String process) {
    condemn("G: " + process + " launched faster than its pace");
  }

  @Override
  public void releases(SimulatedApi.Version last) {
    if (Word.letsGo(last.annotations())) {
      return;
    }
    released.put(last.uid(), new Release(last, chronicle.now()));
    if (last.status().launch().isPresent()) {
      condemn("X3: released with an unresolved launch: " + last.status().launch());
    }
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
        condemnEffect(
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

  private static String withClaim(InMemoryJob job) {
    return name(job) + " of " + job.claim();
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
          condemnEffect(
              "X1: " + name(first) + " ran beside " + name(second),
              Stream.of(first.claim(), second.claim()));
        }
      }
    }
  }

  private static String name(InMemoryJob job) {
    return job.type() + " job " + job.id() + (job.isByPerson() ? " of a person" : "");
  }

  /**
   * A person may start a job beside any; the engine must wait for those it was shown before a
   * deprovision. Beside a provision it is not promised that it looks.
   */
  private boolean isExcused(InMemoryJob manual, InMemoryJob other) {
    if (!manual.isByPerson()) {
      return chronicle.isUnseenBy(manual, other.claim()) || chronicle.isForgottenAfterALoss(manual);
    }
    return other.isByPerson()
        || chronicle.isForgotten(manual)
        || chronicle.wasSentWithout(backends.instanceOf(manual), other.claim())
        || other.type() == JobType.PROVISION
        || !backends.owner(manual).traits().canSearch() // nobody can be shown it
        || knownUntil(other.claim())
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

  /**
   * Until when the sender of a claim must know what runs; who can look and does not, should have.
   */
  private Optional<Long> knownUntil(String claim) {
    boolean canLook =
        Optional.ofNullable(permitted.get(claim))
            .map(permit -> backends.named(permit.provider()).traits().canSearch())
            .orElseGet(backends::canSearch);
    return canLook ? chronicle.lookBefore(claim).or(() -> chronicle.sent(claim)) : Optional.empty();
  }

  private void ranWithoutNeed(String uid, List<InMemoryJob> jobs) {
    List<InMemoryJob> runs =
        ofEachRequest(
            jobs.stream()
                .filter(job -> job.type() == JobType.PROVISION && !job.isByPerson())
                .filter(InMemoryJob::didSucceed)
                .toList());
    if (runs.size() > chronicle.reasonsToProvision(uid)) {
      condemnEffect(
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
        .filter(chronicle::wasSentTooLate);
  }

  /**
   * The job of a request that left too late must be told of, as soon as a process that lives on was
   * shown it, and while there is something to tell it of (design.md §5).
   *
   * @param remembers whether a process lives, and may write
   * @param exists whether there is still a resource to tell it of
   */
  List<String> untold(Predicate<String> remembers, Predicate<String> exists) {
    return backends.all().stream()
        .filter(job -> !job.isByPerson() && chronicle.wasSentTooLate(job.claim()))
        .filter(job -> exists.test(job.uid()) && !told.contains(name(job.uid(), job)))
        .filter(job -> chronicle.shownTo(job).stream().anyMatch(remembers))
        .map(job -> "S: nothing tells of " + job + ", which was sent too late")
        .toList();
  }

  private static String name(String uid, InMemoryJob job) {
    return uid + "/" + job.id() + "/" + job.operation();
  }

  private void leaked(Release release, List<InMemoryJob> jobs) {
    SimulatedApi.Version last = release.last();
    String uid = last.uid();
    List<InMemoryJob> deprovisions =
        jobs.stream().filter(job -> job.type() == JobType.DEPROVISION && job.hasRun()).toList();
    // who took nothing away must have known until the end that there is nothing
    Optional<Long> known =
        deprovisions.isEmpty()
            ? Optional.of(release.at())
            : deprovisions.stream()
                .flatMap(job -> knownUntil(job.claim()).stream())
                .max(Long::compare);
    boolean isManual =
        backends
            .makerOf(uid)
            .filter(InMemoryJob::isByPerson)
            .filter(
                maker ->
                    chronicle.isForgotten(maker)
                        || wasMovedOnFrom(maker, jobs)
                        || known.filter(at -> maker.launchedAt() - at < 0).isEmpty())
            .isPresent();
    boolean isTwins =
        backends
            .makerOf(uid)
            .filter(maker -> isUnseen(maker, last.status().deprovisionJob()))
            .isPresent();
    boolean isExcused = isManual || isTwins || isDeclared(last, jobs);
    if (backends.makerOf(uid).isPresent() && !isExcused) {
      InMemoryJob maker = backends.makerOf(uid).orElseThrow();
      condemnEffect(
          "X3: " + uid + " is gone and its machine is left, made by " + withClaim(maker),
          Stream.of(maker.claim()));
    }
    for (InMemoryJob job : jobs) {
      if (!job.isByPerson() && !chronicle.hasTwinThatSucceeded(job) && backends.mayRun(job)) {
        condemnEffect("X3: " + uid + " is gone beside " + job, Stream.of(job.claim()));
      }
    }
  }

  /** Who took the machine away knew nothing of the backend of a person's job. */
  private boolean wasMovedOnFrom(InMemoryJob manual, List<InMemoryJob> jobs) {
    String instance = backends.instanceOf(manual);
    return jobs.stream()
        .filter(job -> job.type() == JobType.DEPROVISION)
        .anyMatch(job -> chronicle.wasSentWithout(instance, job.claim()));
  }

  /** The status names a job that failed, and that was declared to let the resource go then. */
  private boolean isDeclared(SimulatedApi.Version last, List<InMemoryJob> jobs) {
    Optional<Job> named =
        last.status().deprovisionJob().filter(job -> !job.blockDeletionOnFailure());
    return jobs.stream()
        .filter(job -> named.filter(each -> each.id().equals(job.id())).isPresent())
        .filter(job -> job.state() == JobState.FAILED && !job.isRunning())
        .anyMatch(chronicle::mayLeak);
  }
}
