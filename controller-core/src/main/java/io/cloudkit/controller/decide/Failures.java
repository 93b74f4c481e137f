package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How failed efforts are counted, for each intent, and when the next one may begin: backoff counts
 * from the end of the attempt that failed.
 */
final class Failures {
  /** Before the version in the failures of deprovision efforts: a corrected spec may mend them. */
  private static final String DEPROVISION = "deprovision/";

  /** What earlier versions wrote, whatever the spec was. */
  private static final String ANY_DEPROVISION = "deprovision";

  private final Policy policy;
  private final String uid;
  private final Instant now;

  Failures(Policy policy, String uid, Instant now) {
    this.policy = policy;
    this.uid = uid;
    this.now = now;
  }

  /** Nothing was launched, and nobody is to blame: the count stays. */
  ResourceStatus waiting(ResourceStatus status, Launch sent, String reason, Duration retryAfter) {
    String intent = intent(sent.type(), sent.configVersion());
    int count = failuresInARow(status, sent.type(), sent.configVersion());
    Duration longest = policy.backoffMax();
    Duration pause = retryAfter.compareTo(longest) > 0 ? longest : retryAfter;
    return status
        .edit()
        .failure(
            Optional.of(
                new Failure(FailureKind.CAPACITY, reason, intent, count, now, now.plus(pause))))
        .build();
  }

  /** Of one refusal that is written twice, since the answer to the first write was lost, one. */
  ResourceStatus failed(ResourceStatus status, Launch sent, FailureKind kind, String reason) {
    String intent = intent(sent.type(), sent.configVersion());
    boolean isWritten =
        status
            .failure()
            .filter(each -> each.configVersion().equals(intent) && each.kind() == kind)
            .filter(each -> each.lastAt().equals(now))
            .isPresent();
    return isWritten ? status : failed(status, sent.type(), sent.configVersion(), kind, reason);
  }

  ResourceStatus failed(
      ResourceStatus status, JobType type, String version, FailureKind kind, String reason) {
    String intent = intent(type, version);
    int count = failuresInARow(status, type, version) + 1;
    Instant retryAt = now.plus(policy.backoff(kind, count, uid));
    return status
        .edit()
        .failure(Optional.of(new Failure(kind, reason, intent, count, now, retryAt)))
        .build();
  }

  static String intent(JobType type, String configVersion) {
    return type == JobType.PROVISION ? configVersion : DEPROVISION + configVersion;
  }

  /** Whether it is a failure of efforts of that type for that version. */
  static boolean isOf(Failure failure, JobType type, String configVersion) {
    String intent = failure.configVersion();
    return intent.equals(intent(type, configVersion))
        || (type == JobType.DEPROVISION && intent.equals(ANY_DEPROVISION));
  }

  static int failuresInARow(ResourceStatus status, JobType type, String configVersion) {
    return status
        .failure()
        .filter(each -> isOf(each, type, configVersion))
        .map(Failure::count)
        .orElse(0);
  }
}
