package io.cloudkit.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status knows of its jobs. */
class ResourceStatusTest {
  private static Job job(JobType type, String id, String claim) {
    return Job.of(JobRef.of("aap", type, id, "op-" + id), claim, "v1", 1, Instant.EPOCH);
  }

  @Test
  void knowsTheClaimsOfAllItsJobsAndOfNoneThatHadNone() {
    ResourceStatus status =
        ResourceStatus.EMPTY
            .edit()
            .currentJob(job(JobType.PROVISION, "1", "c1"))
            .currentJob(job(JobType.DEPROVISION, "2", "c2"))
            .strayJobs(List.of(job(JobType.PROVISION, "3", "c3")))
            .jobHistory(List.of(job(JobType.PROVISION, "4", "c4"), job(JobType.PROVISION, "5", "")))
            .build();
    assertThat(status.claims()).containsExactlyInAnyOrder("c1", "c2", "c3", "c4");
  }
}
