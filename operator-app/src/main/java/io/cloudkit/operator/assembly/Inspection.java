package io.cloudkit.operator.assembly;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.DefectException;
import io.cloudkit.operator.configuration.PatientCall;
import io.cloudkit.operator.configuration.ProviderSettings;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.Finding.Severity;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A provider instance as it was found when nothing was running.
 *
 * @param name of the instance
 * @param traits what it says of its backend; why it says nothing, if it does not
 * @param asked what it and its backend were found to be; empty if nobody asked
 */
public record Inspection(String name, String type, String traits, Optional<List<Finding>> asked) {

  /** Whether backends are called. */
  public enum Backends {
    ASKED,
    LEFT_ALONE
  }

  /**
   * Makes each instance, looks at it, and closes it again. Each answer of a backend is waited for
   * as long as the instance says that a call takes.
   */
  public static List<Inspection> of(Configuration configuration, Backends backends) {
    List<Inspection> all = new ArrayList<>();
    Surroundings surroundings = Surroundings.real();
    MeterRegistry meters = Metrics.registry();
    try (Providers providers = Providers.of(configuration.providers(), surroundings, meters)) {
      for (ProviderSettings each : configuration.providers()) {
        providers.find(each.instance()).ifPresent(made -> all.add(inspect(each, made, backends)));
        providers.defect(each.instance()).ifPresent(why -> all.add(notMade(each, why)));
      }
    } finally {
      meters.close();
    }
    return List.copyOf(all);
  }

  private static Inspection inspect(
      ProviderSettings settings, ProvisioningProvider provider, Backends backends) {
    String instance = settings.instance();
    Optional<List<Finding>> asked =
        backends == Backends.ASKED
            ? Optional.of(new Preflight(instance, provider).askWithin())
            : Optional.empty();
    String traits;
    try {
      traits =
          PatientCall.within(PatientCall.PATIENCE, "traits", () -> provider.traits().toString());
    } catch (IllegalArgumentException | DefectException defect) {
      traits = "unknown, " + defect.getMessage();
    }
    return new Inspection(instance, settings.kind().type(), traits, asked);
  }

  /** It could be made a moment ago, when its settings were checked. */
  private static Inspection notMade(ProviderSettings settings, String why) {
    return new Inspection(
        settings.instance(),
        settings.kind().type(),
        "unknown, it could not be made",
        Optional.of(List.of(Finding.error("provider", why, "replace its jar"))));
  }

  public boolean wasAsked() {
    return asked.isPresent();
  }

  public List<Finding> findings() {
    return asked.orElse(List.of());
  }

  /** Whether its backend was asked, and launches work, with or without a warning. */
  public boolean isUsable() {
    return wasAsked() && !isUnusable();
  }

  /** Whether it is known that launches will fail. */
  public boolean isUnusable() {
    return findings().stream().anyMatch(each -> each.severity() == Severity.ERROR);
  }

  /** What all findings come to; nothing if nobody asked. */
  public Optional<String> verdict() {
    return asked.map(Preflight::verdict);
  }

  /** A finding with its remedy, in one line. */
  public static String words(Finding finding) {
    return Preflight.words(finding);
  }
}
