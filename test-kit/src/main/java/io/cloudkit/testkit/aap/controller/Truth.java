package io.cloudkit.testkit.aap.controller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What really happened, whatever any status said: every run of a playbook, every machine, and the
 * sins a caller of the controller can commit. Thread-safe. Keeps the newest 20,000 ended runs,
 * 20,000 operations and 1,000 overlaps; runs in progress and machines are kept all.
 */
public final class Truth {
  private static final int RUNS = 20_000;
  private static final int OPERATIONS = 20_000;
  private static final int OVERLAPS = 1_000;

  /**
   * An operation that ran for more than one launch.
   *
   * @param launches ids of the launched jobs whose playbooks started, lowest first by time
   */
  public record Duplicate(String operation, String resourceUid, List<Long> launches) {}

  /**
   * Two playbooks of one resource that ran at the same time, one of them a deprovision.
   *
   * @param first the one that was running
   * @param second the one that started meanwhile
   */
  public record Overlap(String resourceUid, Playbook first, Playbook second) {}

  private record Ran(String resourceUid, Set<Long> launches) {}

  private final Map<Long, Playbook> running = new LinkedHashMap<>();
  private final Map<Long, Playbook> ended = new LinkedHashMap<>();
  private final Set<Long> ending = new LinkedHashSet<>();
  private final Map<String, Ran> operations = new LinkedHashMap<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final List<Overlap> overlaps = new ArrayList<>();
  private long lastRun;

  /** Operations that ran more than once: each is a lost or doubled launch of somebody. */
  public synchronized List<Duplicate> duplicates() {
    List<Duplicate> found = new ArrayList<>();
    operations.forEach(
        (operation, ran) -> {
          if (ran.launches().size() > 1) {
            found.add(new Duplicate(operation, ran.resourceUid(), List.copyOf(ran.launches())));
          }
        });
    return found;
  }

  /** Pairs that must never have run together. */
  public synchronized List<Overlap> overlaps() {
    return List.copyOf(overlaps);
  }

  /** Machines left behind for resources that are gone. */
  public synchronized List<Machine> leaks(Collection<String> goneUids) {
    return machines.values().stream().filter(m -> goneUids.contains(m.resourceUid())).toList();
  }

  /** All machines, oldest first. */
  public synchronized List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  public synchronized Optional<Machine> machine(String resourceUid) {
    return Optional.ofNullable(machines.get(resourceUid));
  }

  /** Playbooks that are running now. */
  public synchronized List<Playbook> running() {
    return List.copyOf(running.values());
  }

  /** Every run that is remembered: the ended ones in the order of their end, then the running. */
  public synchronized List<Playbook> playbooks() {
    List<Playbook> all = new ArrayList<>(ended.values());
    all.addAll(running.values());
    return all;
  }

  synchronized Playbook start(Job job, Instant now) {
    ExtraVars vars = job.submission.extraVars();
    Playbook playbook =
        new Playbook(
            ++lastRun,
            job.id,
            job.submission.root().orElse(job.id),
            job.submission.name(),
            vars.purpose().orElse(job.submission.purpose()),
            vars.resourceUid().orElse(""),
            vars.resourceName().orElse(""),
            vars.operation().orElse(""),
            vars.claim().orElse(""),
            vars,
            now,
            Optional.empty(),
            Optional.empty());
    recordOverlaps(playbook);
    running.put(playbook.run(), playbook);
    if (!playbook.operation().isEmpty()) {
      operations
          .computeIfAbsent(
              playbook.operation(), o -> new Ran(playbook.resourceUid(), new LinkedHashSet<>()))
          .launches()
          .add(playbook.launch());
      trim(operations, OPERATIONS);
    }
    if (playbook.purpose() == Playbook.Purpose.PROVISION
        && job.script.machine() == Script.Leftover.MACHINE) {
      touchMachine(playbook, now);
    }
    return playbook;
  }

  /** Hands the right to end a run to one caller only. */
  synchronized Optional<Playbook> claimEnd(long run) {
    Playbook playbook = running.get(run);
    return playbook != null && ending.add(run) ? Optional.of(playbook) : Optional.empty();
  }

  synchronized void stop(long run, Playbook.Result result, Instant now) {
    Playbook playbook = running.remove(run);
    ending.remove(run);
    if (playbook == null) {
      return;
    }
    ended.put(run, playbook.stopped(now, result));
    trim(ended, RUNS);
    if (result == Playbook.Result.SUCCEEDED) {
      touchMachine(playbook, now);
    }
  }

  private void touchMachine(Playbook playbook, Instant now) {
    String uid = playbook.resourceUid();
    if (uid.isEmpty()) {
      return;
    }
    switch (playbook.purpose()) {
      case PROVISION -> {
        Machine before =
            machines.getOrDefault(
                uid, new Machine(uid, playbook.resourceName(), List.of(), now, now));
        machines.put(uid, before.touchedBy(playbook.operation(), now));
      }
      case DEPROVISION -> machines.remove(uid);
      case OTHER -> {}
    }
  }

  private void recordOverlaps(Playbook second) {
    for (Playbook first : running.values()) {
      boolean sameResource =
          !second.resourceUid().isEmpty() && first.resourceUid().equals(second.resourceUid());
      boolean destructive =
          first.purpose() == Playbook.Purpose.DEPROVISION
              || second.purpose() == Playbook.Purpose.DEPROVISION;
      // children of one workflow share its variables and are meant to run together
      if (sameResource
          && destructive
          && first.launch() != second.launch()
          && overlaps.size() < OVERLAPS) {
        overlaps.add(new Overlap(second.resourceUid(), first, second));
      }
    }
  }

  private static <K, V> void trim(Map<K, V> map, int limit) {
    if (map.size() > limit) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
