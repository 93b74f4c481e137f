package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as the status keeps it.
 *
 * @param ref the name under which its provider knows it
 * @param claim empty for a job whose claim is not known
 * @param configVersion the intent that it was launched for; empty if not known
 * @param blockDeletionOnFailure whether its failure keeps a resource from going
 * @param reconciledVersion the config version that its automation says it reached, if that is
 *     another than {@code configVersion}
 * @param standing whether it may be alive
 * @param cancelRequested why the engine asked to cancel it; empty if it did not
 * @param requestedAt when its launch was permitted
 * @param endedAt when its end was first seen, by our clock
 */
public record Job(
    JobRef ref,
    String claim,
    JobState state,
    String message,
    Optional<String> link,
    String configVersion,
    int attempt,
    boolean blockDeletionOnFailure,
    Optional<Integer> progress,
    Optional<String> errorDetails,
    Map<String, String> outputs,
    Optional<String> reconciledVersion,
    Standing standing,
    Optional<String> cancelRequested,
    Instant requestedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Instant> endedAt) {

  /** Stands for the provider, or the id, that an earlier writer did not name. */
  public static final String UNASSIGNED = "unassigned";

  private static final String PRESUMED_DEAD = "taken to be dead: ";

  public Job {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(configVersion, "configVersion");
    outputs = java.util.Collections.unmodifiableMap(new TreeMap<>(outputs));
    Objects.requireNonNull(reconciledVersion, "reconciledVersion");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(requestedAt, "requestedAt");
  }

  /** A job that begins to be followed, of which only the launch is known. */
  public static Job of(
      JobRef ref, String claim, String configVersion, int attempt, Instant requestedAt) {
    return new Job(
        ref,
        claim,
        JobState.UNKNOWN,
        "",
        Optional.empty(),
        configVersion,
        attempt,
        true,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Standing.ALIVE,
        Optional.empty(),
        requestedAt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The provider's own id, never read by anyone else. */
  public String id() {
    return ref.id();
  }

  /** The provider instance that launched it, and that alone is asked about it. */
  public String provider() {
    return ref.provider();
  }

  public JobType type() {
    return ref.type();
  }

  /** Empty for a job that names none. */
  public String operation() {
    return ref.operation();
  }

  /** Whether anything of it may still run. */
  public boolean mayBeAlive() {
    return standing != Standing.DEAD;
  }

  /** Whether it ended as asked, beyond doubt. */
  public boolean hasSucceeded() {
    return standing == Standing.DEAD && state == JobState.SUCCEEDED;
  }

  /** This job as it was seen now, with that standing. */
  public Job seen(JobStatus seen, Standing newStanding, Instant now) {
    Optional<Integer> percent =
        seen.progress().isPresent() ? Optional.of(seen.progress().getAsInt()) : Optional.empty();
    boolean ended = seen.state().isTerminal();
    return edit()
        .state(seen.state())
        .message(message(seen))
        .link(seen.link().map(Object::toString).or(() -> link))
        .progress(percent)
        .errorDetails(seen.errorDetails())
        .outputs(seen.outputs().isEmpty() ? outputs : seen.outputs())
        .reconciledVersion(seen.reconciledVersion().isPresent() ? another(seen) : reconciledVersion)
        .standing(newStanding)
        .startedAt(seen.startedAt().or(() -> startedAt))
        .finishedAt(seen.finishedAt())
        .endedAt(ended ? endedAt.or(() -> Optional.of(now)) : Optional.empty())
        .build();
  }

  private String message(JobStatus seen) {
    String more = another(seen).map(version -> "it says that it reached " + version).orElse("");
    String separator = seen.message().isEmpty() || more.isEmpty() ? "" : "; ";
    return seen.message() + separator + more;
  }

  private Optional<String> another(JobStatus seen) {
    return seen.reconciledVersion().filter(version -> !version.equals(configVersion));
  }

  /** The config version that it made, if it succeeded. */
  public String madeVersion() {
    return reconciledVersion.orElse(configVersion);
  }

  /** This job with that standing, state and message. */
  public Job standing(Standing newStanding, JobState newState, String newMessage, Instant now) {
    return edit()
        .state(newState)
        .message(newMessage)
        .standing(newStanding)
        .endedAt(newState.isTerminal() ? endedAt.or(() -> Optional.of(now)) : endedAt)
        .build();
  }

  /**
   * This job, over by conclusion: nobody saw how it ended. Whatever its provider said of its
   * failure, it was not seen to fail, and lets nothing go.
   */
  public Job takenToBeOver(String why, Instant now) {
    Job over = standing(Standing.DEAD, JobState.FAILED, why, now);
    return over.edit().blocksDeletion().build();
  }

  /** This job, over because nothing told its end for longer than any job lives. */
  public Job presumedDead(String why, Instant now) {
    return takenToBeOver(PRESUMED_DEAD + why, now);
  }

  /** Whether it is over for no other reason than that. */
  public boolean isPresumedDead() {
    return message.startsWith(PRESUMED_DEAD);
  }

  /** This job, with the engine's wish to cancel it. */
  public Job cancelRequested(String why) {
    return edit().cancelRequested(Optional.of(why)).build();
  }

  /** This job, of that provider. */
  public Job of(String newProvider) {
    return edit().ref(JobRef.of(newProvider, type(), id(), operation())).build();
  }

  /** This job, whose failure does not keep its resource from going. */
  public Job notBlockingDeletion() {
    return edit().doesNotBlockDeletion().build();
  }

  private JobEdit edit() {
    return new JobEdit(this);
  }
}
