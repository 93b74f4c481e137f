package io.cloudkit.operator.assembly;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.operator.observability.Measure;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Counts resources by phase and by condition, for metrics. It looks at each of them, so it counts
 * once in a while, however often and for however many gauges it is asked. Thread-safe.
 */
final class Census {
  private static final Duration VALID = Duration.ofSeconds(5);
  private static final String NEW = "New";

  private final Supplier<Stream<ResourceSnapshot>> resources;
  private final LongSupplier nanoTime;
  private Map<String, Integer> phases = Map.of();
  private Map<String, Integer> conditions = Map.of();
  private boolean counted;
  private long countedAt;

  /**
   * A census that has not begun.
   *
   * @param resources all of them, as they are known here, without a request
   */
  Census(Supplier<Stream<ResourceSnapshot>> resources, LongSupplier nanoTime) {
    this.resources = resources;
    this.nanoTime = nanoTime;
  }

  /** One gauge for each phase, and one for each condition that is there only while it applies. */
  void register(MeterRegistry meters) {
    Stream.concat(Stream.of(NEW), Stream.of(Phase.values()).map(Phase::toString))
        .forEach(
            phase ->
                Gauge.builder(Measure.RESOURCES.meter(), () -> inPhase(phase))
                    .tag("phase", phase)
                    .register(meters));
    Stream.of(ConditionType.values())
        .filter(type -> !type.isPermanent())
        .forEach(
            type ->
                Gauge.builder(Measure.RESOURCE_CONDITIONS.meter(), () -> withCondition(type))
                    .tag("condition", type.toString())
                    .register(meters));
  }

  synchronized int inPhase(String phase) {
    count();
    return phases.getOrDefault(phase, 0);
  }

  synchronized int withCondition(ConditionType type) {
    count();
    return conditions.getOrDefault(type.toString(), 0);
  }

  private void count() {
    long now = nanoTime.getAsLong();
    if (counted && now - countedAt < VALID.toNanos()) {
      return;
    }
    Map<String, Integer> byPhase = new HashMap<>();
    Map<String, Integer> byCondition = new HashMap<>();
    try (Stream<ResourceSnapshot> all = resources.get()) {
      all.map(each -> each.section("status"))
          .forEach(
              status -> {
                String phase = Objects.toString(status.get("phase"), "");
                byPhase.merge(phase.isEmpty() ? NEW : phase, 1, Integer::sum);
                trueOnes(status).forEach(type -> byCondition.merge(type, 1, Integer::sum));
              });
    }
    phases = byPhase;
    conditions = byCondition;
    counted = true;
    countedAt = now;
  }

  private static Stream<String> trueOnes(Map<String, Object> status) {
    return status.get("conditions") instanceof List<?> all
        ? all.stream()
            .filter(Map.class::isInstance)
            .map(each -> (Map<?, ?>) each)
            .filter(each -> "True".equals(each.get("status")))
            .map(each -> Objects.toString(each.get("type"), ""))
        : Stream.empty();
  }
}
