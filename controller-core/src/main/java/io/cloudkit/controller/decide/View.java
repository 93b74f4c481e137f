package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A situation as the rules look at it: what was observed is in the status already. */
final class View {
  /** Of two ends that are seen at once the same one is always the later, a stray's the last. */
  private static final Comparator<JobRef> IN_ORDER =
      Comparator.comparing(JobRef::type)
          .thenComparing(JobRef::provider)
          .thenComparing(JobRef::id)
          .thenComparing(JobRef::operation);

  private final Situation situation;
  private final ResourceStatus status;
  private final LivingJobs living;

  private View(Situation situation, ResourceStatus status) {
    this.situation = situation;
    this.status = status;
    this.living = new LivingJobs(this, status.livingJobs());
  }

  static View of(Situation situation) {
    Facts facts = situation.facts();
    boolean nothingSeen = facts.news().isEmpty() && facts.answers().observations().isEmpty();
    return new View(situation, nothingSeen ? situation.status() : withWhatWasSeen(situation));
  }

  private static ResourceStatus withWhatWasSeen(Situation situation) {
    Facts facts = situation.facts();
    Ledger ledger = ledger(situation);
    ResourceStatus status = situation.status();
    Set<JobRef> strays = status.strayJobs().stream().map(Job::ref).collect(Collectors.toSet());
    Comparator<JobRef> order = Comparator.comparing(strays::contains);
    Map<JobRef, JobObservation> looks = new TreeMap<>(order.thenComparing(IN_ORDER));
    facts
        .answers()
        .observations()
        .forEach((job, answer) -> answer.value().ifPresent(now -> looks.put(job, now)));
    Map<JobRef, JobObservation> rows = new TreeMap<>(order.thenComparing(IN_ORDER));
    rows.putAll(facts.news());
    rows.keySet().removeAll(looks.keySet());
    for (Map.Entry<JobRef, JobObservation> row : rows.entrySet()) {
      status = ledger.heard(status, row.getKey(), row.getValue());
    }
    for (Map.Entry<JobRef, JobObservation> look : looks.entrySet()) {
      status = ledger.observed(status, look.getKey(), look.getValue(), facts.sight());
    }
    return status;
  }

  Wish wish() {
    return situation.wish();
  }

  Facts facts() {
    return situation.facts();
  }

  Policy policy() {
    return situation.policy();
  }

  Instant now() {
    return facts().now();
  }

  ResourceStatus stored() {
    return situation.status();
  }

  ResourceStatus status() {
    return status;
  }

  Ledger ledger() {
    return ledger(situation);
  }

  private static Ledger ledger(Situation situation) {
    return new Ledger(situation.policy(), situation.wish(), situation.facts().now());
  }

  // the person

  boolean isUnmanaged() {
    return wish().overrides().management() == Overrides.Management.UNMANAGED;
  }

  boolean isManual() {
    return wish().overrides().management() == Overrides.Management.MANUAL;
  }

  boolean isDeleting() {
    return wish().deleting();
  }

  boolean isOrphaned() {
    return isDeleting() && wish().overrides().orphan();
  }

  boolean retryAsked() {
    return wish().overrides().asksToRetry(status);
  }

  boolean rerunAsked() {
    Optional<String> rerun = wish().overrides().rerun();
    return rerun.isPresent() && !rerun.equals(status.handledRerun());
  }

  /** The word to run again that a launch follows which is permitted now; a deprovision none. */
  Optional<String> rerunToFollow(JobType type) {
    return type == JobType.PROVISION ? wish().overrides().rerun() : Optional.empty();
  }

  /** What a person is to write, as it has to be written. */
  String annotation(String name, String value) {
    return wish().overrides().named(name) + "=" + value;
  }

  /** A person's answer about that operation, if it is the one that is meant. */
  Optional<Overrides.Resolution> resolution(String operation) {
    return wish().overrides().resolution().filter(each -> each.operation().equals(operation));
  }

  // the engine's memory

  boolean wasNeverSeen() {
    return status.launchSequence().isEmpty();
  }

  /** The status of the Go operator has a job that names no operation, and no sequence. */
  boolean isTakenOver() {
    return wasNeverSeen()
        && status.jobs().findAny().isPresent()
        && status.jobs().allMatch(job -> job.operation().isEmpty());
  }

  boolean isStatusLost() {
    return wasNeverSeen() && (wish().hasFinalizer() || wish().showsEarlierWork());
  }

  /** What may be alive. */
  LivingJobs living() {
    return living;
  }

  Optional<Launch> launch() {
    return status.launch();
  }

  Optional<ProviderTraits> traits(String provider) {
    return Optional.ofNullable(facts().traits().get(provider));
  }

  // ends

  /** Somebody else cancelled the last job of that intent. */
  boolean isHeldByCancel(JobType type) {
    return status
            .job(type)
            .filter(job -> !job.mayBeAlive() && Ledger.isCancelledByOthers(job))
            .filter(job -> type == JobType.DEPROVISION || isOfDesired(job))
            .isPresent()
        && !retryAsked();
  }

  private boolean isOfDesired(Job job) {
    return job.configVersion().equals(desired());
  }

  /** What is left of the pause after the last failure of that effort. */
  Duration backoffLeft(JobType type) {
    if (retryAsked()) {
      return Duration.ZERO;
    }
    return failure(type).map(this::left).filter(left -> !left.isNegative()).orElse(Duration.ZERO);
  }

  /** The clock that wrote it may be ahead of this one: who saw the pause through waits no more. */
  private Duration left(Failure failure) {
    Duration byTheHour = Duration.between(now(), failure.retryAt());
    Duration asked = Duration.between(failure.lastAt(), failure.retryAt());
    Duration pause = asked.compareTo(policy().backoffMax()) > 0 ? policy().backoffMax() : asked;
    boolean wasSeen = stored().failure().filter(failure::equals).isPresent();
    Duration bySight = wasSeen ? pause.minus(facts().sight().failure()) : pause;
    return byTheHour.compareTo(bySight) < 0 ? byTheHour : bySight;
  }

  /** So many of its efforts failed in a row that a person is needed. */
  boolean isBudgetSpent(JobType type) {
    return !retryAsked()
        && failure(type)
            .filter(each -> policy().retries().isSpent(each.kind(), each.count()))
            .isPresent();
  }

  private Optional<Failure> failure(JobType type) {
    return status.failure().filter(failure -> Failures.isOf(failure, type, desired()));
  }

  // intent

  /** Computed anew only when the spec changed: an upgrade of this program changes nothing. */
  String desired() {
    boolean known = wish().generation() == status.observedGeneration() && wish().generation() != 0;
    return known
        ? status.desiredConfigVersion().orElse(wish().intent().configVersion())
        : wish().intent().configVersion();
  }

  boolean isReconciled() {
    return status.reconciledConfigVersion().filter(desired()::equals).isPresent();
  }

  /** It was ready, nobody asked for anything, and yet it wants a launch. */
  boolean isUnexplained() {
    return MassLaunch.isUnexplained(stored(), wish());
  }

  /**
   * Whether a permission to send was given of which no job is known: it came to nothing, or its
   * request left after its last check, and its job came when nobody looked for it any more.
   */
  boolean isAJobMissing() {
    return status.unansweredClaims().map(claims -> !claims.isEmpty()).orElseGet(this::hasSentMore);
  }

  /** Whether a job of that claim is one that is missing. */
  boolean isMissing(String claim) {
    return status
        .unansweredClaims()
        .map(claims -> claims.contains(claim))
        .orElseGet(() -> !status.claims().contains(claim));
  }

  /** All that is left to go by when what was not answered was not kept. */
  private boolean hasSentMore() {
    int known = status.claims().size();
    return status.launchSequence().filter(sequence -> sequence > known).isPresent();
  }

  /**
   * Providers that may have something running for the resource: who launched, and who would; of
   * those that are configured, whether they can be asked or not.
   */
  List<String> involvedProviders() {
    TreeSet<String> names = new TreeSet<>();
    status.jobs().forEach(job -> names.add(job.provider()));
    status.jobHistory().forEach(job -> names.add(job.provider()));
    names.add(wish().provider());
    names.removeIf(name -> traits(name).isEmpty() && !facts().unusable().containsKey(name));
    return List.copyOf(names);
  }
}
