package io.cloudkit.operator.configuration;

import io.cloudkit.controller.decide.RetryBudget;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.operator.configuration.OperatorSettings.Election;
import io.cloudkit.operator.configuration.OperatorSettings.ElectionMode;
import io.cloudkit.operator.configuration.OperatorSettings.Guard;
import io.cloudkit.operator.configuration.OperatorSettings.Http;
import io.cloudkit.operator.configuration.OperatorSettings.Jobs;
import io.cloudkit.operator.configuration.OperatorSettings.Launches;
import io.cloudkit.operator.configuration.OperatorSettings.Log;
import io.cloudkit.operator.configuration.OperatorSettings.LogFormat;
import io.cloudkit.operator.configuration.OperatorSettings.NewLaunches;
import io.cloudkit.operator.configuration.OperatorSettings.Retries;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.spi.ProviderConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts valid values into typed settings. */
final class SettingsAssembly {
  private final ProviderConfig operator;

  SettingsAssembly(Values values) {
    this.operator = values.operator();
  }

  OperatorSettings settings(List<ProviderSettings> providers, Map<String, String> unusable) {
    return new OperatorSettings(
        operator.string(OperatorTable.PROVIDER),
        providers,
        unusable,
        operator.string(OperatorTable.NAMESPACE),
        launches(),
        new Jobs(
            operator.duration(OperatorTable.PROVISION_DEADLINE),
            operator.duration(OperatorTable.DEPROVISION_DEADLINE),
            operator.integer(OperatorTable.MAX_JOB_HISTORY)),
        new Retries(
            operator.duration(OperatorTable.RETRY_MIN),
            operator.duration(OperatorTable.RETRY_MAX),
            retryBudget()),
        election(),
        new Http(
            operator.string(OperatorTable.HTTP_ADDRESS), operator.integer(OperatorTable.HTTP_PORT)),
        new Log(
            operator.string(OperatorTable.LOG_LEVEL),
            LogFormat.valueOf(operator.string(OperatorTable.LOG_FORMAT).toUpperCase(Locale.ROOT))));
  }

  private RetryBudget retryBudget() {
    RetryBudget budget = RetryBudget.DEFAULT;
    for (FailureKind kind : FailureKind.values()) {
      budget = budget.with(kind, operator.integer(OperatorTable.retryLimit(kind)));
    }
    return budget;
  }

  private Launches launches() {
    return new Launches(
        NewLaunches.valueOf(operator.string(OperatorTable.NEW_LAUNCHES).toUpperCase(Locale.ROOT)),
        operator.duration(OperatorTable.SEND_WINDOW),
        new Guard(
            operator.integer(OperatorTable.GUARD_SHARE),
            operator.integer(OperatorTable.GUARD_MINIMUM),
            operator.duration(OperatorTable.GUARD_WINDOW)));
  }

  private Election election() {
    return new Election(
        operator.string(OperatorTable.ELECTION).equals("enabled")
            ? ElectionMode.LEASE
            : ElectionMode.ALONE,
        operator.string(OperatorTable.LEASE_NAME),
        operator
            .optional(OperatorTable.LEASE_NAMESPACE)
            .orElseGet(() -> operator.string(OperatorTable.NAMESPACE)),
        operator.duration(OperatorTable.LEASE_DURATION),
        operator.duration(OperatorTable.RENEW_DEADLINE),
        operator.duration(OperatorTable.RETRY_PERIOD));
  }

  /** One instance, whose own values must all be valid. */
  static ProviderSettings provider(Values values, String instance, ProviderKind kind) {
    ProviderConfig all = values.instance(instance);
    int launches =
        all.optional(OperatorTable.LAUNCHES_PER_SECOND)
            .or(() -> values.text(OperatorTable.LAUNCHES_PER_SECOND))
            .map(Integer::parseInt)
            .orElse((int) ProviderLimits.DEFAULT.launchesPerSecond());
    return new ProviderSettings(
        instance,
        kind,
        values.instance(instance, kind.properties()),
        values.secrets(instance),
        values.given(instance),
        new ProviderLimits(
            all.duration(OperatorTable.POLL_INTERVAL),
            all.integer(OperatorTable.CALL_CONCURRENCY),
            launches));
  }
}
