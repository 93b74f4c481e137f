package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import okhttp3.HttpUrl;

/** Finds the job that an id means, and tells ours from what is gone, hidden or another's. */
final class Sightings {
  private final AapClient client;

  Sightings(AapClient client) {
    this.client = client;
  }

  /**
   * One look at one job.
   *
   * @param row the job, if it is there and ours
   * @param otherwise why there is none
   */
  record Sight(JobId id, Optional<JobRow> row, Optional<JobObservation> otherwise) {
    static Sight of(JobId id, JobObservation otherwise) {
      return new Sight(id, Optional.empty(), Optional.of(otherwise));
    }
  }

  /**
   * Looks at the job that is asked about.
   *
   * @param ask how urgently
   */
  Sight look(JobQuery query, BiFunction<String, HttpUrl, Answer> ask) {
    Optional<JobId> parsed = JobId.parse(query.job().id());
    if (parsed.isEmpty()) {
      JobId none = new JobId(Optional.empty(), 0, Optional.empty());
      return Sight.of(
          none,
          JobObservation.foreign("no job of AAP has an id like \"" + query.job().id() + "\""));
    }
    JobId id = parsed.get();
    boolean hidden = false;
    for (JobKind kind : id.kind().map(List::of).orElse(List.of(JobKind.values()))) {
      Answer answer = ask.apply("job", detail(kind, id.number()));
      hidden |= answer.status() == 403;
      // a JSON 404 is an answer, an HTML 404 is somebody else's: aap-api.md §15.2
      boolean absent = answer.status() == 404 && answer.isJson();
      if (answer.status() != 403 && !absent) {
        return ours(query, id, job(kind, id, answer));
      }
    }
    return Sight.of(id, hidden ? hidden(id) : gone(id));
  }

  /** Somebody else's JSON is no answer: that it does not carry our operation proves nothing. */
  private static JobRow job(JobKind kind, JobId id, Answer answer) {
    JobRow row = new JobRow(kind, answer.body());
    if (row.number() != id.number()) {
      throw new ProviderException(
          answer.request() + ": expected the job, found other JSON; check the setting url");
    }
    return row;
  }

  HttpUrl detail(JobKind kind, long number) {
    return client.url(kind.path() + "/" + number + "/");
  }

  private static JobObservation hidden(JobId id) {
    return JobObservation.notVisible(
        "AAP does not show job "
            + id.text()
            + " to the account (403); was its template deleted?"
            + " Grant the account the right to read it");
  }

  /** Gone, or of the other kind: aap-api.md §5.5. An unrouted address fails here. */
  private JobObservation gone(JobId id) {
    HttpUrl url = client.url("unified_jobs/", "id", String.valueOf(id.number()), "order_by", "id");
    List<JsonNode> rows = client.get("job", url).rows("id", String.valueOf(id.number()));
    if (rows.isEmpty()) {
      return JobObservation.purged("AAP has no job " + id.text() + " any more (purged?)");
    }
    JsonNode row = rows.get(0);
    Optional<JobKind> kind = JobKind.ofJob(row.path("type").asText());
    if (kind.isPresent() && id.kind().or(() -> kind).equals(kind)) {
      throw new ProviderException(
          "AAP has no job " + id.text() + " by its address, and lists it: one of both is wrong");
    }
    return foreign(id.number(), row);
  }

  /** What has that number is a job of another kind, or no job at all. */
  static JobObservation foreign(long number, JsonNode row) {
    return JobObservation.foreign(
        "AAP has a "
            + row.path("type").asText("thing")
            + " of the number "
            + number
            + ", not ours");
  }

  /** Ids begin again when a database is restored: what does not show that it is ours is not. */
  static Sight ours(JobQuery query, JobId id, JobRow row) {
    return reasonAgainst(query, id, row)
        .map(
            reason ->
                Sight.of(
                    id,
                    JobObservation.foreign(
                        "job " + row.number() + reason + "; was AAP's database restored?")))
        .orElseGet(() -> new Sight(id, Optional.of(row), Optional.empty()));
  }

  /**
   * Why a job is not the one that is meant. What can not carry our operation, by whoever or
   * whatever it was started, may still carry what is another's.
   */
  private static Optional<String> reasonAgainst(JobQuery query, JobId id, JobRow row) {
    String expected = query.job().operation();
    Optional<String> operation = ExtraVars.operation(row.variables());
    boolean mayLackIt = expected.isEmpty() || !id.isProvable();
    if (!mayLackIt && operation.filter(expected::equals).isEmpty()) {
      return Optional.of(" does not carry the operation " + expected);
    }
    if (!expected.isEmpty() && operation.filter(other -> !other.equals(expected)).isPresent()) {
      return Optional.of(" carries another operation than " + expected);
    }
    String uid = query.resource().uid();
    return mayLackIt && row.resourceUid().filter(other -> !other.equals(uid)).isPresent()
        ? Optional.of(" works for another resource than the one with the uid " + uid)
        : Optional.empty();
  }
}
