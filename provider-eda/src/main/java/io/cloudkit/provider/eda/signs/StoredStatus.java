package io.cloudkit.provider.eda.signs;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the engine wrote into the status of a resource, as far as it is of use here: EDA keeps
 * nothing that could be asked for. What can not be read is taken to be absent.
 *
 * @param launches how many permissions to launch were written that may have been used
 * @param unanswered how many of them nobody told of, and have no job
 * @param jobs those that run, and those that ended and are remembered
 * @param launching the job of the permission of which it is not known what became
 * @param wasReconciled whether an earlier provision reached what it was to reach
 */
public record StoredStatus(
    Optional<Long> launches,
    long unanswered,
    List<StoredJob> jobs,
    Optional<JobId> launching,
    boolean wasReconciled) {

  /** A job of any provider, as the status tells of it. */
  record StoredJob(
      String id,
      String provider,
      String operation,
      JobType type,
      JobState state,
      Set<String> outputs,
      Optional<Instant> requestedAt,
      Optional<Instant> finishedAt,
      Origin origin,
      OnFailure onFailure) {

    /** Whether its playbook was seen to begin. AAP shows a job as running before it does. */
    boolean began() {
      return outputs.contains(Signs.BEGAN)
          || (state == JobState.RUNNING && origin == Origin.RESOURCE);
    }

    /**
     * Whether it is a deprovision of EDA whose playbook may have done its work unseen, or do it
     * yet: that one ended badly is told by AAP alone, with the time of its end. One that was given
     * up has none.
     */
    boolean mayTakeAwayUnseen() {
      boolean endedBadly =
          finishedAt.isPresent() && (state == JobState.FAILED || state == JobState.CANCELED);
      return type == JobType.DEPROVISION && JobId.parse(id).isPresent() && !endedBadly;
    }
  }

  /** Where it was last seen how a job is. */
  enum Origin {
    RESOURCE,
    AAP
  }

  /** What the failure of a deprovision means for its resource. */
  enum OnFailure {
    KEEP,
    LET_GO
  }

  public static StoredStatus of(ResourceSnapshot resource) {
    Map<String, Object> status = resource.section("status");
    List<StoredJob> jobs = new ArrayList<>();
    job(status.get("provisionJob"), Optional.of(JobType.PROVISION)).ifPresent(jobs::add);
    job(status.get("deprovisionJob"), Optional.of(JobType.DEPROVISION)).ifPresent(jobs::add);
    Stream.of("strayJobs", "jobHistory")
        .flatMap(list -> status.get(list) instanceof List<?> each ? each.stream() : Stream.of())
        .forEach(each -> job(each, Optional.empty()).ifPresent(jobs::add));
    boolean reconciled =
        text(status, "reconciledConfigVersion").isPresent()
            || jobs.stream().anyMatch(StoredStatus::isDone);
    return new StoredStatus(
        status.get("launchSequence") instanceof Number number
            ? Optional.of(number.longValue())
            : Optional.empty(),
        unanswered(status.get("unansweredClaims")),
        List.copyOf(jobs),
        status.get("launch") instanceof Map<?, ?> launch
            ? text(launch, "bookmark").flatMap(JobId::parse)
            : Optional.empty(),
        reconciled);
  }

  /** Whether nothing but the launch in question was ever permitted for the resource. */
  boolean isFirstLaunch() {
    return launches.filter(count -> count == 1).isPresent();
  }

  /**
   * Whether each permission but the newest has a job that is remembered. The history is bounded,
   * and a permission that nobody answered counts, too: then more may have been than is told of.
   */
  boolean tellsOfEveryLaunch() {
    return launches.filter(count -> count <= jobs.size() + 1L).isPresent();
  }

  /** Whether the same is told of each, or that nobody told of it: none was forgotten. */
  boolean accountsForEveryLaunch() {
    return launches.filter(count -> count <= jobs.size() + unanswered + 1L).isPresent();
  }

  private static long unanswered(@Nullable Object account) {
    return account instanceof Map<?, ?> map && map.get("claims") instanceof List<?> claims
        ? claims.size()
        : 0;
  }

  /** An id that no job of the resource ever had. */
  public JobId nextId() {
    long highest =
        Stream.concat(
                jobs.stream().flatMap(job -> JobId.parse(job.id()).stream()), launching.stream())
            .mapToLong(JobId::number)
            .max()
            .orElse(0);
    return JobId.of(1 + Math.max(highest, launches.orElse(0L)));
  }

  /** Whether the playbook of that job was read to answer, whatever AAP showed of it since. */
  boolean answered(String id) {
    return named(id)
        .filter(job -> job.state() == JobState.SUCCEEDED || job.outputs().contains(Signs.ANSWERED))
        .isPresent();
  }

  /** Whether the playbook of that job was seen to begin. */
  boolean began(String id) {
    return named(id).filter(StoredJob::began).isPresent();
  }

  /** Whether that job is a deprovision whose failure keeps its resource. */
  public boolean keepsOnFailure(String id) {
    return named(id).filter(job -> job.onFailure() == OnFailure.KEEP).isPresent();
  }

  /** Whether another deprovision than that one may have taken away what there was. */
  boolean tellsOfAnotherDeprovision(String id) {
    return jobs.stream().anyMatch(job -> !job.id().equals(id) && job.mayTakeAwayUnseen());
  }

  private Optional<StoredJob> named(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** When the last job of that type was asked for, by the clock of who asked. */
  public Optional<Instant> lastRequest(JobType type) {
    return jobs.stream()
        .filter(job -> job.type() == type)
        .flatMap(job -> job.requestedAt().stream())
        .max(Comparator.naturalOrder());
  }

  private static boolean isDone(StoredJob job) {
    return job.type() == JobType.PROVISION && job.state() == JobState.SUCCEEDED;
  }

  private static Optional<StoredJob> job(@Nullable Object value, Optional<JobType> slot) {
    if (!(value instanceof Map<?, ?> fields)) {
      return Optional.empty();
    }
    Optional<JobType> type = slot.or(() -> text(fields, "type").flatMap(StoredStatus::type));
    return type.map(
        each ->
            new StoredJob(
                text(fields, "id").orElse(""),
                text(fields, "provider").orElse(""),
                text(fields, "operation").orElse(""),
                each,
                JobState.fromText(text(fields, "state").orElse("")),
                names(fields.get("outputs")),
                text(fields, "requestedAt").flatMap(StoredStatus::time),
                text(fields, "finishedAt").flatMap(StoredStatus::time),
                text(fields, "link").isPresent() ? Origin.AAP : Origin.RESOURCE,
                Boolean.TRUE.equals(fields.get("blockDeletionOnFailure"))
                    ? OnFailure.KEEP
                    : OnFailure.LET_GO));
  }

  private static Set<String> names(@Nullable Object outputs) {
    return outputs instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  private static Optional<JobType> type(String word) {
    return Stream.of(JobType.values()).filter(each -> each.toString().equals(word)).findFirst();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }
}
