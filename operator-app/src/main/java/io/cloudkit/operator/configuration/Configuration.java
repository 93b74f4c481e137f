package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The configuration as it was found, right or wrong. All mistakes are found in one pass, without a
 * call to anything but the secret files; those that only a provider knows of, by making it once.
 * Immutable.
 */
public final class Configuration {
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> configured = new LinkedHashSet<>();
  private final List<ProvisioningProviderFactory> factories;

  private Configuration(Surroundings surroundings, List<ProvisioningProviderFactory> factories) {
    this.factories = List.copyOf(factories);
    Lookup lookup = new Lookup(surroundings.environment());
    for (Setting setting : table(this.factories, surroundings.ownNamespace())) {
      if (found.put(setting.variable(), lookup.find(setting)) != null) {
        throw new IllegalArgumentException(
            setting.variable() + ": expected one setting of this name, found two");
      }
    }
    configured.addAll(configuredInstances());
    found.values().stream().flatMap(each -> each.problems().stream()).forEach(problems::add);
    found.values().stream()
        .filter(each -> each.setting().owner().map(configured::contains).orElse(true))
        .flatMap(each -> each.missing().stream())
        .forEach(problems::add);
    judgeOthers(surroundings.environment());
    configuredFactories().stream()
        .filter(each -> isWhole(instance(each)))
        .flatMap(each -> Rehearsal.of(SettingsAssembly.provider(values(), each)).stream())
        .forEach(problems::add);
    if (this.factories.isEmpty()) {
      problems.add(
          new Problem(
              "providers",
              "are missing",
              "expected at least one provider on the class path, such as provider-aap"));
    }
    if (problems.isEmpty()) {
      problems.addAll(Contradictions.among(values()));
    }
  }

  /**
   * Reads it.
   *
   * @param factories the providers that are there, at most one of a type
   */
  public static Configuration read(
      Surroundings surroundings, List<ProvisioningProviderFactory> factories) {
    return new Configuration(surroundings, factories);
  }

  /** All mistakes; empty if the operator can start. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** What is worth a word and stops nothing: variables that are ignored. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** All settings, as people see them. */
  public List<SettingRow> rows() {
    return found.values().stream().map(SettingRow::of).toList();
  }

  /**
   * What the operator runs with.
   *
   * @throws ConfigurationException if there is any mistake
   */
  public OperatorSettings settings() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new SettingsAssembly(values()).settings(configuredFactories());
  }

  private static List<Setting> table(
      List<ProvisioningProviderFactory> factories, String ownNamespace) {
    List<String> instances = factories.stream().map(Configuration::instance).toList();
    List<Setting> table = new ArrayList<>(OperatorTable.operator(instances, ownNamespace));
    for (ProvisioningProviderFactory factory : factories) {
      Map<String, Setting> own = new LinkedHashMap<>();
      for (ConfigProperty property : factory.properties()) {
        own.put(
            property.name(), Setting.ofInstance(instance(factory), property, Limit.of(property)));
      }
      // a provider may describe better what every instance has; the limits stay
      for (Setting common : OperatorTable.instance(instance(factory))) {
        own.merge(
            common.property().name(),
            common,
            (theirs, ours) ->
                Setting.ofInstance(instance(factory), theirs.property(), ours.limit()));
      }
      table.addAll(own.values());
    }
    return table;
  }

  /** An instance is configured when anything of it is set, or when it is the default. */
  private Set<String> configuredInstances() {
    Set<String> instances = new LinkedHashSet<>();
    found.values().stream()
        .filter(Found::isSet)
        .flatMap(each -> each.setting().owner().stream())
        .forEach(instances::add);
    Optional.ofNullable(found.get(Setting.PREFIX + "PROVISIONING_PROVIDER"))
        .flatMap(Found::text)
        .ifPresent(instances::add);
    return instances;
  }

  /** Whether all that belongs to an instance is there and valid, so that it can be made. */
  private boolean isWhole(String instance) {
    return found.values().stream()
        .filter(each -> each.setting().owner().filter(instance::equals).isPresent())
        .allMatch(each -> each.problems().isEmpty() && each.missing().isEmpty());
  }

  private void judgeOthers(Map<String, String> environment) {
    Set<String> known = new LinkedHashSet<>();
    for (Found each : found.values()) {
      Setting setting = each.setting();
      known.add(setting.variable());
      setting.fileVariable().ifPresent(known::add);
    }
    new TreeMap<>(environment)
        .forEach(
            (variable, value) ->
                suffix(variable)
                    .filter(suffix -> !known.contains(Setting.PREFIX + suffix))
                    .ifPresent(suffix -> judgeOther(variable, suffix, value, known)));
  }

  private void judgeOther(String variable, String suffix, String value, Set<String> known) {
    if (ForeignVariables.isServiceLink(suffix, value)) {
      return;
    }
    Optional<String> ignored = ForeignVariables.reasonToIgnore(suffix);
    if (ignored.isPresent()) {
      if (!value.isEmpty()) {
        warnings.add(variable + " is " + ignored.get());
      }
      return;
    }
    // the value is not shown: a mistyped token is a token
    problems.add(
        new Problem(
            variable,
            "is not a setting",
            NearestName.to(Setting.PREFIX + suffix, known)
                .map(near -> "expected a known name; did you mean " + near + "?")
                .orElse("expected one of the names that the command \"config\" lists")));
  }

  private static Optional<String> suffix(String variable) {
    return Stream.of(Setting.PREFIX, Setting.ALIAS_PREFIX)
        .filter(variable::startsWith)
        .map(prefix -> variable.substring(prefix.length()))
        .findFirst();
  }

  private Values values() {
    return new Values(List.copyOf(found.values()));
  }

  private List<ProvisioningProviderFactory> configuredFactories() {
    return factories.stream().filter(each -> configured.contains(instance(each))).toList();
  }

  static String instance(ProvisioningProviderFactory factory) {
    return factory.type().name();
  }
}
