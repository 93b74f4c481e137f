package io.cloudkit.controller.simulation;

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
import java.util.stream.Stream;

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

  InMemoryMachines machines() {
    return machines;
  }

  void add(String instance, Member member) {
    members.put(instance, member);
  }

  Member named(String instance) {
    return Optional.ofNullable(members.get(instance)).orElseThrow();
  }

  List<String> instances() {
    return List.copyOf(members.keySet());
  }

  /** Whether all of them can be searched. */
  boolean canSearch() {
    return members.values().stream().allMatch(each -> each.traits().canSearch());
  }

  void advance() {
    members.values().forEach(each -> each.jobs().advance());
  }

  OptionalLong nextDue() {
    return members.values().stream().flatMapToLong(each -> each.jobs().nextDue().stream()).min();
  }

  /** Grows with all that a job can do to the world. */
  long changes() {
    return members.values().stream().mapToLong(each -> each.jobs().changes()).sum();
  }

  /** All jobs of a resource, seen or not. */
  List<InMemoryJob> of(String uid) {
    return all().filter(job -> job.uid().equals(uid)).toList();
  }

  Stream<InMemoryJob> all() {
    return members.values().stream().flatMap(each -> each.jobs().all().stream());
  }

  /** All that could still touch something. */
  boolean mayRun(InMemoryJob job) {
    boolean waits = !job.hasRun() && !job.state().isTerminal();
    return job.isRunning() || (waits && owner(job).mayBegin().test(job));
  }

  Member owner(InMemoryJob job) {
    return named(instanceOf(job));
  }

  String instanceOf(InMemoryJob job) {
    return instances().stream()
        .filter(each -> named(each).jobs().all().contains(job))
        .findFirst()
        .orElseThrow();
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
