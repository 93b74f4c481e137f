package io.cloudkit.testkit.truth;

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
 * sins a caller of a backend can commit. Thread-safe. Keeps the newest 20,000 ended runs, 20,000
 * operations and 1,000 overlaps; runs in progress and machines are kept all.
 *
 * <p>A backend tells {@link #start}, and at the end {@link #claimEnd} and {@link #stop}. One whose
 * playbooks can make a machine and then fail tells {@link #machineUp} and {@link #machineDown} when
 * they happen, and ends with {@link #stopAsTold}.
 */
public final class Truth {
  private static final int RUNS = 20_000;
  private static final int OPERATIONS = 20_000;
  private static final int OVERLAPS = 1_000;

  /**
   * An operation that ran for more than one launch.
   *
   * @param launches the launched jobs whose playbooks started, oldest first
   * @param byFault those of them that nobody asked for: the backend repeated a launch by itself
   */
  public record Duplicate(
      String operation, String resourceUid, List<BackendJob> launches, List<BackendJob> byFault) {

    /** Whether the caller asked once, and every further run is the fault of the backend. */
    public boolean isTheBackendsOwn() {
      return launches.size() - byFault.size() <= 1;
    }
  }

  /**
   * Two playbooks of one resource that ran at the same time, one of them a deprovision.
   *
   * @param first the one that was running
   * @param second the one that started meanwhile
   */
  public record Overlap(String resourceUid, Playbook first, Playbook second) {}

  private record Ran(String resourceUid, Set<BackendJob> launches, Set<BackendJob> byFault) {
    Ran(String resourceUid) {
      this(resourceUid, new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

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
            found.add(
                new Duplicate(
                    operation,
                    ran.resourceUid(),
                    List.copyOf(ran.launches()),
                    List.copyOf(ran.byFault())));
          }
        });
    return found;
  }

  /** Pairs that must never have run together, also of two backends. */
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

  /**
   * A playbook begins.
   *
   * @param now time of the backend
   */
  public synchronized Playbook start(Run run, Instant now) {
    Playbook playbook = new Playbook(++lastRun, run, now, Optional.empty(), Optional.empty());
    recordOverlaps(playbook);
    running.put(playbook.number(), playbook);
    if (!run.operation().isEmpty()) {
      Ran ran = operations.computeIfAbsent(run.operation(), o -> new Ran(run.subject().uid()));
      ran.launches().add(run.launch());
      if (run.cause() == Run.Cause.REPEATED_BY_FAULT) {
        ran.byFault().add(run.launch());
      }
      trim(operations, OPERATIONS);
    }
    return playbook;
  }

  /** Hands the right to end a run to one caller only; empty once it has been given away. */
  public synchronized Optional<Playbook> claimEnd(long number) {
    Playbook playbook = running.get(number);
    return playbook != null && ending.add(number) ? Optional.of(playbook) : Optional.empty();
  }

  /**
   * A playbook has stopped; a success leaves a machine for its resource if it is a provision, none
   * if it is a deprovision. Does nothing if the run has stopped before.
   */
  public synchronized void stop(long number, Playbook.Result result, Instant now) {
    Optional<Playbook> playbook = end(number, result, now);
    if (playbook.isEmpty() || result != Playbook.Result.SUCCEEDED) {
      return;
    }
    Run run = playbook.get().run();
    switch (run.purpose()) {
      case PROVISION -> touch(run, run.subject(), now);
      case DEPROVISION -> machines.remove(run.subject().uid());
      case OTHER -> {}
    }
  }

  /** A playbook has stopped, and what it did to machines has been told before. */
  public synchronized void stopAsTold(long number, Playbook.Result result, Instant now) {
    var unused = end(number, result, now);
  }

  /**
   * A run makes a machine, or changes the one that is there, before its own end. Does nothing if
   * the run has stopped, or if the owner has no uid.
   *
   * @param owner the resource it is made for, which is not the one the run was asked to work for if
   *     a namesake has taken its place
   */
  public synchronized void machineUp(long number, Subject owner, Instant now) {
    Playbook playbook = running.get(number);
    if (playbook != null) {
      touch(playbook.run(), owner, now);
    }
  }

  /** A run removes what is found under the owner's name, whichever resource it was made for. */
  public synchronized void machineDown(long number, Subject owner) {
    if (running.containsKey(number)) {
      machines.remove(owner.uid());
      machines.values().removeIf(machine -> machine.owner().sharesMachineWith(owner));
    }
  }

  private Optional<Playbook> end(long number, Playbook.Result result, Instant now) {
    Playbook playbook = running.remove(number);
    ending.remove(number);
    if (playbook == null) {
      return Optional.empty();
    }
    ended.put(number, playbook.stopped(now, result));
    trim(ended, RUNS);
    return Optional.of(playbook);
  }

  private void touch(Run run, Subject owner, Instant now) {
    if (!owner.uid().isEmpty()) {
      Machine before = machines.getOrDefault(owner.uid(), new Machine(owner, List.of(), now, now));
      machines.put(owner.uid(), before.touchedBy(run.operation(), now));
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
          && !first.launch().equals(second.launch())
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
