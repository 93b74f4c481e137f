package io.cloudkit.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CensusTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicInteger counts = new AtomicInteger();
  private final List<ResourceSnapshot> resources = new ArrayList<>();
  private final Census census =
      new Census(
          () -> {
            counts.incrementAndGet();
            return resources.stream();
          },
          now::get);

  @Test
  void countsByPhaseAndByConditionsThatAreTrue() {
    resources.add(resource(Map.of("phase", "Ready")));
    resources.add(resource(Map.of("phase", "Ready", "conditions", held("True"))));
    resources.add(resource(Map.of("phase", "Failed", "conditions", held("False"))));
    resources.add(resource(Map.of()));

    assertThat(census.inPhase("Ready")).isEqualTo(2);
    assertThat(census.inPhase("Failed")).isEqualTo(1);
    assertThat(census.inPhase("New")).isEqualTo(1);
    assertThat(census.inPhase("Deleting")).isZero();
    assertThat(census.withCondition(ConditionType.HELD)).isEqualTo(1);
    assertThat(census.withCondition(ConditionType.STALLED)).isZero();
  }

  @Test
  void looksAtTheResourcesOnceForAllGauges() {
    PrometheusMeterRegistry meters = Metrics.registry();
    census.register(meters);
    resources.add(resource(Map.of("phase", "Ready", "conditions", held("True"))));

    assertThat(meters.scrape())
        .contains("# HELP cloudkit_resources Resources in that phase")
        .contains("cloudkit_resources{phase=\"Ready\"} 1.0")
        .contains("cloudkit_resources{phase=\"New\"} 0.0")
        .contains("cloudkit_resource_conditions{condition=\"Held\"} 1.0")
        .contains("cloudkit_resource_conditions{condition=\"LaunchUnresolved\"} 0.0");
    assertThat(counts).hasValue(1);
  }

  @Test
  void countsAgainWhenSomeTimeHasPassed() {
    assertThat(census.inPhase("Ready")).isZero();
    resources.add(resource(Map.of("phase", "Ready")));
    assertThat(census.inPhase("Ready")).isZero();

    now.addAndGet(Duration.ofSeconds(6).toNanos());

    assertThat(census.inPhase("Ready")).isEqualTo(1);
  }

  private static List<Map<String, String>> held(String status) {
    return List.of(Map.of("type", "Held", "status", status));
  }

  private static ResourceSnapshot resource(Map<String, Object> status) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "cloudkit.openshift.io/v1alpha1",
            "kind",
            "ComputeInstance",
            "metadata",
            Map.of("name", "vm", "namespace", "vms", "uid", "u"),
            "status",
            status));
  }
}
