package io.cloudkit.provider.eda.event;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provisioning.api.JobState.FAILED;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaceTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
  private static final Pace TEN_MINUTES = new Pace(Duration.ofMinutes(10), NOON);

  record Row(JobType type, Vm vm, Duration expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> waits() {
    return Stream.of(
        new Row(PROVISION, vm(), Duration.ZERO, "the first needs no distance"),
        new Row(
            PROVISION,
            vm().past(PROVISION, "eda-webhook-1", FAILED, "2026-01-01T11:57:00Z"),
            Duration.ofMinutes(7),
            "what is left, not what is over"),
        new Row(
            PROVISION,
            vm().past(PROVISION, "eda-webhook-2", FAILED, "2026-01-01T11:58:00Z")
                .past(PROVISION, "eda-webhook-1", FAILED, "2026-01-01T11:51:00Z"),
            Duration.ofMinutes(8),
            "the newest counts"),
        new Row(
            PROVISION,
            vm().past(PROVISION, "eda-webhook-1", FAILED, "2026-01-01T11:50:00Z"),
            Duration.ZERO,
            "the time is over"),
        new Row(
            DEPROVISION,
            vm().past(PROVISION, "eda-webhook-1", FAILED, "2026-01-01T11:59:00Z"),
            Duration.ZERO,
            "a create keeps no delete waiting"),
        new Row(
            DEPROVISION,
            vm().deprovisionJob("eda-webhook-2", "2026-01-01T11:59:00Z"),
            Duration.ofMinutes(9),
            "a delete keeps the next one waiting"),
        new Row(
            PROVISION,
            vm().past(PROVISION, "eda-webhook-1", FAILED, "2026-01-01T15:00:00Z"),
            Duration.ofMinutes(10),
            "a clock that is ahead makes nobody wait for hours"));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void waitsForWhatIsLeftOfTheInterval(Row row) {
    assertThat(TEN_MINUTES.left(row.type(), row.vm().snapshot()).orElse(Duration.ZERO))
        .as(row.because())
        .isEqualTo(row.expected());
  }

  @Test
  void withoutAnIntervalNobodyWaits() {
    assertThat(
            new Pace(Duration.ZERO, NOON)
                .left(
                    PROVISION,
                    vm().past(PROVISION, "x", FAILED, "2026-01-01T15:00:00Z").snapshot()))
        .isEmpty();
  }
}
