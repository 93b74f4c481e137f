package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryBackend;
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

/**
 * Condemns a world in which a promise is broken. Knows what is stored, what was sent, the playbooks
 * that really ran, and what the world did; shares nothing with the engine.
 */
final class Judge implements SimulatedApi.Witness {
  private final InMemoryBackend backend;
  private final Chronicle chronicle;
  private final ProviderTraits traits;
  private final Predicate<InMemoryJob> mayBegin;
  private final Map<String, String> permitted = new HashMap<>();
  private final Set<String> released = new LinkedHashSet<>();
  private final Set<String> broken = new LinkedHashSet<>();

  /**
   * A judge.
   *
   * @param mayBegin whether the playbook of a job that waits could begin now
   */
  Judge(
      InMemoryBackend backend,
      Chronicle chronicle,
      ProviderTraits traits,
      Predicate<InMemoryJob> mayBegin) {
    this.backend = backend;
    this.chronicle = chronicle;
    this.traits = traits;
    this.mayBegin = mayBegin;
  }

  /** What is broken, and nothing if nothing is. */
  List<String> violations() {
    Map<String, List<InMemoryJob>> byResource = new HashMap<>();
    for (InMemoryJob job : backend.all()) {
      byResource.computeIfAbsent(job.uid(), any -> new ArrayList<>()).add(job);
    }
    byResource.forEach(
        (uid, jobs) -> {
          ranTwice(jobs);
          ranAtOnce(jobs);
          ranWithoutNeed(uid, jobs);
          if (released.contains(uid)) {
            leaked(uid, jobs);
          }
        });
    return List.copyOf(broken);
  }

  @Override
  public void writesStatus(SimulatedApi.Version before, ResourceStatus after) {
    after.launch().filter(launch -> isNew(launch, before)).ifPresent(each -> permits(before, each));
    countWaits(after);
    for (Need need : Need.of(after)) {
      if (!Need.of(before.status()).contains(need)) {
        needed(before.uid(), need);
      }
    }
  }

  private static boolean isNew(Launch launch, SimulatedApi.Version before) {
    return before.status().launch().filter(old -> old.claim().equals(launch.claim())).isEmpty();
  }

  private void countWaits(ResourceStatus after) {
    for (Condition each : after.conditions()) {
      if (each.isTrue() && each.reason().equals("Queued")) {
        chronicle.hit(Fault.LAUNCH_PACED);
      }
      if (each.isTrue() && each.message().startsWith("mass-launch guard")) {
        chronicle.hit(Fault.MASS_LAUNCH_STOPPED);
      }
    }
  }

  private void permits(SimulatedApi.Version before, Launch launch) {
    chronicle.begins(launch.operation());
    if (permitted.put(launch.claim(), before.uid()) != null) {
      broken.add("L1: the claim " + launch.claim() + " was permitted twice");
    }
    if (launch.type() == JobType.PROVISION && before.deleting()) {
      broken.add("X2: a provision was permitted after deletion began");
    }
    if (launch.type() == JobType.DEPROVISION && !before.deleting()) {
      broken.add("X3: a deprovision was permitted of a resource that is not deleted");
    }
    if (before
        .status()
        .launch()
        .filter(old -> !old.operation().equals(launch.operation()))
        .isPresent()) {
      broken.add("L1: a launch took the place of another operation's unresolved launch");
    }
    if (before.annotations().keySet().stream().anyMatch(Word::holds)
        || before.annotations().values().stream().anyMatch(Word::isMistyped)) {
      broken.add("H: a launch was permitted while a person holds " + before.annotations());
    }
  }

  private void needed(String uid, Need need) {
    boolean blind = need == Need.UNRESOLVED && !traits.canSearch() && !traits.deduplicates();
    if (!blind && !chronicle.gave(uid, need)) {
      broken.add("P: a person was needed without cause: " + need + " of " + uid);
    }
  }

  /** A request left a process. */
  void sent(LaunchRequest request) {
    String uid = permitted.get(request.claim());
    if (!request.resource().uid().equals(uid)) {
      broken.add("L1: claim " + request.claim() + " was sent and never permitted for it");
    }
  }

  /** A process sent faster than its pace. */
  void hurried(String process) {
    broken.add("G: " + process + " launched faster than its pace");
  }

  @Override
  public void releases(SimulatedApi.Version last) {
    released.add(last.uid());
    if (last.status().launch().isPresent()) {
      broken.add("X3: released with an unresolved launch: " + last.status().launch());
    }
  }

  private void ranTwice(List<InMemoryJob> jobs) {
    Set<String> operations = new HashSet<>();
    for (InMemoryJob job : jobs) {
      if (job.hasRun() && !job.isByPerson() && !operations.add(job.operation())) {
        broken.add("L2: operation " + job.operation() + " ran twice");
      }
    }
  }

  private void ranAtOnce(List<InMemoryJob> jobs) {
    List<InMemoryJob> runs = jobs.stream().filter(InMemoryJob::hasRun).toList();
    for (InMemoryJob first : runs) {
      for (InMemoryJob second : runs) {
        boolean overlap =
            first != second
                && first.ranFrom() - second.ranFrom() <= 0
                && second.ranFrom() < first.ranUntil();
        if (overlap && !isExcused(first, second) && !isExcused(second, first)) {
          broken.add("X1: " + name(first) + " ran beside " + name(second));
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
      return false;
    }
    return other.isByPerson()
        || other.type() == JobType.PROVISION
        || knownUntil(other.claim()).filter(look -> manual.launchedAt() - look < 0).isEmpty();
  }

  /**
   * Until when the sender of a claim must know what runs; who can look and does not, should have.
   */
  private Optional<Long> knownUntil(String claim) {
    return traits.canSearch()
        ? chronicle.lookBefore(claim).or(() -> chronicle.sent(claim))
        : Optional.empty();
  }

  private void ranWithoutNeed(String uid, List<InMemoryJob> jobs) {
    long runs =
        jobs.stream()
            .filter(job -> job.type() == JobType.PROVISION && !job.isByPerson())
            .filter(InMemoryJob::didSucceed)
            .count();
    if (runs > chronicle.reasonsToProvision(uid)) {
      broken.add(
          "N: a needless provision: "
              + uid
              + " was provisioned "
              + runs
              + " times, with "
              + chronicle.reasonsToProvision(uid)
              + " reasons");
    }
  }

  private void leaked(String uid, List<InMemoryJob> jobs) {
    Optional<Long> look =
        jobs.stream()
            .filter(job -> job.type() == JobType.DEPROVISION && job.hasRun())
            .flatMap(job -> knownUntil(job.claim()).stream())
            .max(Long::compare);
    boolean isManual =
        backend
            .makerOf(uid)
            .filter(InMemoryJob::isByPerson)
            .filter(maker -> look.filter(last -> maker.launchedAt() - last < 0).isEmpty())
            .isPresent();
    if (backend.machine(uid).isPresent() && !isManual) {
      broken.add("X3: " + uid + " is gone and its machine is left");
    }
    for (InMemoryJob job : jobs) {
      boolean mayRun = job.isRunning() || (job.state() == JobState.PENDING && mayBegin.test(job));
      if (mayRun && !job.isByPerson()) {
        broken.add("X3: " + uid + " is gone beside " + job);
      }
    }
  }
}
