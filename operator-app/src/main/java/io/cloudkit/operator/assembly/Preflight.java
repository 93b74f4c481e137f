package io.cloudkit.operator.assembly;

import io.cloudkit.controller.discovery.ProviderDefectException;
import io.cloudkit.operator.configuration.DefectException;
import io.cloudkit.operator.configuration.PatientCall;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.Finding.Severity;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one provider's backend is usable as configured. What changed since the last time is said
 * in the log, so that a wrong token shows at the start and not with the first resource. Called by
 * one thread at a time; {@link #problem} and {@link #tell} by any.
 */
final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  /** A backend that works is asked seldom: that is a person's change, or a certificate's end. */
  static final Duration WHEN_WELL = Duration.ofMinutes(5);

  /** Somebody may be mending it, and wants to see that it is. */
  static final Duration WHEN_NOT = Duration.ofSeconds(30);

  private final String instance;
  private final ProvisioningProvider provider;
  private volatile Optional<List<Finding>> last = Optional.empty();
  private BiConsumer<String, List<Finding>> listener = (instance, findings) -> {};

  Preflight(String instance, ProvisioningProvider provider) {
    this.instance = instance;
    this.provider = provider;
  }

  String instance() {
    return instance;
  }

  /**
   * Asks, and says what is new. Blocks while the backend answers; throws nothing.
   *
   * @return when to ask again
   */
  Duration run() {
    List<Finding> found = askWithin();
    List<String> known = last.orElse(List.of()).stream().map(Finding::toString).toList();
    found.stream().filter(each -> !known.contains(each.toString())).forEach(this::tell);
    boolean well = troubles(found).isEmpty();
    if (well && (last.isEmpty() || !troubles(last.get()).isEmpty())) {
      LOG.info("provider {}: {}", instance, verdict(found));
    }
    found(found);
    return well ? WHEN_WELL : WHEN_NOT;
  }

  private synchronized void found(List<Finding> findings) {
    last = Optional.of(findings);
    listener.accept(instance, findings);
  }

  /**
   * Who is given the instance and what is found, now what was found last, and then each time. Must
   * not block.
   */
  synchronized void tell(BiConsumer<String, List<Finding>> whom) {
    listener = whom;
    last.ifPresent(findings -> whom.accept(instance, findings));
  }

  /** What is wrong, with the remedies; empty if nothing is. Never blocks. */
  Optional<String> problem() {
    if (last.isEmpty()) {
      return Optional.of("not asked yet");
    }
    List<Finding> troubles = troubles(last.get());
    return troubles.isEmpty()
        ? Optional.empty()
        : Optional.of(troubles.stream().map(Preflight::words).collect(Collectors.joining(" | ")));
  }

  /** Asks once, for no longer than a call to the provider takes. Says nothing in the log. */
  List<Finding> askWithin() {
    try {
      Duration callTimeout =
          PatientCall.within(PatientCall.PATIENCE, "traits", () -> provider.traits()).callTimeout();
      return PatientCall.within(callTimeout, "preflight", () -> ask());
    } catch (IllegalArgumentException | DefectException defect) {
      return List.of(
          Finding.error(
              "preflight", String.valueOf(defect.getMessage()), "look at its backend, or its jar"));
    }
  }

  private List<Finding> ask() {
    try {
      return List.copyOf(provider.preflight());
    } catch (ProviderException unknown) {
      return List.of(
          Finding.error("preflight", String.valueOf(unknown.getMessage()), "look at its backend"));
    } catch (ProviderDefectException defect) {
      return List.of(
          Finding.error(
              "preflight", String.valueOf(defect.getMessage()), "tell those who made it"));
    } catch (RuntimeException defect) {
      LOG.error("provider {}: preflight threw what it must not", instance, defect);
      return List.of(
          Finding.error(
              "preflight", "a defect of the provider, see the log", "tell those who made it"));
    }
  }

  private void tell(Finding finding) {
    if (finding.severity() == Severity.INFO) {
      LOG.info("provider {}: {}", instance, words(finding));
    } else {
      LOG.warn("provider {}: {}", instance, words(finding));
    }
  }

  /** What all findings come to. That nothing is wrong nobody can know. */
  static String verdict(List<Finding> findings) {
    if (findings.stream().anyMatch(each -> each.severity() == Severity.ERROR)) {
      return "its backend can not be used as configured";
    }
    return troubles(findings).isEmpty()
        ? "nothing is found wrong with its backend"
        : "no error is found with its backend, but a warning";
  }

  private static List<Finding> troubles(List<Finding> findings) {
    return findings.stream().filter(each -> each.severity() != Severity.INFO).toList();
  }

  static String words(Finding finding) {
    return finding.subject()
        + ": "
        + finding.problem()
        + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy());
  }
}
