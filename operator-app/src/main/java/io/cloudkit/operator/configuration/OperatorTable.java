package io.cloudkit.operator.configuration;

import io.cloudkit.controller.decide.RetryBudget;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.List;
import java.util.Locale;

/**
 * The settings of the operator itself and of every provider instance. Names and defaults of the Go
 * operator are kept where it had them (eda-api.md §5); its polling of 30 s is not.
 */
final class OperatorTable {
  static final String PROVIDER = "provisioning-provider";
  static final String NAMESPACE = "compute-instance-namespace";
  static final String MAX_JOB_HISTORY = "max-job-history";
  static final String PROVISION_DEADLINE = "provision-job-deadline";
  static final String DEPROVISION_DEADLINE = "deprovision-job-deadline";
  static final String RETRY_MIN = "retry-backoff-min";
  static final String RETRY_MAX = "retry-backoff-max";
  static final String SEND_WINDOW = "send-window";
  static final String NEW_LAUNCHES = "new-launches";
  static final String GUARD_SHARE = "mass-launch-guard-share";
  static final String GUARD_MINIMUM = "mass-launch-guard-minimum";
  static final String GUARD_WINDOW = "mass-launch-guard-window";
  static final String LAUNCHES_PER_SECOND = "launches-per-second";
  static final String ELECTION = "leader-election";
  static final String LEASE_NAME = "leader-election-lease-name";
  static final String LEASE_NAMESPACE = "leader-election-lease-namespace";
  static final String LEASE_DURATION = "leader-election-lease-duration";
  static final String RENEW_DEADLINE = "leader-election-renew-deadline";
  static final String RETRY_PERIOD = "leader-election-retry-period";
  static final String HTTP_ADDRESS = "http-bind-address";
  static final String HTTP_PORT = "http-port";
  static final String LOG_LEVEL = "log-level";
  static final String LOG_FORMAT = "log-format";

  static final String POLL_INTERVAL = "status-poll-interval";
  static final String CALL_CONCURRENCY = "call-concurrency";

  private static final String ENABLED = "enabled";
  private static final String DISABLED = "disabled";

  private OperatorTable() {}

  /**
   * The operator's own.
   *
   * @param provider which provider instance launches by default
   * @param ownNamespace where the operator's pod runs, or the Go operator's default
   */
  static List<Setting> operator(DefaultProvider provider, String ownNamespace) {
    return List.of(
        Setting.ofOperator(provider.property(), Limit.NONE),
        text(
            NAMESPACE,
            "The namespace whose ComputeInstances and Tenants are looked after. Unless set, the"
                + " pod's own; outside a cluster cloudkit-computeinstance.",
            ownNamespace),
        number(
            MAX_JOB_HISTORY,
            "How many ended jobs of each type the status of a resource keeps; 1 to 100.",
            "10",
            Limit.between(1, 100)),
        positive(
            PROVISION_DEADLINE,
            "A provision job that runs longer is cancelled and shown as overdue.",
            "2h"),
        positive(
            DEPROVISION_DEADLINE,
            "A deprovision job that runs longer is cancelled and shown as overdue.",
            "2h"),
        positive(
            RETRY_MIN,
            "The pause after the first failed job; doubles with each further one.",
            "15s"),
        positive(RETRY_MAX, "The longest pause after a failed job.", "10m"),
        retries(FailureKind.CONFIGURATION, "a setting here or there was wrong"),
        retries(FailureKind.UNAUTHORIZED, "credentials or rights were refused"),
        retries(FailureKind.INVALID_REQUEST, "the backend will never accept the spec"),
        retries(FailureKind.CAPACITY, "the backend had no room"),
        retries(FailureKind.BACKEND, "a job failed, or the backend was in trouble"),
        positive(
            SEND_WINDOW,
            "How long after a launch was permitted its request may still leave. A lost launch is"
                + " judged no sooner than this.",
            "15s"),
        choice(
            NEW_LAUNCHES,
            "disabled stops all new launches; running jobs are still followed. enabled or"
                + " disabled.",
            ENABLED,
            DISABLED),
        number(
            GUARD_SHARE,
            "When more than this share of the Ready resources wants a launch without a changed"
                + " spec, launching stops until a person decides. Percent; 100 turns the guard off.",
            "20",
            Limit.between(1, 100)),
        number(
            GUARD_MINIMUM,
            "The guard stays quiet while fewer resources than this want such a launch.",
            "5",
            Limit.between(1, 1_000_000)),
        positive(
            GUARD_WINDOW, "How long such a launch is put off, so that they can be counted.", "10s"),
        number(
            LAUNCHES_PER_SECOND,
            // peers.md §5: AAP's reference load is 20 launches a second
            "How many launches are sent in a second at most to a provider instance that sets no"
                + " other number itself; 1 to 1000.",
            "20",
            Limit.between(1, 1000)),
        choice(
            ELECTION,
            "Whether a lease decides which replica acts. disabled only for one process alone."
                + " enabled or disabled.",
            ENABLED,
            DISABLED),
        text(LEASE_NAME, "The name of the lease.", "cloudkit-operator"),
        Setting.ofOperator(
            ConfigProperty.named(
                    LEASE_NAMESPACE,
                    ConfigProperty.Type.STRING,
                    "The namespace of the lease. Unless set, the one that is looked after, so that"
                        + " all who look after it compete; set it to another if that one may be"
                        + " deleted as a whole.")
                .build(),
            Limit.DNS_LABEL),
        positive(
            LEASE_DURATION, "How long others respect a lease that is not renewed any more.", "15s"),
        positive(
            RENEW_DEADLINE,
            "A leader that could not renew for this long stops acting; less than the lease"
                + " duration.",
            "10s"),
        positive(RETRY_PERIOD, "The pause between two tries to take or renew the lease.", "2s"),
        Setting.ofOperator(
            ConfigProperty.named(
                    HTTP_ADDRESS,
                    ConfigProperty.Type.STRING,
                    "The address on which /healthz, /readyz and /metrics are served.")
                .defaultValue("0.0.0.0")
                .build(),
            Limit.NONE),
        number(
            HTTP_PORT,
            "The port for them; 0 for any that is free.",
            "8081",
            Limit.between(0, 65_535)),
        choice(
            LOG_LEVEL,
            "How much of its own the operator logs: info, error, warn, debug or trace. debug adds each"
                + " look at a resource and each request to a provider's backend.",
            "info",
            "error",
            "warn",
            "debug",
            "trace"),
        choice(LOG_FORMAT, "text or json, one line an event.", "text", "json"));
  }

  /**
   * A setting that every provider instance has, whatever its type.
   *
   * @param limit holds even if a factory describes the setting better
   */
  record Common(ConfigProperty property, Limit limit) {}

  /** What every provider instance has, beside what its factory declares. */
  static List<Common> instance() {
    return List.of(
        new Common(
            ConfigProperty.named(
                    POLL_INTERVAL,
                    ConfigProperty.Type.DURATION,
                    "How often the provider is asked for news of all active jobs together.")
                .defaultValue("1s")
                .build(),
            Limit.POSITIVE_DURATION),
        new Common(
            ConfigProperty.named(
                    CALL_CONCURRENCY,
                    ConfigProperty.Type.INTEGER,
                    "How many launches, and how many other calls, may be in flight to this provider; 1 to 256.")
                .defaultValue("16")
                .build(),
            Limit.between(1, 256)),
        new Common(
            ConfigProperty.named(
                    LAUNCHES_PER_SECOND,
                    ConfigProperty.Type.INTEGER,
                    "How many launches are sent to it in a second at most; 1 to 1000. Unless set,"
                        + " as CLOUDKIT_LAUNCHES_PER_SECOND says.")
                .build(),
            Limit.between(1, 1000)));
  }

  /** The name of the setting that limits the efforts which fail in that way. */
  static String retryLimit(FailureKind kind) {
    return "retry-limit-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Setting retries(FailureKind kind, String what) {
    return number(
        retryLimit(kind),
        "How many efforts in a row may fail before a person is needed, when "
            + what
            + "; 0 for without end.",
        Integer.toString(RetryBudget.DEFAULT.efforts().getOrDefault(kind, 0)),
        Limit.between(0, 1_000_000));
  }

  private static Setting text(String name, String description, String defaultValue) {
    return Setting.ofOperator(
        ConfigProperty.named(name, ConfigProperty.Type.STRING, description)
            .defaultValue(defaultValue)
            .build(),
        Limit.DNS_LABEL);
  }

  private static Setting positive(String name, String description, String defaultValue) {
    return duration(name, description, defaultValue, Limit.POSITIVE_DURATION);
  }

  private static Setting duration(
      String name, String description, String defaultValue, Limit limit) {
    return Setting.ofOperator(
        ConfigProperty.named(name, ConfigProperty.Type.DURATION, description)
            .defaultValue(defaultValue)
            .build(),
        limit);
  }

  private static Setting number(String name, String description, String defaultValue, Limit limit) {
    return Setting.ofOperator(
        ConfigProperty.named(name, ConfigProperty.Type.INTEGER, description)
            .defaultValue(defaultValue)
            .build(),
        limit);
  }

  /** One of some words, of which the first is the default. */
  private static Setting choice(String name, String description, String... words) {
    return Setting.ofOperator(
        ConfigProperty.named(name, ConfigProperty.Type.STRING, description)
            .choices(words)
            .defaultValue(words[0])
            .build(),
        Limit.NONE);
  }
}
