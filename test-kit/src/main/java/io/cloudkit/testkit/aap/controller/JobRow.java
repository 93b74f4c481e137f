package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the database says of a job at one moment: an immutable copy.
 *
 * @param template id of its template; absent once the template was deleted
 * @param canceledOn time of the first accepted cancel, not of its effect (§5.4)
 * @param artifacts an object, or the string that hides them
 * @param hostStatusCounts absent until the playbook's stats arrived (§5.6)
 * @param failures the tasks that failed, as far as their events have arrived
 * @param areEventsIn whether no event of the run is still on its way
 */
public record JobRow(
    long id,
    Submission submission,
    Optional<Long> template,
    boolean allowSimultaneous,
    Instant created,
    AapStatus status,
    String explanation,
    Optional<Instant> started,
    Optional<Instant> finished,
    Optional<Instant> canceledOn,
    JsonNode artifacts,
    Optional<JsonNode> hostStatusCounts,
    List<TaskFailure> failures,
    boolean areEventsIn) {

  public JobKind kind() {
    return submission.kind();
  }

  /** True for failed, error and canceled (§5.1). */
  public boolean failed() {
    return !status.isActive() && status != AapStatus.SUCCESSFUL;
  }

  /** Seconds from start to end; up to now while it runs, 0 before. */
  public double elapsed(Instant now) {
    return started
        .map(from -> Duration.between(from, finished.orElse(now)).toMillis() / 1000.0)
        .orElse(0.0);
  }

  /** When the row last changed, as far as the fake keeps track. */
  public Instant modified() {
    return finished.or(() -> started).orElse(created);
  }
}
