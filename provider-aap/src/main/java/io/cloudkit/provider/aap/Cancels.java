package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks jobs to end (aap-api.md §6); the end itself is seen by observing. Thread-safe. */
final class Cancels {
  private final AapClient client;
  private final Sightings sightings;
  private final Workflows workflows;

  Cancels(AapClient client) {
    this.client = client;
    this.sightings = new Sightings(client);
    this.workflows = new Workflows(client);
  }

  /** Never asks for the end of a job that is not ours, or that has ended. */
  CancelResult cancel(JobQuery query) {
    Sightings.Sight sight = sightings.look(query, client::insist);
    if (sight.row().isEmpty()) {
      return CancelResult.refused(
          sight
              .otherwise()
              .orElseThrow()
              .match(JobStatus::message, gone -> gone, hidden -> hidden, foreign -> foreign));
    }
    JobRow row = sight.row().get();
    if (!row.state().isTerminal()) {
      return cancel(row.kind(), row.number());
    }
    if (row.kind() == JobKind.JOB) {
      return CancelResult.alreadyEnded();
    }
    // children are cancelled themselves only when their workflow can not do it any more: rule 16
    List<JobId> living = workflows.children(row.number()).living();
    return cancelAll(living);
  }

  /**
   * Requested if one was, else the first refusal. One that can not be asked, an approval for
   * example, must not keep the others alive.
   */
  private CancelResult cancelAll(List<JobId> children) {
    List<CancelResult> said = new ArrayList<>();
    Optional<ProviderException> unknown = Optional.empty();
    for (JobId child : children) {
      try {
        said.add(cancelChild(child));
      } catch (ProviderException e) {
        unknown = Optional.of(e);
      }
    }
    Optional<CancelResult> telling =
        first(said, result -> result.match(() -> true, () -> false, why -> false, () -> false))
            .or(
                () ->
                    first(said, r -> r.match(() -> false, () -> false, why -> true, () -> false)));
    if (telling.isEmpty() && unknown.isPresent()) {
      throw unknown.get();
    }
    return telling.orElseGet(CancelResult::alreadyEnded);
  }

  private static Optional<CancelResult> first(
      List<CancelResult> said, Predicate<CancelResult> condition) {
    return said.stream().filter(condition).findFirst();
  }

  private CancelResult cancelChild(JobId child) {
    return child
        .kind()
        .map(kind -> cancel(kind, child.number()))
        .orElseGet(
            () ->
                CancelResult.refused(
                    child.number() + " of the workflow is no job; approve or deny it in AAP"));
  }

  /** Asks for the end of a job that is known to be ours. */
  CancelResult cancel(JobKind kind, long number) {
    Answer answer =
        client.post(
            "cancel",
            client.url(kind.path() + "/" + number + "/cancel/"),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty());
    return switch (answer.status()) {
      case 202 -> CancelResult.requested();
      // what it means, only the job itself tells: aap-api.md §6.2
      case 403, 405 -> refused(kind, number, answer);
      default -> throw answer.unexpected();
    };
  }

  private CancelResult refused(JobKind kind, long number, Answer refusal) {
    Answer answer = client.get("job", sightings.detail(kind, number));
    boolean ended = answer.status() == 200 && new JobRow(kind, answer.body()).state().isTerminal();
    return ended ? CancelResult.alreadyEnded() : CancelResult.refused(refusal.explain());
  }
}
