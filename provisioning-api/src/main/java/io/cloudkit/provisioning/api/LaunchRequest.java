package io.cloudkit.provisioning.api;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Permission to send one launch, once, in time. It was written to the resource before it was given.
 * Made by the engine.
 *
 * @param plan the effort that this launch belongs to
 * @param claim random name of this permission, 128 bits as 32 hex digits; another one for each
 *     send. A backend must be given it, so that its automation can tell which launch it serves
 * @param attempt 1 for the first effort after a change of intent, then counting the efforts that
 *     failed
 * @param bookmark what the provider answered when it was asked for a {@code bookmark}
 * @param sendBy the bytes of the request must not leave after this moment. It is to be checked in
 *     the last place before they do; a provider that finds it past sends nothing and answers {@code
 *     waiting}
 */
public record LaunchRequest(
    LaunchPlan plan, String claim, int attempt, Optional<String> bookmark, Deadline sendBy) {
  public LaunchRequest {
    Objects.requireNonNull(plan, "plan");
    Checks.token("claim", 64, claim);
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: expected 1 or more, found " + attempt);
    }
    Objects.requireNonNull(bookmark, "bookmark");
    Objects.requireNonNull(sendBy, "sendBy");
  }

  public String operation() {
    return plan.operation();
  }

  public JobType type() {
    return plan.type();
  }

  public String configVersion() {
    return plan.configVersion();
  }

  public Map<String, String> options() {
    return plan.options();
  }

  public ResourceSnapshot resource() {
    return plan.resource();
  }

  /** What the backend should keep with the job, for {@link LaunchFacts#read} to read. */
  public LaunchFacts facts() {
    return LaunchFacts.of(this);
  }

  /** The job of that id which this launch started. */
  public JobRef job(String id) {
    return JobRef.of(plan.provider(), plan.type(), id, plan.operation());
  }
}
