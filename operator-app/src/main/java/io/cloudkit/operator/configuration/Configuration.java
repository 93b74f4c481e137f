package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The configuration as it was found, right or wrong. All mistakes are found in one pass, without a
 * call to anything but files; those that only a provider knows of, by making it once. Immutable.
 */
public final class Configuration {
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Instances instances;
  private final List<ProviderSettings> providers = new ArrayList<>();
  private final Map<String, String> unusable;

  private Configuration(Surroundings surroundings, List<ProvisioningProviderFactory> factories) {
    Kinds kinds = Kinds.of(factories, surroundings.patience());
    Sources sources = Sources.of(surroundings);
    problems.addAll(sources.problems());
    String namespace = surroundings.ownNamespace();
    DefaultProvider nobody = new DefaultProvider(kinds.names(), Optional.empty());
    List<Setting> own = OperatorTable.operator(nobody, namespace);
    InstanceTable table = new InstanceTable(own);
    Optional<String> named = sources.text(own.get(0));
    instances = new InstanceSearch(sources.all(), kinds, table, problems).find(named);
    DefaultProvider chosen = chosen(kinds, named);
    List<Setting> operator = OperatorTable.operator(chosen, namespace);
    found.put(Sources.CONFIG_FILE.key(), sources.configFile());
    operator.forEach(each -> found.put(each.key(), Lookup.find(each, sources.all())));
    List<Setting> possible = new ArrayList<>(operator);
    tables(kinds, table)
        .forEach(
            (instance, settings) -> {
              boolean counts = instances.kinds().containsKey(instance);
              possible.addAll(settings);
              settings.forEach(
                  each ->
                      found.put(
                          each.key(),
                          counts ? Lookup.find(each, sources.all()) : Found.nothing(each)));
            });
    judge(sources, possible);
    unusable = new TreeMap<>(instances.broken());
    tryProviders(surroundings, factories);
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

  /** What is worth a word and stops nothing: variables that are ignored, secrets in the open. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** All settings, as people see them. */
  public List<SettingRow> rows() {
    return found.values().stream()
        .filter(each -> each.setting().owner().map(this::isWorthARow).orElse(true))
        .map(each -> SettingRow.of(each, each.setting().owner().flatMap(this::kind)))
        .toList();
  }

  /** The instances that can be made, whatever else is wrong. */
  public List<ProviderSettings> providers() {
    return List.copyOf(providers);
  }

  /** Why other instances can not be made, by their fault and no person's, by instance. */
  public Map<String, String> unusable() {
    return Map.copyOf(unusable);
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
    return new SettingsAssembly(values()).settings(providers, unusable);
  }

  /** Who launches by default is configured, so that it is said what is missing for it. */
  private DefaultProvider chosen(Kinds kinds, Optional<String> named) {
    Set<String> possible = new TreeSet<>(kinds.names());
    possible.addAll(instances.names());
    possible.removeAll(instances.unknown());
    DefaultProvider chosen = DefaultProvider.of(instances.names(), possible);
    if (instances.names().isEmpty() && instances.unknown().isEmpty()) {
      chosen.unlessNamed().ifPresent(each -> instances.add(each, each, kinds));
    }
    return named.filter(instances.unknown()::contains).map(chosen::also).orElse(chosen);
  }

  /** The settings of all instances, and of one for each type that has none, for the table. */
  private Map<String, List<Setting>> tables(Kinds kinds, InstanceTable table) {
    Map<String, List<Setting>> tables = new TreeMap<>();
    instances.kinds().forEach((name, kind) -> tables.put(name, table.of(name, kind)));
    kinds
        .usable()
        .forEach(
            (type, kind) -> {
              if (!instances.isDefined(type)) {
                tables.put(type, table.of(type, kind));
              }
            });
    return tables;
  }

  private boolean isWorthARow(String instance) {
    return instances.kinds().containsKey(instance)
        || instances.kinds().values().stream().noneMatch(kind -> kind.type().equals(instance));
  }

  private Optional<ProviderKind> kind(String instance) {
    return Optional.ofNullable(instances.kinds().get(instance));
  }

  private void judge(Sources sources, List<Setting> possible) {
    found.values().forEach(each -> problems.addAll(each.problems()));
    found.values().stream()
        .filter(each -> each.setting().owner().map(instances.kinds()::containsKey).orElse(true))
        .flatMap(each -> each.missing(style(each)).stream())
        .forEach(problems::add);
    List<Setting> configured =
        Stream.concat(Stream.of(Sources.CONFIG_FILE), possible.stream())
            .filter(each -> each.owner().map(instances.kinds()::containsKey).orElse(true))
            .toList();
    UnknownNames unknown = new UnknownNames(configured, possible, instances);
    sources.all().forEach(unknown::judge);
    problems.addAll(unknown.problems());
    warnings.addAll(unknown.warnings());
    found
        .values()
        .forEach(
            each ->
                each.exposure()
                    .ifPresent(how -> warnings.add(each.from().orElseThrow() + " " + how)));
  }

  private Setting.Style style(Found each) {
    return each.setting().owner().map(instances::style).orElse(Setting.Style.VARIABLE);
  }

  /**
   * Makes each instance once. What a person can mend is a mistake; what is the fault of a provider
   * keeps the others from nothing, unless it is the one that launches by default.
   */
  private void tryProviders(
      Surroundings surroundings, List<ProvisioningProviderFactory> factories) {
    instances.kinds().forEach((instance, kind) -> tryProvider(instance, kind, surroundings));
    if (factories.isEmpty()) {
      problems.add(
          new Problem(
              "providers",
              "are missing",
              "expected at least one provider on the class path, such as provider-aap"));
    }
    Optional.ofNullable(found.get(OperatorTable.PROVIDER))
        .flatMap(Found::text)
        .ifPresent(
            each ->
                Optional.ofNullable(unusable.get(each))
                    .ifPresent(why -> problems.add(Problem.unusable(each, why))));
    if (problems.isEmpty()) {
      problems.addAll(Contradictions.among(values()));
    }
  }

  private void tryProvider(String instance, ProviderKind kind, Surroundings surroundings) {
    boolean whole =
        found.values().stream()
            .filter(each -> each.belongsTo(instance))
            .allMatch(
                each -> each.problems().isEmpty() && each.missing(Setting.Style.KEY).isEmpty());
    if (!whole) {
      return;
    }
    ProviderSettings settings = SettingsAssembly.provider(values(), instance, kind);
    try {
      Optional<Problem> refused = Rehearsal.of(settings, surroundings.patience());
      refused.ifPresentOrElse(problems::add, () -> providers.add(settings));
    } catch (DefectException defect) {
      unusable.put(instance, defect.what());
    }
  }

  private Values values() {
    return new Values(List.copyOf(found.values()));
  }
}
