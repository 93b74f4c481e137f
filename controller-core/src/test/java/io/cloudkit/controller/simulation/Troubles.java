package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What users, careless hands and a janitor do to the resources and to the jobs of the backend. */
final class Troubles {
  private final VirtualTime time;
  private final SimulatedApi api;
  private final Backends backends;
  private final Chronicle chronicle;
  private final Chaos chaos;
  private final OddWishes wishes;
  private final Duration cancelTakes;
  private final Map<String, String> sizesBefore = new HashMap<>();

  Troubles(
      VirtualTime time,
      SimulatedApi api,
      Backends backends,
      Chronicle chronicle,
      Chaos chaos,
      OddWishes wishes,
      Duration cancelTakes) {
    this.time = time;
    this.wishes = wishes;
    this.api = api;
    this.backends = backends;
    this.chronicle = chronicle;
    this.chaos = chaos;
    this.cancelTakes = cancelTakes;
  }

  void create(ResourceKey key, String size) {
    SimulatedApi.Version created = api.create(key, size, List.of(), Map.of());
    chronicle.mayProvision(created.uid());
    boolean alone = backends.instances().size() == 1;
    Backends.Member first = backends.named(backends.instances().get(0));
    if (alone
        && first.keepsRecords()
        && first.jobs() instanceof InMemoryBackend jobs
        && chaos.strikes(6, Fault.LEFT_BY_THE_GO_OPERATOR)) {
      InMemoryJob job = jobs.launchByPerson(JobType.PROVISION, Wanted.version(size), created.uid());
      chaos.tell(() -> "the Go operator left " + created.uid() + " with " + job);
      api.edit(key, old -> old.with(leftWith(job)));
      if (chaos.pick(2) == 1) {
        // nobody can tell whether it was followed
        api.annotate(key, Word.RERUN, "before-the-takeover");
      }
    }
  }

  /** Its status names neither a provider nor an operation. */
  private ResourceStatus leftWith(InMemoryJob job) {
    JobRef ref = JobRef.of(Job.UNASSIGNED, job.type(), job.id(), "");
    return ResourceStatus.EMPTY
        .edit()
        .phase(Phase.PROGRESSING)
        .currentJob(Job.of(ref, "", "", 1, time.instant()))
        .build();
  }

  boolean isLeftByTheGoOperator(ResourceKey key) {
    return api.now(key)
        .flatMap(each -> each.status().provisionJob())
        .filter(job -> job.provider().equals(Job.UNASSIGNED))
        .isPresent();
  }

  /** What it began came to its end before anybody took over; its versions are none of ours. */
  void endedUnderTheGoOperator(ResourceKey key) {
    SimulatedApi.Version left = api.now(key).orElseThrow();
    boolean ready = backends.of(left.uid()).stream().allMatch(InMemoryJob::didSucceed);
    if (ready) {
      chronicle.needsNoProvision(left.uid()); // an upgrade re-runs nothing
    }
    Job job = left.status().provisionJob().orElseThrow();
    JobState end = ready ? JobState.SUCCEEDED : JobState.FAILED;
    ResourceStatus status =
        left.status()
            .edit()
            .phase(ready ? Phase.READY : Phase.FAILED)
            .desiredConfigVersion(Optional.of("5d5ea5c2"))
            .reconciledConfigVersion(ready ? Optional.of("5d5ea5c2") : Optional.empty())
            .currentJob(job.standing(Standing.DEAD, end, "", time.instant()))
            .build();
    chaos.tell(() -> "the Go operator is done with " + left.uid() + ": " + end);
    api.edit(key, old -> old.with(List.of(SimulatedApi.FINALIZER)).with(status));
  }

  void resize(ResourceKey key) {
    resize(key, Wanted.SIZES.get(chaos.pick(Wanted.SIZES.size())));
  }

  void resize(ResourceKey key, String size) {
    living(key, each -> !each.size().equals(size))
        .ifPresent(
            each -> {
              chaos.tell(() -> "a user wants " + each.uid() + " " + size);
              chronicle.mayProvision(each.uid());
              chronicle.asksAnew(each.uid());
              sizesBefore.put(each.uid(), each.size());
              api.edit(key, old -> old.wanting(size));
            });
  }

  /** What was wanted before the last change, if it is there and was changed. */
  Optional<String> wantedBefore(ResourceKey key) {
    return living(key, any -> true)
        .flatMap(each -> Optional.ofNullable(sizesBefore.get(each.uid())))
        .filter(Wanted.SIZES::contains);
  }

  void delete(ResourceKey key) {
    living(key, each -> true)
        .ifPresent(
            each -> {
              chaos.tell(() -> "a user deletes " + each.uid());
              // nobody may send it again, and nobody may know
              givesIf(each, Need.UNRESOLVED, each.status().launch().isPresent());
              api.edit(key, SimulatedApi.Version::deleted);
            });
  }

  private Optional<SimulatedApi.Version> living(
      ResourceKey key, Predicate<SimulatedApi.Version> of) {
    return api.now(key).filter(each -> !each.deleting()).filter(of);
  }

  private void givesIf(SimulatedApi.Version resource, Need need, boolean cause) {
    if (cause) {
      chronicle.gives(resource.uid(), need);
    }
  }

  /** A playbook's careless write, while the resource is not going (it would be gone at once). */
  void dropFinalizer(ResourceKey key) {
    living(key, each -> each.hasFinalizer() && each.status().launchSequence().isPresent())
        .ifPresent(
            each -> {
              chaos.tell(() -> "a careless write drops the finalizer of " + each.uid());
              chronicle.hit(Fault.FINALIZER_DROPPED);
              api.edit(
                  key,
                  old -> {
                    List<String> others = new ArrayList<>(old.finalizers());
                    others.remove(SimulatedApi.FINALIZER);
                    return old.with(List.copyOf(others));
                  });
            });
  }

  /** Somebody removes all finalizers by hand, and perhaps creates a namesake, or restores it. */
  void forceAway(ResourceKey key) {
    Optional<SimulatedApi.Version> last = api.now(key);
    if (last.isEmpty()) {
      return;
    }
    forceAway(last.get());
    int then = chaos.pick(3);
    if (then == 0) {
      namesake(key);
    } else if (then == 1) {
      restore(last.get());
    }
  }

  private void forceAway(SimulatedApi.Version last) {
    chaos.tell(() -> "somebody forces " + last.uid() + " away");
    if (backends.of(last.uid()).stream().anyMatch(InMemoryJob::isRunning)) {
      chronicle.hit(Fault.VANISHED_BESIDE_RUNNING_JOB);
    }
    api.forceAway(last.key());
  }

  /** Somebody removes all finalizers by hand, and creates a namesake at once. */
  void replace(ResourceKey key) {
    api.now(key).ifPresent(this::forceAway);
    namesake(key);
  }

  void namesake(ResourceKey key) {
    if (api.now(key).isEmpty()) {
      if (chaos.strikes(6, Fault.DELETED_UNSEEN)) {
        wishes.createdAndDeletedAtOnce(key);
        return;
      }
      chaos.tell(() -> "a namesake of " + key.name() + " is created");
      chronicle.hit(Fault.NAMESAKE_CREATED);
      create(key, "small");
    }
  }

  /** From a backup, which keeps the metadata and loses the status. */
  private void restore(SimulatedApi.Version last) {
    SimulatedApi.Version restored =
        api.create(last.key(), last.size(), last.finalizers(), last.annotations());
    chaos.tell(() -> last.uid() + " is restored as " + restored.uid() + ", without status");
    chronicle.hit(Fault.RESTORED_WITHOUT_STATUS);
    chronicle.begins(restored.uid());
    givesWhatIsAnnotated(restored);
    if (last.hasFinalizer() || last.finalizers().contains(EdaPlaybooks.FINALIZER)) {
      chronicle.gives(restored.uid(), Need.STATUS_LOST);
    } else {
      chronicle.mayProvision(restored.uid());
    }
  }

  private void givesWhatIsAnnotated(SimulatedApi.Version restored) {
    if (Word.isSetAside(restored.annotations())) {
      chronicle.gives(restored.uid(), Need.MANUAL);
      chronicle.gives(restored.uid(), Need.UNMANAGED);
    }
    if (Word.mistyped(restored.annotations())) {
      chronicle.gives(restored.uid(), Need.NOT_UNDERSTOOD);
    }
    if (Word.holds(restored.annotations())) {
      chronicle.gives(restored.uid(), Need.HOLD);
    }
  }

  void wipeStatus(ResourceKey key) {
    // with its finalizer gone, too, nothing in the world would tell it from a new one
    api.now(key)
        .filter(SimulatedApi.Version::hasFinalizer)
        .filter(each -> each.status().launchSequence().isPresent())
        .ifPresent(
            each -> {
              chaos.tell(() -> "somebody wipes the status of " + each.uid());
              chronicle.hit(Fault.STATUS_WIPED);
              chronicle.begins(each.uid());
              chronicle.gives(each.uid(), Need.STATUS_LOST);
              chronicle.asksAnew(each.uid());
              chronicle.forgetsRerun(each.uid());
              // a process may come late to tell of a job whose end is forgotten now
              givesIf(each, Need.UNSEEN, hasPurgedJob(each.uid()));
              // or of the job of a launch, beside which a later one is not sent again to find out
              givesIf(each, Need.UNRESOLVED, each.status().launch().isPresent());
              api.edit(key, old -> old.with(ResourceStatus.EMPTY));
            });
  }

  private boolean hasPurgedJob(String uid) {
    return backends.of(uid).stream().anyMatch(InMemoryJob::isPurged);
  }

  /** Somebody edits what the status says of the infrastructure. */
  void tamper(ResourceKey key) {
    living(key, each -> each.status().phase().filter(Phase.READY::equals).isPresent())
        .filter(each -> each.status().reconciledConfigVersion().isPresent())
        .ifPresent(
            each -> {
              chaos.tell(() -> "somebody tampers with the status of " + each.uid());
              chronicle.hit(Fault.STATUS_TAMPERED_WITH);
              chronicle.mayProvision(each.uid());
              chronicle.gives(each.uid(), Need.STOPPED);
              ResourceStatus next =
                  each.status().edit().reconciledConfigVersion(Optional.empty()).build();
              api.edit(key, old -> old.with(next));
            });
  }

  void mistype(ResourceKey key) {
    Word word = Word.MISTYPED.get(chaos.pick(Word.MISTYPED.size()));
    api.now(key)
        .ifPresent(
            each -> {
              chaos.tell(() -> "a person mistypes " + word + " on " + each.uid());
              chronicle.hit(Fault.ANNOTATION_MISTYPED);
              chronicle.gives(each.uid(), Need.NOT_UNDERSTOOD);
              givesIf(each, Need.UNRESOLVED, each.status().launch().isPresent());
              api.annotate(key, word.annotation(), word.value());
            });
  }

  void hold(ResourceKey key) {
    api.now(key)
        .ifPresent(
            each -> {
              chaos.tell(() -> "a person holds " + each.uid());
              chronicle.hit(Fault.HELD_BY_ANNOTATION);
              chronicle.gives(each.uid(), Need.HOLD);
              givesIf(each, Need.UNRESOLVED, each.status().launch().isPresent());
              api.annotate(key, Word.PLEASE_WAIT.annotation(), Word.PLEASE_WAIT.value());
            });
  }

  /** From now on another backend is to work on it; what runs stays with who runs it. */
  void switchProvider(ResourceKey key) {
    switchProvider(key, backends.instances().get(chaos.pick(backends.instances().size())));
  }

  void switchProvider(ResourceKey key, String instance) {
    living(key, each -> !instance.equals(Wanted.provider(each)))
        .ifPresent(
            each -> {
              chaos.tell(() -> "a user switches " + each.uid() + " to " + instance);
              chronicle.hit(Fault.PROVIDER_SWITCHED);
              api.annotate(key, Wanted.PROVIDER, instance);
            });
  }

  void jobs() {
    switch (chaos.pick(5)) {
      case 0, 1 -> anyJob(any -> true).ifPresent(this::cancel);
      // who has no record of a job can not be told of a purge, nor of what a person runs again
      case 2, 3 -> anyJob(Backends.Member::keepsRecords).ifPresent(this::purge);
      default -> anyJob(Backends.Member::keepsRecords).ifPresent(this::relaunch);
    }
  }

  private Optional<InMemoryJob> anyJob(Predicate<Backends.Member> of) {
    List<InMemoryJob> jobs = backends.visible(of);
    return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.get(chaos.pick(jobs.size())));
  }

  void cancel(InMemoryJob job) {
    if (!job.state().isTerminal()) {
      chaos.tell(() -> "a person cancels " + job);
      chronicle.hit(Fault.JOB_CANCELLED_BY_HAND);
      chronicle.gives(job.uid(), Need.CANCELLED);
      chronicle.cancelledByHand(job);
      backends.owner(job).jobs().cancel(job, Optional.of(cancelTakes));
    }
  }

  void purge(InMemoryJob job) {
    if (!job.state().isTerminal() || job.isRunning() || isUnresolved(job)) {
      return;
    }
    chaos.tell(() -> "the janitor purges " + job);
    if (!isKnownToHaveEnded(job)) {
      chronicle.hit(Fault.JOB_PURGED_BEFORE_ITS_END_WAS_SEEN);
      chronicle.gives(job.uid(), Need.UNSEEN);
      // an end that was not certain yet may have said so
      chronicle.gives(job.uid(), Need.CANCELLED);
      chronicle.endsUnseen(job);
      // nobody asks any more whether it had succeeded
      mayProvisionIf(job, job.didSucceed());
    } else {
      chronicle.hit(Fault.JOB_PURGED_AT_ITS_END);
    }
    backends.owner(job).jobs().purge(job);
  }

  /**
   * Whether its end is written down, or its resource is gone. A process may know a job that the
   * status does not, and come late to tell of it.
   */
  private boolean isKnownToHaveEnded(InMemoryJob job) {
    return ofResource(job)
        .map(status -> Stream.concat(status.jobs(), status.jobHistory().stream()))
        .map(known -> known.anyMatch(each -> isSame(each, job) && !each.mayBeAlive()))
        .orElse(true);
  }

  /** Two backends give one id twice, and a person's job has the operation of another. */
  private static boolean isSame(Job known, InMemoryJob job) {
    return known.id().equals(job.id()) && known.operation().equals(job.operation());
  }

  /**
   * World assumption: a record outlives the time in which its launch stays unresolved. The provider
   * for AAP goes without it: a person is asked where a cleanup may have come over the record.
   */
  private boolean isUnresolved(InMemoryJob job) {
    return ofResource(job)
        .flatMap(ResourceStatus::launch)
        .map(Launch::operation)
        .filter(job.operation()::equals)
        .isPresent();
  }

  private Optional<ResourceStatus> ofResource(InMemoryJob job) {
    return Schedule.KEYS.stream()
        .flatMap(key -> api.now(key).stream())
        .filter(each -> each.uid().equals(job.uid()))
        .findFirst()
        .map(SimulatedApi.Version::status);
  }

  void relaunch(InMemoryJob old) {
    if (old.state().isTerminal()) {
      InMemoryJob job = backends.owner(old).jobs().relaunchByPerson(old);
      chaos.tell(() -> "a person relaunches " + old + " as " + job);
      chronicle.hit(Fault.JOB_RELAUNCHED_BY_HAND);
      // found in the search for a launch it counts as a stray, which leaves the machine unknown
      mayProvisionIf(old, isUnresolved(old));
      if (!isUnresolved(old)) {
        chronicle.leavesAlone(job);
      }
    }
  }

  private void mayProvisionIf(InMemoryJob job, boolean cause) {
    if (cause && job.type() == JobType.PROVISION) {
      chronicle.mayProvision(job.uid());
    }
  }
}
