package io.cloudkit.provider.eda.signs;

import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the playbooks write on a resource, and what it proves of a job (eda-api.md §4). They add a
 * finalizer before they touch anything, name in an annotation what they reached, and remove the
 * finalizer when all is taken away. Pure.
 */
public final class Signs {
  /** What kubectl apply leaves, and a playbook stumbles over. */
  public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final int LONGEST_WORD = 80;

  private static final String CAN_NOT_REMOVE =
      "handed to EDA; but the origin's playbook fails to take its finalizer off what kubectl apply"
          + " made. Remove the annotation "
          + LAST_APPLIED
          + "; if the job has failed by then, abandon it";

  private static final String NO_SIGN = "its playbook has not answered yet";

  private static final String DONE = "its playbook says that it is done";

  private static final String DONE_PLAINLY =
      DONE + ", by the version alone (" + EdaSettings.ACCEPT_PLAIN_VERSION + ")";

  /** An output by which it is remembered, whatever becomes of the job, that a playbook began. */
  public static final String BEGAN = "playbookBegan";

  /** An output by which it is remembered that a playbook answered, though another may run on. */
  static final String ANSWERED = "playbookAnswered";

  private final String instance;
  private final String finalizer;
  private final String annotation;
  private final Duration tail;
  private final Duration longestLife;

  /**
   * The signs by their names.
   *
   * @param instance whose jobs leave them
   * @param tail how long a playbook may still work after it named what it reached
   * @param longestLife how long a job can live
   */
  public Signs(
      String instance, String finalizer, String annotation, Duration tail, Duration longestLife) {
    this.instance = instance;
    this.finalizer = finalizer;
    this.annotation = annotation;
    this.tail = tail;
    this.longestLife = longestLife;
  }

  /**
   * What a playbook writes into the annotation when the launch of that claim is done: it repeats
   * what it was sent. The version alone is also there after an earlier launch of the same version,
   * or of a namesake.
   */
  public static String word(String configVersion, String claim) {
    return configVersion + "." + claim;
  }

  /** The claim in such a word; empty if there is none in it. */
  public static Optional<String> claimOf(String word) {
    int dot = word.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(word.substring(dot + 1));
  }

  /** Whether the annotation says that version, and no claim. */
  public boolean saysVersion(String configVersion, ResourceSnapshot resource) {
    return configVersion.equals(resource.annotations().get(annotation));
  }

  /** Whether a playbook's finalizer is on the resource. */
  public boolean isMarked(ResourceSnapshot resource) {
    return resource.finalizers().contains(finalizer);
  }

  /** Whether no playbook can begin any more: a resource that goes takes no new finalizer. */
  private boolean isClosed(ResourceSnapshot resource) {
    return resource.isDeleting() && !isMarked(resource);
  }

  /**
   * Whether surely nothing was made and nothing will be: without the finalizer no playbook begins,
   * and the API server lets none add it any more (eda-api.md §4). It is said only of a resource all
   * of whose work is known and was ours, and none of which was seen to begin: other providers leave
   * no such finalizer, and somebody may have removed this one.
   */
  public boolean isUntouched(ResourceSnapshot resource) {
    StoredStatus stored = StoredStatus.of(resource);
    return isClosed(resource)
        && !resource.annotations().containsKey(annotation)
        && !stored.wasReconciled()
        && stored.tellsOfEveryLaunch()
        && stored.jobs().stream().allMatch(this::isOursAndNeverBegan);
  }

  /**
   * Whether nothing would tell the end of a deprovision, although there may be something to take
   * away: the playbook's finalizer is not there, and what was made was made by another provider, or
   * by nobody who is remembered.
   */
  public boolean isOthersWork(ResourceSnapshot resource) {
    StoredStatus stored = StoredStatus.of(resource);
    List<StoredStatus.StoredJob> provisions =
        stored.jobs().stream().filter(job -> job.type() == JobType.PROVISION).toList();
    boolean anyOfOthers = provisions.stream().anyMatch(job -> !job.provider().equals(instance));
    boolean byNobodyKnown =
        provisions.isEmpty() && (stored.wasReconciled() || !stored.accountsForEveryLaunch());
    return !isMarked(resource) && (anyOfOthers || byNobodyKnown);
  }

  /** What a person can do about {@linkplain #isOthersWork others' work}. */
  public String remedyForOthersWork() {
    return "nothing would tell its end: the finalizer "
        + finalizer
        + " is missing, and another provider may have made what is there. Name that provider"
        + " (annotation provisioning-provider), or clean up by hand and set deletion-policy to"
        + " orphan";
  }

  private boolean isOursAndNeverBegan(StoredStatus.StoredJob job) {
    return job.type() == JobType.DEPROVISION
        || (job.provider().equals(instance) && !job.operation().isEmpty() && !job.began());
  }

  public JobObservation observe(JobQuery query) {
    return JobId.parse(query.job().id())
        .or(() -> ofTheGoOperator(query))
        .map(id -> JobObservation.seen(status(id, query)))
        .orElseGet(
            () ->
                JobObservation.foreign(
                    "job id: expected eda-webhook-<number>, found another one; it is no job of EDA"));
  }

  /** It named a job after its resource, and sent no claim with it: eda-api.md §5. */
  private static Optional<JobId> ofTheGoOperator(JobQuery query) {
    boolean nameless = query.claim().isEmpty() && query.job().operation().isEmpty();
    return nameless && query.job().id().equals(query.resource().name())
        ? Optional.of(JobId.of(0))
        : Optional.empty();
  }

  JobStatus status(JobId id, JobQuery query) {
    return query.job().type() == JobType.PROVISION ? provision(id, query) : deprovision(id, query);
  }

  private JobStatus provision(JobId id, JobQuery query) {
    ResourceSnapshot resource = query.resource();
    StoredStatus stored = StoredStatus.of(resource);
    Optional<String> said = Optional.ofNullable(resource.annotations().get(annotation));
    boolean isDone = said.filter(word(query.configVersion(), query.claim())::equals).isPresent();
    // a job that was started twice, or late, may write its own word over that of a later one
    boolean wasDone = stored.answered(query.job().id());
    boolean isDonePlainly = id.plain() && saysVersion(query.configVersion(), resource);
    if (!query.claim().isEmpty() && (isDone || isDonePlainly || wasDone)) {
      // eda-api.md §4: some playbooks go on after the annotation
      return JobStatus.builder(JobState.SUCCEEDED)
          .message(isDonePlainly ? DONE_PLAINLY : DONE)
          .reconciledVersion(query.configVersion())
          .output(ANSWERED, "true")
          .settle(tail)
          .build();
    }
    // how often the Go operator posted is not known
    if (stored.isFirstLaunch() && !query.claim().isEmpty()) {
      if (isMarked(resource)) {
        String sign =
            said.map(word -> "; " + othersWord(word, query))
                .orElse(": the finalizer " + finalizer + " is there");
        return began(JobState.RUNNING, "its playbook began" + sign);
      }
      if (stored.began(query.job().id())) {
        return began(
            JobState.RUNNING,
            "its playbook began, and somebody removed the finalizer " + finalizer + " since");
      }
      if (isClosed(resource)) {
        return status(
            JobState.FAILED,
            "its playbook never began, and can not begin on a resource that is deleted");
      }
    }
    String message =
        "handed to EDA; " + NO_SIGN + said.map(word -> ": " + othersWord(word, query)).orElse("");
    return isMarked(resource)
        ? began(JobState.UNKNOWN, message) // this one, or one before it
        : status(JobState.UNKNOWN, message);
  }

  /** An annotation that is not the answer of the launch in question. */
  private String othersWord(String word, JobQuery query) {
    String shown = word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) + "…" : word;
    String meaning =
        word.equals("unknown")
            ? "a playbook that was sent no version wrote that"
            : word.equals(query.configVersion())
                ? "which any launch of it may: see " + EdaSettings.ACCEPT_PLAIN_VERSION
                : "that is the word of another launch";
    return "the annotation " + annotation + " says \"" + shown + "\", " + meaning;
  }

  private String notRemoved() {
    return "handed to EDA; its playbook has not removed the finalizer " + finalizer + " yet";
  }

  /** eda-api.md §4, §8.6: what was applied with a spec would lose it with the finalizer. */
  private boolean wasApplied(ResourceSnapshot resource) {
    String applied = resource.annotations().getOrDefault(LAST_APPLIED, "");
    return isMarked(resource) && applied.contains("\"spec\":");
  }

  private JobStatus deprovision(JobId id, JobQuery query) {
    if (!isClosed(query.resource())) {
      return status(JobState.UNKNOWN, wasApplied(query.resource()) ? CAN_NOT_REMOVE : notRemoved());
    }
    if (id.unmarked() && isOthersWork(query.resource())) {
      return status(JobState.UNKNOWN, remedyForOthersWork());
    }
    if (id.unmarked()) {
      return outOfSight("was gone before it was handed to EDA, so nothing tells its end");
    }
    if (StoredStatus.of(query.resource()).tellsOfAnotherDeprovision(query.job().id())) {
      // its event may be in a queue yet, and its playbook would find a namesake
      return outOfSight(
          "is gone, but a deprovision that was handed to EDA before may have removed it");
    }
    return status(JobState.SUCCEEDED, "its playbook removed the finalizer " + finalizer);
  }

  private JobStatus outOfSight(String why) {
    return JobStatus.builder(JobState.SUCCEEDED)
        .message(
            "the finalizer "
                + finalizer
                + " "
                + why
                + ": it is taken to be done when no job can live any more")
        .settle(longestLife)
        .build();
  }

  private static JobStatus began(JobState state, String message) {
    return JobStatus.builder(state).message(message).output(BEGAN, "true").build();
  }

  private static JobStatus status(JobState state, String message) {
    return JobStatus.builder(state).message(message).build();
  }
}
