package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call answers before the engine gives it up, however many requests it takes. */
class CallTimeIT {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

  /** What a busy machine may add. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final FakeAap aap = FakeAap.builder().latency(Duration.ofSeconds(1)).start();
  private final ProvisioningProvider provider =
      OneVm.provider(
          aap.url(),
          new TestContext(aap::token),
          Map.of("call-timeout", CALL_TIMEOUT.toMillis() + "ms"));

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void aLookAtOneJobEndsInTime() {
    // three questions: of either kind, or of one that is not ours
    JobRef gone = JobRef.of("aap", JobType.PROVISION, "1", "");
    inTime(
        () ->
            assertThatThrownBy(() -> provider.observe(OneVm.query(gone)))
                .isInstanceOf(ProviderException.class));
  }

  @Test
  void aPreflightEndsInTimeAndSaysWhatItCouldNotAsk() {
    inTime(() -> assertThat(provider.preflight()).isNotEmpty());
  }

  private static void inTime(Runnable call) {
    long start = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL_TIMEOUT.plus(GRACE));
  }
}
