package io.cloudkit.operator.observability;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What this program measures of its own accord. A provider that is not ours may measure more; its
 * names begin with {@link Metrics#PREFIX}, too, and bear the label {@code provider}.
 */
public enum Measure {
  RESOURCES(
      Kind.GAUGE,
      "resources",
      "phase",
      "Resources in that phase, as this process knows them; New if the engine did not take them up"
          + " yet."),
  RESOURCE_CONDITIONS(
      Kind.GAUGE,
      "resource_conditions",
      "condition",
      "Resources of which that condition is True: those that a person should look at."),
  LEADER(Kind.GAUGE, "leader", "", "Whether this process leads, and so acts: 1 or 0."),
  NEWS_SILENCE(
      Kind.GAUGE,
      "news_silence_seconds",
      "provider",
      "How long a provider has not answered how its jobs are; 0 while it does, and while nothing"
          + " runs there."),
  NOTICES(
      Kind.COUNTER,
      "notices",
      "reason",
      "What happened to resources, by the reason of the Event that tells of it."),
  BACKEND_REQUEST(
      Kind.TIMER,
      "backend_request",
      "provider, operation, code",
      "Requests to a provider's backend: how many, and how long each took.");

  private enum Kind {
    GAUGE(""),
    COUNTER("_total"),
    TIMER("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private final Kind kind;
  private final String name;
  private final String labels;
  private final String help;

  Measure(Kind kind, String name, String labels, String help) {
    this.kind = kind;
    this.name = name;
    this.labels = labels;
    this.help = help;
  }

  /** The one that a meter of that name measures, whether its name has the suffix or not. */
  static Optional<Measure> ofMeter(String meter) {
    return Arrays.stream(values())
        .filter(each -> meter.equals(each.meter()) || meter.equals(each.exposed()))
        .findFirst();
  }

  /** What it is registered under. */
  public String meter() {
    return Metrics.PREFIX + name;
  }

  /** What Prometheus sees; a timer has {@code _count}, {@code _sum} and {@code _max} of it. */
  public String exposed() {
    return meter() + kind.suffix;
  }

  /** What is said of it to a person, and to Prometheus. */
  public String help() {
    return help;
  }

  /** Its row in the documentation. */
  public String markdown() {
    String type = kind == Kind.TIMER ? "summary" : kind.name().toLowerCase(Locale.ROOT);
    return "| `"
        + exposed()
        + "` | "
        + type
        + " | "
        + (labels.isEmpty() ? "–" : labels)
        + " | "
        + help
        + " |";
  }
}
