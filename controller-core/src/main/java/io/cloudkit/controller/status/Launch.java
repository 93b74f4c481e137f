package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A launch that was permitted and whose outcome is not recorded yet. While it is there, nothing
 * else may be launched for the resource.
 *
 * @param operation the effort; see {@code LaunchPlan}
 * @param claim the permission to send, once
 * @param provider the provider instance that was to send it, and that alone can find it again
 * @param unproven whether an earlier send of the same operation may have had an effect, so that a
 *     refusal of this one does not mean that nothing runs
 * @param holder the process that took the permission; for people
 * @param requestedAt for people
 * @param rerun the request to run again that it follows; empty if there is none
 */
public record Launch(
    String operation,
    String claim,
    JobType type,
    String provider,
    String configVersion,
    int attempt,
    Optional<String> bookmark,
    boolean unproven,
    String holder,
    Instant requestedAt,
    Optional<String> rerun) {
  public Launch {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(configVersion, "configVersion");
    Objects.requireNonNull(bookmark, "bookmark");
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(requestedAt, "requestedAt");
    Objects.requireNonNull(rerun, "rerun");
  }

  /** This launch, with the mark that a search for it begins from. */
  public Launch bookmarked(Optional<String> mark) {
    return new Launch(
        operation,
        claim,
        type,
        provider,
        configVersion,
        attempt,
        mark,
        unproven,
        holder,
        requestedAt,
        rerun);
  }

  /** This launch, by which that request to run again is followed. */
  public Launch following(Optional<String> word) {
    return new Launch(
        operation,
        claim,
        type,
        provider,
        configVersion,
        attempt,
        bookmark,
        unproven,
        holder,
        requestedAt,
        word);
  }

  /** The same effort under another permission, when nothing came of the earlier ones. */
  public Launch rearmed(String freshClaim, String newHolder, Instant now) {
    return again(freshClaim, false, newHolder, now);
  }

  /**
   * The same effort under another permission, when it is not known what came of the earlier ones.
   */
  public Launch resent(String freshClaim, String newHolder, Instant now) {
    return again(freshClaim, true, newHolder, now);
  }

  private Launch again(String freshClaim, boolean doubtful, String newHolder, Instant now) {
    return new Launch(
        operation,
        freshClaim,
        type,
        provider,
        configVersion,
        attempt,
        bookmark,
        doubtful,
        newHolder,
        now,
        rerun);
  }
}
