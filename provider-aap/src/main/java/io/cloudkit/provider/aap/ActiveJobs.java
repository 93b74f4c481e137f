package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs now, or may run on, by the resource that it works for. One reading serves all who asked
 * before it began: a hundred deletions at once cost a few readings, not a hundred. It begins a
 * moment after the first of them asked, and does not wait for the one before: who asks while a long
 * list is read would wait for two. Thread-safe.
 */
final class ActiveJobs {
  private static final String UNPROVEN = "failed,error,canceled";

  /** So many do not wait for more: in a burst all threads of the usual pool ask at once. */
  private static final int FULL = 16;

  /** AAP serves few requests at a time, and a page of rows keeps one busy: aap-api.md §15.9. */
  private static final int READINGS_AT_ONCE = 3;

  private final Search search;
  private final ActiveIndex index;
  private final CallTime time;
  private final InstantSource clock;
  private final SeenEnds ends;
  private final Duration settle;
  private final Duration gather;
  private final AtomicReference<Optional<Gathering>> gathering =
      new AtomicReference<>(Optional.empty());
  private final Semaphore readings = new Semaphore(READINGS_AT_ONCE);

  /**
   * What was read.
   *
   * @param active jobs that were active
   * @param since when jobs may have ended that run on
   * @param ended those that did
   */
  private record Reading(ActiveIndex.Active active, Instant since, Search.Rows ended) {
    /** Those that can not be read and may work for whatever resource. */
    List<Long> doubts() {
      Set<Long> known =
          active.byResource().values().stream().flatMap(List::stream).collect(Collectors.toSet());
      return Stream.concat(
              active.unreadable().stream(),
              ended.unreadable().stream().filter(id -> !known.contains(id)))
          .toList();
    }
  }

  /**
   * What may be alive for a resource.
   *
   * @param unreadable the ids of jobs that may be among them, and can not be read
   */
  record Alive(List<JobRow> rows, List<Long> unreadable) {}

  /** Those who wait for one reading, which has not begun. */
  private record Gathering(CountDownLatch seats, CompletableFuture<Reading> result) {
    Gathering() {
      this(new CountDownLatch(FULL), new CompletableFuture<>());
    }
  }

  /**
   * The active jobs of one AAP.
   *
   * @param clock for an AAP that does not tell its own time
   * @param ends since when jobs are seen to have ended
   * @param settle how long after an end that nothing proves a job may run on
   * @param gather in which others may join the first who asked
   */
  ActiveJobs(
      Search search,
      ActiveIndex index,
      CallTime time,
      InstantSource clock,
      SeenEnds ends,
      Duration settle,
      Duration gather) {
    this.search = search;
    this.index = index;
    this.time = time;
    this.clock = clock;
    this.ends = ends;
    this.settle = settle;
    this.gather = gather;
  }

  /**
   * The active jobs of a resource, and those whose end is not settled, by a reading that began
   * after this was called. The job of a workflow is named if its workflow is not: one that ended
   * can leave a job that runs (aap-api.md §6.9, rules 12 and 16).
   */
  Alive of(String uid) {
    Alive alive = mayBeAlive(uid, shared());
    List<JobRow> all = alive.rows();
    Set<Long> outlived =
        all.stream()
            .filter(row -> !row.state().isTerminal())
            .flatMap(row -> row.parent().stream())
            .collect(Collectors.toSet());
    List<JobRow> standing =
        all.stream()
            .filter(row -> !row.state().isTerminal() || !outlived.contains(row.number()))
            .toList();
    Set<Long> named = standing.stream().map(JobRow::number).collect(Collectors.toSet());
    return new Alive(
        standing.stream().filter(row -> row.parent().filter(named::contains).isEmpty()).toList(),
        alive.unreadable());
  }

  /** Each is looked at now: it may have ended, and run on, since its row was read. */
  private Alive mayBeAlive(String uid, Reading reading) {
    Predicate<JobRow> isOfIt = row -> row.resourceUid().filter(uid::equals).isPresent();
    Map<Long, JobRow> rows = new TreeMap<>();
    List<Long> unreadable = new ArrayList<>(reading.doubts());
    List<Long> active = reading.active().byResource().getOrDefault(uid, List.of());
    for (List<Long> ids : ActiveIndex.batches(active)) {
      Search.Rows some = search.jobsAfter(0, isOfIt, "id__in", ActiveIndex.joined(ids));
      some.rows().forEach(row -> rows.put(row.number(), row));
      unreadable.addAll(some.unreadable());
    }
    rows.values()
        .removeIf(
            row ->
                row.state().isTerminal()
                    && row.finished().filter(reading.since()::isAfter).isPresent());
    reading.ended().rows().stream()
        .filter(isOfIt)
        .forEach(row -> rows.putIfAbsent(row.number(), row));
    rows.values().removeIf(row -> row.state().isTerminal() && ends.isOver(row));
    return new Alive(List.copyOf(rows.values()), unreadable);
  }

  private Reading shared() {
    Gathering mine = new Gathering();
    Gathering shared =
        gathering
            .updateAndGet(before -> before.isPresent() ? before : Optional.of(mine))
            .orElseThrow();
    shared.seats().countDown();
    try {
      if (shared.equals(mine)) {
        lead(mine);
      }
      return shared.result().get(time.end().remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new ProviderException("the active jobs of AAP: not read in time");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new ProviderException("the active jobs of AAP: interrupted", interrupt);
    } catch (ExecutionException failed) {
      String why =
          failed.getCause() instanceof ProviderException known ? ": " + known.getMessage() : "";
      throw new ProviderException("the active jobs of AAP could not be read" + why, failed);
    }
  }

  /** Reads for all who join; whatever happens, they hear of it, and the next ones begin anew. */
  private void lead(Gathering mine) throws InterruptedException {
    boolean isTurn = false;
    try {
      boolean unused = mine.seats().await(gather.toNanos(), TimeUnit.NANOSECONDS);
      isTurn = readings.tryAcquire(time.end().remaining().toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      // who asks from here on gets a reading that begins later
      gathering.set(Optional.empty());
      if (!isTurn) {
        mine.result()
            .completeExceptionally(
                new ProviderException("the active jobs of AAP: other readings take too long"));
      }
    }
    if (isTurn) {
      read(mine.result());
    }
  }

  private void read(CompletableFuture<Reading> result) {
    try {
      Answer identity = search.identity();
      Instant now = identity.date().orElseGet(clock::instant).truncatedTo(ChronoUnit.SECONDS);
      ActiveIndex.Active active = index.read(Search.installUuid(identity), now);
      // by whichever of AAP's clocks: what is over is told by ours
      Instant since = now.minus(settle).minus(ActiveIndex.SKEW);
      result.complete(new Reading(active, since, ended(since)));
    } catch (RuntimeException failed) {
      result.completeExceptionally(failed);
    } finally {
      readings.release();
    }
  }

  /**
   * Jobs that ended since then, and may run on: AAP calls those canceled that it could not reach,
   * and those failed whose node it lost (aap-api.md §6.5, §12.1). To be asked for after the active
   * ones, so that none is missed between.
   */
  private Search.Rows ended(Instant since) {
    Search.Rows ended =
        search.jobsAfter(
            0,
            row -> row.resourceUid().isPresent(),
            "status__in",
            UNPROVEN,
            "type",
            "job,workflow_job",
            "started__isnull",
            "false",
            "finished__gte",
            since.toString());
    ended.rows().forEach(ends::saw);
    return ended;
  }
}
