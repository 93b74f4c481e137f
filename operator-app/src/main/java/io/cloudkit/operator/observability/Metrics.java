package io.cloudkit.operator.observability;

import io.cloudkit.provisioning.spi.ProviderContext.MetricsSink;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meter registry of the process, and the sinks that lead into it. */
public final class Metrics {
  /** What every name of ours begins with. */
  public static final String PREFIX = "cloudkit_";

  private static final String OF_A_PROVIDER = "Measured by the provider; see its documentation.";

  /** Time series, not names: a tag with many values must not fill the memory of a process. */
  private static final int MOST_METERS = 5000;

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private Metrics() {}

  /** A registry with a few meters of the JVM and the process in it, and a bound on their number. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(MeterFilter.maximumAllowableMetrics(MOST_METERS))
        .meterFilter(new Explained());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  /**
   * The sink of one provider instance: names get {@link #PREFIX} unless they have it, and the tag
   * {@code provider}. Thread-safe.
   */
  public static MetricsSink sink(MeterRegistry registry, String instance) {
    return new MetricsSink() {
      @Override
      public void count(String name, Map<String, String> tags) {
        registry.counter(prefixed(name), with(tags)).increment();
      }

      @Override
      public void time(String name, Map<String, String> tags, Duration duration) {
        // what a provider measures is what it asks of its backend
        LOG.debug("provider {}: {} {} took {} ms", instance, name, tags, duration.toMillis());
        registry.timer(prefixed(name), with(tags)).record(duration);
      }

      private Iterable<Tag> with(Map<String, String> tags) {
        Tags all = Tags.empty();
        for (Map.Entry<String, String> tag : tags.entrySet()) {
          all = all.and(tag.getKey(), tag.getValue());
        }
        return all.and("provider", instance);
      }
    };
  }

  /** Says of each meter of ours what it measures, whoever registers it. */
  private static final class Explained implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      if (id.getDescription() != null || !id.getName().startsWith(PREFIX)) {
        return id;
      }
      String help = Measure.ofMeter(id.getName()).map(Measure::help).orElse(OF_A_PROVIDER);
      return new Meter.Id(
          id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
    }
  }

  private static String prefixed(String name) {
    return name.startsWith(PREFIX) ? name : PREFIX + name;
  }
}
