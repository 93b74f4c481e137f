package io.cloudkit.operator.configuration;

import java.util.List;
import java.util.Optional;

/**
 * Variables of the Go operator that are settings of a provider here, under another name: eda-api.md
 * §5. They count for the instance that is named like its type.
 */
final class LegacyVariables {
  /** What a variable says beside its value. */
  enum Weight {
    /** Whoever sets it wants such an instance. */
    DEFINES,
    /** The Go operator's deployments set it whatever the provider. */
    APPLIES
  }

  /**
   * One of them.
   *
   * @param suffix the variable without its prefix
   * @param type the provider type
   * @param property the setting
   */
  record Legacy(String suffix, String type, String property, Weight weight) {
    /** Why it is, when there is no such instance. */
    String ignoredBecause() {
      return "ignored: it belongs to the provider "
          + type
          + ", which is not here or not configured";
    }
  }

  private static final String EDA = "eda";
  private static final String PROVISION = "provision-webhook";
  private static final String DEPROVISION = "deprovision-webhook";

  private static final List<Legacy> ALL =
      List.of(
          new Legacy("COMPUTE_INSTANCE_CREATE_WEBHOOK", EDA, PROVISION, Weight.DEFINES),
          new Legacy("COMPUTE_INSTANCE_PROVISION_WEBHOOK", EDA, PROVISION, Weight.DEFINES),
          new Legacy("COMPUTE_INSTANCE_DELETE_WEBHOOK", EDA, DEPROVISION, Weight.DEFINES),
          new Legacy("COMPUTE_INSTANCE_DEPROVISION_WEBHOOK", EDA, DEPROVISION, Weight.DEFINES),
          new Legacy("MINIMUM_REQUEST_INTERVAL", EDA, "minimum-request-interval", Weight.APPLIES));

  private LegacyVariables() {}

  /**
   * The variables, without their prefix, of a setting of the instance that is named like a type.
   */
  static List<String> of(String type, String property) {
    return ALL.stream()
        .filter(each -> each.type().equals(type) && each.property().equals(property))
        .map(Legacy::suffix)
        .toList();
  }

  static Optional<Legacy> find(String suffix) {
    return ALL.stream().filter(each -> each.suffix().equals(suffix)).findFirst();
  }

  /** Whether a variable that is set makes an instance of what it belongs to. */
  static boolean defines(String suffix) {
    return find(suffix).map(each -> each.weight() == Weight.DEFINES).orElse(true);
  }
}
