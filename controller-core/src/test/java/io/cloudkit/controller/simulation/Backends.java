package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryJobs;
import io.cloudkit.testkit.provider.InMemoryMachines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** All backends of a day, and the machines that their jobs make and remove. */
final class Backends {
  /**
   * One of them.
   *
   * @param outage a while in which it answers nobody
   * @param mayBegin whether the playbook of a job that waits could begin now
   * @param keepsRecords whether its jobs can be purged, and run again by a person
   */
  record Member(
      ProviderTraits traits,
      InMemoryJobs jobs,
      Outage outage,
      Predicate<InMemoryJob> mayBegin,
      boolean keepsRecords) {}

  private final InMemoryMachines machines = new InMemoryMachines();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final List<Member> all = new ArrayList<>();

  InMemoryMachines machines() {
    return machines;
  }

  void add(String instance, Member member) {
    members.put(instance, member);
    all.add(member);
  }

  Member named(String instance) {
    return Optional.ofNullable(members.get(instance)).orElseThrow();
  }

  boolean has(String instance) {
    return members.containsKey(instance);
  }

  List<String> instances() {
    return List.copyOf(members.keySet());
  }

  /** Whether all of them can be searched. */
  boolean canSearch() {
    return members.values().stream().allMatch(each -> each.traits().canSearch());
  }

  void advance() {
    for (Member each : all) {
      each.jobs().advance();
    }
  }

  OptionalLong nextDue() {
    OptionalLong next = OptionalLong.empty();
    for (Member each : all) {
      OptionalLong due = each.jobs().nextDue();
      if (next.isEmpty() || (due.isPresent() && due.getAsLong() < next.getAsLong())) {
        next = due;
      }
    }
    return next;
  }

  /** Grows with all that a job can do to the world. */
  long changes() {
    long changes = 0;
    for (Member each : all) {
      changes += each.jobs().changes();
    }
    return changes;
  }

  /** All jobs of a resource, seen or not. */
  List<InMemoryJob> of(String uid) {
    List<InMemoryJob> jobs = new ArrayList<>();
    for (InMemoryJob job : all()) {
      if (job.uid().equals(uid)) {
        jobs.add(job);
      }
    }
    return jobs;
  }

  List<InMemoryJob> all() {
    if (all.size() == 1) {
      return all.get(0).jobs().all();
    }
    List<InMemoryJob> jobs = new ArrayList<>();
    for (Member each : all) {
      jobs.addAll(each.jobs().all());
    }
    return jobs;
  }

  /** All that could still touch something. */
  boolean mayRun(InMemoryJob job) {
    boolean waits = !job.hasRun() && !job.state().isTerminal();
    return job.isRunning() || (waits && owner(job).mayBegin().test(job));
  }

  /**
   * Whether it is a deprovision of a backend that shows no jobs and is said to let none live so
   * long: of one that does nobody can know.
   */
  boolean isTakenToBeDead(InMemoryJob job, long at) {
    ProviderTraits traits = owner(job).traits();
    return job.type() == JobType.DEPROVISION
        && traits.watch() == ProviderTraits.Watch.SIGNALLED
        && !traits.canSearch()
        && at - job.launchedAt() >= traits.maxJobDuration().toNanos();
  }

  Member owner(InMemoryJob job) {
    return named(instanceOf(job));
  }

  String instanceOf(InMemoryJob job) {
    for (Map.Entry<String, Member> each : members.entrySet()) {
      if (each.getValue().jobs().all().contains(job)) {
        return each.getKey();
      }
    }
    throw new IllegalArgumentException(job + " is of no backend");
  }

  List<InMemoryJob> visible(Predicate<Member> of) {
    List<InMemoryJob> visible = new ArrayList<>();
    members.values().stream().filter(of).forEach(each -> visible.addAll(each.jobs().visible()));
    return visible;
  }

  /** The job that made the machine of that resource what it is, if it has one. */
  Optional<InMemoryJob> makerOf(String uid) {
    return machines.makerOf(uid);
  }
}
