package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.aap.api.AapApi;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An AAP that answers nothing is never taken for one that has no news. */
class SilentAapTest {
  private final VirtualAap aap = new VirtualAap();
  private final long job = aap.running(1, aap.jobs).get(0);

  @AfterEach
  void close() {
    aap.close();
  }

  private void refuseAll() {
    aap.trouble = request -> Optional.of(AapApi.unauthorized());
  }

  @Test
  void aJobThatSettlesIsAskedAboutSeldomAndMissedInBetweenToo() {
    aap.controller.reap(job);
    assertThat(aap.tick()).containsEntry(job, "FAILED");
    aap.news(Duration.ofSeconds(20));
    refuseAll();
    aap.pass(Duration.ofSeconds(5));
    for (int i = 0; i < 12; i++) {
      assertThatThrownBy(aap::tick)
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("401");
      aap.pass(Duration.ofSeconds(1)); // an unanswered tick takes no time of its own
    }
    aap.trouble = request -> Optional.empty();
    aap.pass(Duration.ofSeconds(5));
    aap.news(Duration.ofSeconds(3));
  }

  @Test
  void whoFollowsNothingAnyMoreMissesNothing() {
    aap.controller.reap(job);
    aap.tick();
    refuseAll();
    aap.pass(Duration.ofSeconds(5));
    assertThatThrownBy(aap::tick).isInstanceOf(ProviderException.class);
    aap.unfollow(job);
    assertThat(aap.tick()).isEmpty();
  }
}
