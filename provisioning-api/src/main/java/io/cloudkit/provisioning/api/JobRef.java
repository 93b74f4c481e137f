package io.cloudkit.provisioning.api;

import java.util.Objects;

/**
 * The name of one job of one provider instance. The id is opaque to everyone but the provider that
 * made it: it is stored, compared for equality, and given back. Immutable.
 */
public final class JobRef {
  private final String provider;
  private final JobType type;
  private final String id;
  private final String operation;

  private JobRef(String provider, JobType type, String id, String operation) {
    this.provider = Checks.token("job provider", 63, provider);
    this.type = Objects.requireNonNull(type, "job type");
    this.id = Checks.token("job id", 128, id);
    this.operation = operation.isEmpty() ? "" : Checks.token("job operation", 64, operation);
  }

  /**
   * A job. Providers usually write {@link LaunchRequest#job(String)}.
   *
   * @param provider name of the provider <em>instance</em> ({@code ProviderContext.instance()}),
   *     1..63 characters
   * @param id the provider's own id, 1..128 characters without white space; must tell kinds of jobs
   *     apart if the backend's ids do not, and must outlive a restart of the operator
   * @param operation the operation that the job was started for, up to 64 characters; empty for a
   *     job that names none (a person started it)
   * @throws IllegalArgumentException if a part is not as said
   */
  public static JobRef of(String provider, JobType type, String id, String operation) {
    return new JobRef(provider, type, id, operation);
  }

  /** Name of the provider instance that launched the job, and that alone may speak about it. */
  public String provider() {
    return provider;
  }

  public JobType type() {
    return type;
  }

  /** The provider's own id of the job. */
  public String id() {
    return id;
  }

  /** The operation that the job was started for; empty if it names none. */
  public String operation() {
    return operation;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobRef that
        && provider.equals(that.provider)
        && type == that.type
        && id.equals(that.id)
        && operation.equals(that.operation);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * provider.hashCode() + type.hashCode()) + id.hashCode())
        + operation.hashCode();
  }

  @Override
  public String toString() {
    return provider + "/" + type + "/" + id + "/" + operation;
  }
}
