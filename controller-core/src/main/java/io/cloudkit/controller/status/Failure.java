package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.FailureKind;
import java.time.Instant;
import java.util.Objects;

/**
 * Why the last effort did not succeed, and when the next one may begin.
 *
 * @param configVersion the intent that it speaks of; another intent begins afresh
 * @param count efforts that failed in a row
 * @param lastAt when the last one ended
 * @param retryAt when the next one may begin
 */
public record Failure(
    FailureKind kind,
    String reason,
    String configVersion,
    int count,
    Instant lastAt,
    Instant retryAt) {
  public Failure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(configVersion, "configVersion");
    Objects.requireNonNull(lastAt, "lastAt");
    Objects.requireNonNull(retryAt, "retryAt");
  }
}
