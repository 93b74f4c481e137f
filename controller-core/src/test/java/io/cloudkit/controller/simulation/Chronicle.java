package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.Job;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the world did, as an observer who sees everything writes it down: faults, what was asked
 * for, and what gave a person cause to step in. The judge reads it; the engine never does.
 */
final class Chronicle {
  private final LongSupplier nanoTime;
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<Need, Integer> helped = new EnumMap<>(Need.class);
  private final Map<String, Integer> reasons = new HashMap<>();
  private final Map<String, Integer> refusals = new HashMap<>();
  private final Map<String, Set<Need>> causes = new HashMap<>();
  private final Set<Need> toAll = EnumSet.noneOf(Need.class);
  private final Map<String, Long> since = new HashMap<>();
  private final Map<String, Integer> rules = new HashMap<>();
  private final Unexplained unexplained;
  private final Requests requests;
  private final Witnesses witnesses;
  private final Set<InMemoryJob> notBlocking = new HashSet<>();
  private final Set<InMemoryJob> endedUnseen = new HashSet<>();
  private final Map<InMemoryJob, Long> forgotten = new HashMap<>();
  private final Map<String, Long> lossAnswered = new HashMap<>();
  private final Set<InMemoryJob> shownNoMore = new HashSet<>();
  private final Map<String, Long> words = new HashMap<>();
  private final Map<String, Long> cancelledByHand = new HashMap<>();
  private final Map<InMemoryJob, InMemoryJob> twins = new HashMap<>();
  private final Map<InMemoryJob, InMemoryJob> firstTwins = new HashMap<>();
  private final Set<InMemoryJob> onNamesakes = new HashSet<>();
  private final Set<String> metByStrangers = new HashSet<>();
  private final Set<String> alsoCancelled = new HashSet<>();
  private final Set<InMemoryJob> leftAlone = new HashSet<>();
  private final Map<String, Long> reruns = new HashMap<>();
  private final Set<String> switchedOff = new HashSet<>();

  Chronicle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.unexplained = new Unexplained(nanoTime);
    this.requests = new Requests(nanoTime);
    this.witnesses = new Witnesses(unexplained);
  }

  void hit(Fault fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  Map<Fault, Integer> faults() {
    return faults;
  }

  /** A rule decided. */
  void decided(String process, ResourceKey resource, String rule) {
    rules.merge(rule, 1, Integer::sum);
    unexplained.decides(process, resource);
  }

  /** What left the processes, and what they had looked at before. */
  Requests requests() {
    return requests;
  }

  /** What each process was shown. */
  Witnesses witnesses() {
    return witnesses;
  }

  /** What was seen in want of a launch that nobody asked for. */
  Unexplained unexplained() {
    return unexplained;
  }

  Map<String, Integer> rules() {
    return rules;
  }

  /** A person had to act. */
  void helped(Need need) {
    helped.merge(need, 1, Integer::sum);
  }

  Map<Need, Integer> helped() {
    return helped;
  }

  /** One more successful provision of that resource is asked for, or can not be avoided. */
  void mayProvision(String uid) {
    reasons.merge(uid, 1, Integer::sum);
  }

  /** It was provisioned before the engine began. */
  void needsNoProvision(String uid) {
    reasons.merge(uid, -1, Integer::sum);
  }

  int reasonsToProvision(String uid) {
    return reasons.getOrDefault(uid, 0);
  }

  /** A person wants what is there provisioned once more, and the engine can tell that it is new. */
  void asksForARerun(String uid) {
    mayProvision(uid);
    reruns.put(uid, now());
  }

  /** Nobody can tell any more whether what a person asked for was done. */
  void forgetsRerun(String uid) {
    reruns.remove(uid);
  }

  /** Since when a job that ran for it must have been launched. */
  Optional<Long> rerunAskedAt(String uid) {
    return Optional.ofNullable(reruns.get(uid));
  }

  /** A launch was refused, or answered and lost: an effort of which there is no job. */
  void refuses(String uid) {
    refusals.merge(uid, 1, Integer::sum);
  }

  int refusals(String uid) {
    return refusals.getOrDefault(uid, 0);
  }

  /** Who launched a deprovision was told that it may fail and let its resource go. */
  void declaredNotToBlock(InMemoryJob job) {
    notBlocking.add(job);
  }

  boolean mayLeak(InMemoryJob job) {
    return notBlocking.contains(job);
  }

  /**
   * The record of a job is gone before its end was written down: nobody can see any more how it
   * ended.
   */
  void endsUnseen(InMemoryJob job) {
    endedUnseen.add(job);
  }

  boolean endedUnseen(InMemoryJob job) {
    return endedUnseen.contains(job);
  }

  /** The record of a job is gone, whatever the job does: nobody can be shown that it runs. */
  void forgets(InMemoryJob job) {
    forgotten.putIfAbsent(job, now());
    endedUnseen.add(job);
  }

  /** Who looked at what runs was not shown it: its status has ended, and its playbook runs on. */
  void showsNoMore(InMemoryJob job) {
    shownNoMore.add(job);
  }

  boolean isShownNoMore(InMemoryJob job) {
    return shownNoMore.contains(job);
  }

  boolean isForgotten(InMemoryJob job) {
    return forgotten.containsKey(job);
  }

  /** A person said what to do about the lost status of that resource. */
  void answersLoss(String uid) {
    lossAnswered.put(uid, now());
  }

  /**
   * Whether the record of a job went when the status that named it had been lost, and a person had
   * answered: each could count on it that the job would be shown.
   */
  boolean isForgottenAfterALoss(InMemoryJob job) {
    return Optional.ofNullable(lossAnswered.get(job.uid()))
        .filter(at -> job.launchedAt() - at <= 0)
        .flatMap(at -> Optional.ofNullable(forgotten.get(job)).filter(then -> at - then <= 0))
        .isPresent();
  }

  /** One request started two jobs. */
  void twins(InMemoryJob first, InMemoryJob second) {
    twins.put(first, second);
    twins.put(second, first);
    firstTwins.put(second, first);
  }

  /** The one that was there first, of a second job of one request. */
  Optional<InMemoryJob> firstTwin(InMemoryJob job) {
    return Optional.ofNullable(firstTwins.get(job));
  }

  boolean areTwins(InMemoryJob job, InMemoryJob other) {
    return Optional.ofNullable(twins.get(job)).filter(other::equals).isPresent();
  }

  /** Whether the request of that job did what it asks for: so nobody waits for its other job. */
  boolean hasTwinThatSucceeded(InMemoryJob job) {
    return Optional.ofNullable(twins.get(job)).filter(InMemoryJob::didSucceed).isPresent();
  }

  /** Whether who sent that claim took the job to be over: its twin was, and had succeeded. */
  boolean isUnseenBy(InMemoryJob job, String claim) {
    return Optional.ofNullable(twins.get(job))
        .filter(InMemoryJob::didSucceed)
        .flatMap(twin -> requests.sent(claim).filter(at -> twin.ranUntil() - at <= 0))
        .isPresent();
  }

  /** Whether who sent that job took the other one to be over; nobody did, if there is none. */
  boolean isUnseenBy(InMemoryJob job, Optional<Job> sentLater) {
    return sentLater.filter(each -> isUnseenBy(job, each.claim())).isPresent();
  }

  /**
   * The playbook of a resource that is gone works on that one, which bears its name: what it shows
   * is not what its own jobs did. How that could be is judged where the other one was let go.
   */
  void meetsAStranger(String uid) {
    if (metByStrangers.add(uid)) {
      // its finalizer on a resource that the engine has not seen yet is what a loss looks like
      gives(uid, Need.STATUS_LOST);
      gives(uid, Need.UNRESOLVED);
      begins(uid);
    }
  }

  /**
   * A create that could not begin on its own resource any more found one of that name. Whoever let
   * the other one go could not know of it.
   */
  void beginsOnANamesake(InMemoryJob job) {
    onNamesakes.add(job);
  }

  boolean beganOnANamesake(InMemoryJob job) {
    return onNamesakes.contains(job);
  }

  boolean wasMetByAStranger(String uid) {
    return metByStrangers.contains(uid);
  }

  /** The world gives cause for a person to be needed. */
  void gives(String uid, Need need) {
    causes.computeIfAbsent(uid, any -> EnumSet.noneOf(Need.class)).add(need);
  }

  /** The world gives that cause to all resources at once. */
  void givesAll(Need need) {
    toAll.add(need);
  }

  boolean gave(String uid, Need need) {
    return toAll.contains(need) || causes.getOrDefault(uid, Set.of()).contains(need);
  }

  /** Something a person must wait after begins: a permission, or a loss, by its name. */
  void begins(String name) {
    since.put(name, nanoTime.getAsLong());
  }

  long nanosSince(String name) {
    return nanoTime.getAsLong() - since.getOrDefault(name, nanoTime.getAsLong());
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Somebody asks anew for what a resource shall be, or makes its past forgotten. */
  void asksAnew(String uid) {
    words.put(uid, now());
  }

  boolean wasAskedAnewSince(String uid, long nanos) {
    return Optional.ofNullable(words.get(uid)).filter(at -> at - nanos >= 0).isPresent();
  }

  /** A person cancelled that job. */
  void cancelledByHand(InMemoryJob job) {
    cancelledByHand.put(named(job), now());
  }

  /** A process asked a job to end that had not ended, or wrote down that it would. */
  void alsoCancels(String operation, String id) {
    alsoCancelled.add(operation + "/" + id);
  }

  boolean wasAlsoCancelled(InMemoryJob job) {
    return alsoCancelled.contains(named(job));
  }

  /** When a person cancelled that job, if one did. */
  Optional<Long> cancelledByHandAt(InMemoryJob job) {
    return Optional.ofNullable(cancelledByHand.get(named(job)));
  }

  /** A person made a job of one that was done with: it concerns nobody but who deletes. */
  void leavesAlone(InMemoryJob job) {
    leftAlone.add(job);
  }

  boolean isToBeLeftAlone(InMemoryJob job) {
    return leftAlone.contains(job);
  }

  /** A process started with the switch for new launches off, for as long as it lives. */
  void startsSwitchedOff(String process) {
    switchedOff.add(process);
  }

  boolean isSwitchedOff(String process) {
    return switchedOff.contains(process);
  }

  private static String named(InMemoryJob job) {
    return job.operation() + "/" + job.id();
  }

  @Override
  public String toString() {
    return faults + "; a person helped: " + helped;
  }
}
