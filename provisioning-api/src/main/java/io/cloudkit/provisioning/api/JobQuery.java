package io.cloudkit.provisioning.api;

import java.util.Objects;

/**
 * One job that a provider is asked about, with a copy of its resource for providers that read
 * signals off the resource (a finalizer, an annotation).
 *
 * @param job the job
 * @param claim the claim under which it was launched, which a backend may echo; empty if none is
 *     known (a person's job)
 * @param configVersion the config version that it was launched for; empty if none is known
 * @param resource the resource as it was read last
 */
public record JobQuery(JobRef job, String claim, String configVersion, ResourceSnapshot resource) {
  public JobQuery {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(configVersion, "configVersion");
    Objects.requireNonNull(resource, "resource");
  }
}
