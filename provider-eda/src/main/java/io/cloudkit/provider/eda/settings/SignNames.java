package io.cloudkit.provider.eda.settings;

import io.cloudkit.provisioning.spi.ProviderConfig;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the signs that playbooks leave on a resource. One that already means something else
 * would be seen where no playbook was, and launches would follow from it.
 *
 * @param finalizer stands while what the playbook made does
 * @param annotation says which version it reached
 */
public record SignNames(String finalizer, String annotation) {
  private static final String PREFIX = "cloudkit.openshift.io/";

  /** The operator's own, which stands on each resource: go-operator-crd.md, names that are kept. */
  private static final String OPERATORS_FINALIZER = PREFIX + "computeinstance";

  /** Those of Kubernetes, which its garbage collector takes away. */
  private static final Set<String> COLLECTORS_FINALIZERS = Set.of("foregroundDeletion", "orphan");

  /** Annotations that people, the operator or a launch write, by what follows the prefix. */
  private static final Set<String> TAKEN =
      Set.of(
          "management-state",
          "deletion-policy",
          "resolve-launch",
          "resolve-status",
          "hold",
          "retry",
          "rerun",
          "provisioning-provider",
          "tenant",
          "operation",
          "attempt");

  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");
  private static final int LONGEST_PREFIX = 253;
  private static final int LONGEST_NAME = 63;

  /**
   * As they are configured.
   *
   * @throws IllegalArgumentException if one is no name of Kubernetes, or taken; names the setting
   */
  public static SignNames of(ProviderConfig config) {
    return new SignNames(finalizer(config), annotation(config));
  }

  private static String finalizer(ProviderConfig config) {
    String name = qualified(config, EdaSettings.PLAYBOOK_FINALIZER);
    if (name.equals(OPERATORS_FINALIZER) || COLLECTORS_FINALIZERS.contains(name)) {
      throw refused(
          EdaSettings.PLAYBOOK_FINALIZER,
          "the finalizer that the playbook adds, found "
              + (name.equals(OPERATORS_FINALIZER)
                  ? "the operator's own, which stands on each resource"
                  : "one of Kubernetes' garbage collector"),
          name);
    }
    return name;
  }

  private static String annotation(ProviderConfig config) {
    String name = qualified(config, EdaSettings.RECONCILED_ANNOTATION);
    boolean taken = name.startsWith(PREFIX) && TAKEN.contains(name.substring(PREFIX.length()));
    if (taken
        || name.startsWith("launch-options." + PREFIX)
        || name.startsWith("kubectl.kubernetes.io/")) {
      throw refused(
          EdaSettings.RECONCILED_ANNOTATION,
          "the annotation that the playbook writes, found one that means something else",
          name);
    }
    return name;
  }

  /** As Kubernetes has the names of finalizers and annotations. */
  private static String qualified(ProviderConfig config, String setting) {
    String text = config.string(setting);
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    boolean prefixed =
        slash < 0
            || (slash <= LONGEST_PREFIX && LABELS.matcher(text.substring(0, slash)).matches());
    if (!prefixed || name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw refused(
          setting,
          "a name of Kubernetes, such as "
              + EdaSettings.usual(setting)
              + ": a domain in lower case, one slash, and up to 63 letters, digits, - _ or ., found"
              + " another text",
          text);
    }
    return text;
  }

  private static IllegalArgumentException refused(String setting, String why, String found) {
    String shown = found.length() > 100 ? found.substring(0, 100) + "…" : found;
    return new IllegalArgumentException(
        setting
            + ": expected "
            + why
            + ": \""
            + shown
            + "\"; name the one that the playbooks of the rulebook use");
  }
}
