package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types of providers that there are: what each factory declares, and which one can not say.
 *
 * @param usable by type
 * @param broken why the others are not, by type
 */
record Kinds(Map<String, ProviderKind> usable, Map<String, String> broken) {
  static final String TYPE = "type";

  /** Asks each factory, for a bounded time. */
  static Kinds of(List<ProvisioningProviderFactory> factories, Duration patience) {
    Map<String, ProviderKind> usable = new TreeMap<>();
    Map<String, String> broken = new TreeMap<>();
    for (ProvisioningProviderFactory factory : factories) {
      String name = factory.getClass().getName();
      try {
        name = asked(patience, "type", () -> factory.type().name());
        List<ConfigProperty> properties =
            asked(patience, "properties", () -> List.copyOf(factory.properties()));
        List<ConfigProperty> options =
            asked(patience, "launchOptions", () -> List.copyOf(factory.launchOptions()));
        checkProperties(properties);
        checkOptions(options);
        usable.put(name, new ProviderKind(name, factory, properties, options));
      } catch (DefectException defect) {
        broken.put(name, defect.what());
      }
    }
    return new Kinds(usable, broken);
  }

  Optional<ProviderKind> find(String type) {
    return Optional.ofNullable(usable.get(type));
  }

  /** All types, the broken ones included. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(usable.keySet());
    names.addAll(broken.keySet());
    return names;
  }

  private static <T> T asked(Duration patience, String what, Callable<@Nullable T> call)
      throws DefectException {
    try {
      return PatientCall.within(patience, what, call);
    } catch (IllegalArgumentException refused) {
      throw new DefectException(what + ": " + refused.getMessage());
    }
  }

  private static void checkProperties(List<ConfigProperty> properties) throws DefectException {
    Set<String> names = names("properties", properties);
    Map<String, ConfigProperty> common =
        OperatorTable.instance().stream()
            .map(OperatorTable.Common::property)
            .collect(Collectors.toMap(ConfigProperty::name, each -> each));
    for (ConfigProperty each : properties) {
      if (each.name().equals(TYPE)) {
        throw new DefectException("properties declares type, which names the type itself");
      }
      if (each.isSecret() && names.contains(each.name() + Source.Form.PATH.ending())) {
        throw new DefectException(
            "properties declares " + each.name() + "-file beside the secret " + each.name());
      }
      ConfigProperty ours = common.get(each.name());
      if (ours != null && (ours.type() != each.type() || each.isSecret())) {
        throw new DefectException(
            "properties declares " + each.name() + " as something else than " + ours.type());
      }
    }
  }

  private static void checkOptions(List<ConfigProperty> options) throws DefectException {
    Set<String> unused = names("launchOptions", options);
    for (ConfigProperty each : options) {
      if (each.isSecret()) {
        // it would be set by an annotation, which everybody can read
        throw new DefectException("launchOptions declares the secret " + each.name());
      }
    }
  }

  private static Set<String> names(String what, List<ConfigProperty> declared)
      throws DefectException {
    Set<String> names = new HashSet<>();
    for (ConfigProperty each : declared) {
      if (!names.add(each.name())) {
        throw new DefectException(what + " declares " + each.name() + " twice");
      }
    }
    return names;
  }
}
