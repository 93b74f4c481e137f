package io.cloudkit.operator.assembly;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.operator.observability.Measure;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happened to resources to the log and the metrics, and passes it on. */
final class Announcements implements EngineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final MeterRegistry meters;
  private final EngineEvents others;

  Announcements(MeterRegistry meters, EngineEvents others) {
    this.meters = meters;
    this.others = others;
  }

  @Override
  public void publish(ResourceSnapshot resource, Notice notice) {
    meters.counter(Measure.NOTICES.meter(), "reason", notice.reason()).increment();
    switch (notice.level()) {
      case NORMAL -> LOG.info("{}: {}: {}", resource, notice.reason(), notice.message());
      case WARNING -> LOG.warn("{}: {}: {}", resource, notice.reason(), notice.message());
    }
    others.publish(resource, notice);
  }
}
