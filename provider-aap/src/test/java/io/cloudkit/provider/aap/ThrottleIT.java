package io.cloudkit.provider.aap;

import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.aap.ScriptedAap.Answer;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** AAP gets no more requests than are good for it. */
class ThrottleIT {
  private static final JobQuery QUERY = OneVm.query(JobRef.of("aap", PROVISION, "job-1", "op-1"));
  private static final String JOB = "GET jobs/1/";

  private final ScriptedAap aap = new ScriptedAap();

  @AfterEach
  void stop() {
    aap.close();
  }

  private ProvisioningProvider provider(String requestsPerSecond) {
    return OneVm.provider(
        aap.url(),
        new TestContext(() -> "s3cret"),
        Map.of("call-timeout", "10s", "requests-per-second", requestsPerSecond));
  }

  private static void fails(ProvisioningProvider provider, String why) {
    assertThatThrownBy(() -> provider.observe(QUERY))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aSickAapIsAskedNoMore() {
    aap.on(JOB, new Answer(502, Map.of(), ""));
    try (ProvisioningProvider provider = provider("50")) {
      for (int i = 0; i < Breaker.TROUBLES; i++) {
        fails(provider, "AAP answered 502");
      }
      fails(provider, "not sent, AAP is left alone for a while: AAP answered 502");
      assertThat(aap.requests()).hasSize(Breaker.TROUBLES);
    }
  }

  @Test
  void aCancelIsTriedThoughAapIsSick() {
    aap.on(JOB, new Answer(502, Map.of(), ""));
    try (ProvisioningProvider provider = provider("50")) {
      for (int i = 0; i < Breaker.TROUBLES; i++) {
        fails(provider, "AAP answered 502");
      }
      assertThatThrownBy(() -> provider.cancel(QUERY))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("AAP answered 502");
      assertThat(aap.requests()).hasSize(Breaker.TROUBLES + 1);
    }
  }

  @Test
  void aProxyThatAsksForNoWaitIsSickAllTheSame() {
    aap.on(JOB, new Answer(503, Map.of("Retry-After", "0"), ""));
    try (ProvisioningProvider provider = provider("50")) {
      for (int i = 0; i < Breaker.TROUBLES; i++) {
        fails(provider, "AAP answered 503");
      }
      fails(provider, "not sent, AAP is left alone for a while");
    }
  }

  @Test
  void anErrorOfAapItselfIsNoSickness() {
    aap.on(JOB, new Answer(500, Map.of(), "{\"detail\":\"a defect\"}"));
    try (ProvisioningProvider provider = provider("50")) {
      for (int i = 0; i <= Breaker.TROUBLES; i++) {
        fails(provider, "a defect");
      }
    }
  }

  @Test
  void anErrorThatIsNoJsonIsSickness() {
    aap.on(JOB, new Answer(500, Map.of("Content-Type", "text/html"), "<h1>Server Error</h1>"));
    try (ProvisioningProvider provider = provider("50")) {
      for (int i = 0; i < Breaker.TROUBLES; i++) {
        fails(provider, "AAP answered 500 without JSON");
      }
      fails(provider, "not sent, AAP is left alone for a while: AAP answered 500");
      assertThat(aap.requests()).hasSize(Breaker.TROUBLES);
    }
  }

  @Test
  void anAapWhoseDatabaseIsDownIsAskedNoMore() {
    Answer error = new Answer(500, Map.of(), "{\"detail\":\"A server error has occurred.\"}");
    try (ProvisioningProvider provider = provider("50")) {
      for (int job = 1; job <= 20; job++) {
        aap.on("GET jobs/" + job + "/", error);
        JobQuery query = OneVm.query(JobRef.of("aap", PROVISION, "job-" + job, "op-1"));
        assertThatThrownBy(() -> provider.observe(query)).isInstanceOf(ProviderException.class);
      }
      assertThat(aap.requests()).hasSize(Breaker.TROUBLES);
    }
  }

  @Test
  void anAapThatAsksToWaitIsNotCancelledOnMeanwhile() {
    aap.on(JOB, new Answer(429, Map.of("Retry-After", "60"), ""));
    try (ProvisioningProvider provider = provider("50")) {
      fails(provider, "too many requests");
      assertThatThrownBy(() -> provider.cancel(QUERY))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("not sent")
          .hasMessageContaining("asks to wait");
      assertThat(aap.requests()).hasSize(1);
    }
  }

  @Test
  void anAapThatAsksToWaitIsNotAskedMeanwhile() {
    aap.on(JOB, new Answer(429, Map.of("Retry-After", "60"), ""));
    try (ProvisioningProvider provider = provider("50")) {
      fails(provider, "too many requests");
      fails(provider, "not sent, AAP is left alone for a while: AAP answered 429");
      assertThat(aap.requests()).hasSize(1);
    }
  }

  @Test
  void theBudgetIsKept() {
    aap.on(JOB, new Answer(500, Map.of(), "{}"));
    try (ProvisioningProvider provider = provider("20")) {
      long start = System.nanoTime();
      for (int i = 0; i < 41; i++) {
        fails(provider, "500");
      }
      assertThat(System.nanoTime() - start)
          .as("21 at once, 20 in a second")
          .isGreaterThan(900_000_000L);
    }
  }
}
