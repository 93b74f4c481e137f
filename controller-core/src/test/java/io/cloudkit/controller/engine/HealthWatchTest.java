package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of providers changes seldom, since each change is a write to many resources. */
class HealthWatchTest {
  private long now;
  private final HealthWatch health =
      new HealthWatch(
          new Surroundings(() -> Instant.EPOCH.plusNanos(now), () -> now, () -> "name"));

  private boolean unheardAfter(Duration pause, String reason) {
    now += pause.toNanos();
    return health.unheard("aap", reason);
  }

  private String told() {
    return health.shown().silences().get("aap").orElseThrow().reason();
  }

  @Test
  void theReasonsOfASilenceAreToldSeldom() {
    unheardAfter(Duration.ZERO, "503");
    assertThat(unheardAfter(HealthWatch.WORTH_TELLING, "no answer in 10 s")).isTrue();
    assertThat(told()).isEqualTo("no answer in 10 s");
    assertThat(unheardAfter(HealthWatch.ANOTHER_REASON.minusMillis(1), "401")).isFalse();
    assertThat(told()).isEqualTo("no answer in 10 s");
    assertThat(unheardAfter(Duration.ofMillis(1), "401")).isTrue();
    assertThat(told()).isEqualTo("401");
    assertThat(unheardAfter(HealthWatch.ANOTHER_REASON, "401")).as("the same").isFalse();
  }

  @Test
  void theReasonThatIsAskedForIsThatOfNow() {
    unheardAfter(Duration.ZERO, "503");
    unheardAfter(Duration.ofSeconds(1), "401");
    assertThat(health.silence("aap").orElseThrow().reason()).isEqualTo("401");
  }

  @Test
  void aShortSilenceLeavesWhatWasKnown() {
    health.heard("aap");
    assertThat(unheardAfter(Duration.ZERO, "503")).isFalse();
    assertThat(health.shown().silences()).containsEntry("aap", Optional.empty());
    assertThat(health.heard("aap")).isFalse();
  }

  @Test
  void theSameFindingsAreNoChange() {
    Finding error = Finding.error("token", "not accepted", "renew it");
    assertThat(health.preflight("aap", List.of(error))).isTrue();
    assertThat(health.preflight("aap", List.of(error, Finding.info("version", "4.6")))).isFalse();
    assertThat(health.shown().errors())
        .containsEntry("aap", Optional.of("token: not accepted; renew it"));
    assertThat(health.preflight("aap", List.of(Finding.warning("a", "b", "c")))).isTrue();
    assertThat(health.shown().errors()).containsEntry("aap", Optional.empty());
  }

  @Test
  void otherWordsOfWhatAPreflightFindsAreToldSeldom() {
    assertThat(found("503, request 1")).isTrue();
    now += HealthWatch.ANOTHER_REASON.toNanos() - 1;
    assertThat(found("503, request 2")).isFalse();
    assertThat(health.shown().errors()).containsEntry("aap", Optional.of("url: 503, request 1"));
    now += 1;
    assertThat(found("503, request 3")).isTrue();
    assertThat(found("503, request 4")).as("5 minutes after the last").isFalse();
    assertThat(health.preflight("aap", List.of())).as("that it is over").isTrue();
    assertThat(found("401")).as("that there is trouble again").isTrue();
  }

  private boolean found(String problem) {
    return health.preflight("aap", List.of(Finding.error("url", problem, "")));
  }

  @Test
  void allErrorsAreToldEachWithItsRemedyIfItHasOne() {
    health.preflight(
        "aap",
        List.of(
            Finding.error("url", "401, check the token", ""),
            Finding.error("template", "not found", "create it")));
    assertThat(health.shown().errors())
        .containsEntry(
            "aap", Optional.of("url: 401, check the token | template: not found; create it"));
  }

  @Test
  void manyErrorsAreCut() {
    Finding error = Finding.error("token", "x".repeat(2000), "renew it");
    health.preflight("aap", List.of(error));
    assertThat(health.shown().errors().get("aap").orElseThrow()).hasSize(1000).endsWith("…");
  }
}
