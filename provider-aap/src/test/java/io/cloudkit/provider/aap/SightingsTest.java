package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.OneVm.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not shown is not gone, and what was seen is not seen for ever. */
class SightingsTest {
  /** As the Go operator stored them. */
  @Test
  void anIdWithoutAKindThatIsHiddenAsOneAndAbsentAsTheOtherIsHidden() {
    try (ScriptedAap aap = new ScriptedAap()) {
      aap.on("GET jobs/516/", new ScriptedAap.Answer(403, Map.of(), "{\"detail\":\"no\"}"))
          .on(
              "GET workflow_jobs/516/",
              new ScriptedAap.Answer(404, Map.of(), "{\"detail\":\"Not found.\"}"));
      try (ProvisioningProvider provider =
          OneVm.provider(aap.url(), new TestContext(() -> "s3cret"), Map.of())) {
        JobRef job = JobRef.of("aap", JobType.PROVISION, "516", "op-1");
        assertThat(Words.words(provider.observe(query(job)))).startsWith("hidden");
      }
    }
  }

  /** Each job since would be read by a search. */
  @Test
  void aBookmarkIsOfTheLastHalfMinute() {
    try (VirtualAap aap = new VirtualAap()) {
      Optional<String> first = aap.provider().bookmark(plan("op1"));
      long id = aap.pending(aap.jobs);
      aap.pass(Duration.ofSeconds(30));
      assertThat(aap.provider().bookmark(plan("op2"))).isEqualTo(first);
      aap.pass(Duration.ofSeconds(1));
      assertThat(aap.provider().bookmark(plan("op3")).orElseThrow()).contains(":" + id + ":");
    }
  }
}
