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
 * @param resource the resource as it was read last. What the engine concludes from an answer is
 *     written, and the resource released, only while it is still at this version: a signal that is
 *     read off it needs no fresher read
 */
public record JobQuery(JobRef job, String claim, String configVersion, ResourceSnapshot resource) {
  public JobQuery {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(configVersion, "configVersion");
    Objects.requireNonNull(resource, "resource");
  }
}
