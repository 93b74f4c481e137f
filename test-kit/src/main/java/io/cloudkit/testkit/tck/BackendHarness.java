package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The backend of a provider, as one who stands behind it: knows what really happened, and makes it
 * misbehave. One is made for each rule, and nothing is shared between two. Called by one thread
 * while others use the backend.
 *
 * <p>A job that was launched does nothing until {@link #let} says so. Methods that answer a boolean
 * say whether this backend can do so; what it can not do is not tested. A rule of which nothing is
 * left fails, unless the harness has said so in {@link #unproven}.
 */
public interface BackendHarness extends AutoCloseable {

  /** The factory of the provider that is to be proven. */
  ProvisioningProviderFactory factory();

  /**
   * Settings with which its provider uses this backend, by property, the secrets too.
   *
   * @param callTimeout the longest that a call may take, where it can be set: from one second to a
   *     minute
   */
  Map<String, String> settings(Duration callTimeout);

  /**
   * A resource as the API server shows it now; it comes into being when it is first asked for.
   * Unless overridden, one that nobody changes: backends that answer on the resource override it.
   *
   * @param name 1..40 lower-case letters, digits and hyphens
   * @param purpose deprovision: a person has deleted it
   */
  default ResourceSnapshot resource(String name, JobType purpose) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion", "example.com/v1",
            "kind", "Thing",
            "metadata", Map.of("name", name, "namespace", "tck", "uid", "uid-" + name)));
  }

  /** Every request that arrived, whatever became of it, oldest first. */
  List<BackendCall> requests();

  /** Every job that came into being, whether or not anybody can see it, oldest first. */
  List<MadeJob> jobs();

  /** From now on, until {@link #behave}, this is done to requests of that kind. */
  boolean misbehave(BackendCall call, Fault fault);

  /**
   * The rules that this harness can not prove, or not wholly, each with the reason: the backend is
   * never asked a question, say. Such a rule is played as far as it goes, and reported as skipped
   * if nothing of it is left. It fails if the harness turns out to be able to prove it.
   *
   * @return by the number of the rule; empty unless overridden
   */
  default Map<String, String> unproven() {
    return Map.of();
  }

  /** Ends all misbehaviour. */
  void behave();

  /** What was to be done late ({@link Fault#COMMITS_LATE}) is done before this returns. */
  default void catchUp() {}

  /**
   * Something happens to a job, and shows to who asks before this returns, or soon after.
   *
   * @param claim of the send that made the job
   */
  boolean let(String claim, JobEvent event);

  @Override
  void close();
}
