package io.cloudkit.provider.aap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * What runs now, by the resource that it works for. One reading serves all who asked before it
 * began: a hundred deletions at once cost one list, not a hundred. Thread-safe.
 */
final class ActiveJobs {
  private static final String ACTIVE = "new,pending,waiting,running";

  private final Search search;
  private final AtomicReference<Optional<CompletableFuture<Map<String, List<JobRow>>>>> waiting =
      new AtomicReference<>(Optional.empty());
  private final Object reading = new Object();

  ActiveJobs(Search search) {
    this.search = search;
  }

  /**
   * The active jobs of a resource, by a reading that began after this was called. The job of a
   * workflow is named if its workflow is not: one that ended can leave a job that runs (aap-api.md
   * §6.9, rules 12 and 16).
   */
  List<JobRow> of(String uid) {
    List<JobRow> active = read(uid);
    Set<Long> named = active.stream().map(JobRow::number).collect(Collectors.toSet());
    return active.stream().filter(row -> row.parent().filter(named::contains).isEmpty()).toList();
  }

  private List<JobRow> read(String uid) {
    CompletableFuture<Map<String, List<JobRow>>> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Map<String, List<JobRow>>>> shared =
        waiting.updateAndGet(before -> before.isPresent() ? before : Optional.of(mine));
    CompletableFuture<Map<String, List<JobRow>>> result = shared.orElseThrow();
    if (result == mine) {
      read(mine);
    }
    try {
      return result.join().getOrDefault(uid, List.of());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private void read(CompletableFuture<Map<String, List<JobRow>>> result) {
    synchronized (reading) {
      // who asks from here on waits for the next reading
      waiting.set(Optional.empty());
      try {
        Map<String, List<JobRow>> byUid = new HashMap<>();
        for (JobRow row :
            search.jobsAfter(
                0,
                row -> ExtraVars.resourceUid(row.variables()).isPresent(),
                "status__in",
                ACTIVE,
                "type",
                "job,workflow_job")) {
          byUid
              .computeIfAbsent(
                  ExtraVars.resourceUid(row.variables()).orElseThrow(), any -> new ArrayList<>())
              .add(row);
        }
        result.complete(byUid);
      } catch (RuntimeException failed) {
        result.completeExceptionally(failed);
      }
    }
  }
}
