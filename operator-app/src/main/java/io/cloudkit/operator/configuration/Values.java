package io.cloudkit.operator.configuration;

import io.cloudkit.operator.configuration.ProviderSettings.Given;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The values that were found, all of them valid, by owner and property. */
final class Values {
  private final List<Found> found;

  Values(List<Found> found) {
    this.found = found;
  }

  /** The operator's own. */
  ProviderConfig operator() {
    return typed("operator", Optional.empty());
  }

  /** All of an instance's, those that every instance has included. */
  ProviderConfig instance(String name) {
    return typed(name, Optional.of(name));
  }

  /** Those of an instance that its factory declared. */
  ProviderConfig instance(String name, List<ConfigProperty> declared) {
    Map<String, String> texts = texts(Optional.of(name));
    texts.keySet().retainAll(declared.stream().map(ConfigProperty::name).toList());
    return ProviderConfig.of(name, declared, texts);
  }

  /** The operator's value of that name, valid or its default; empty if there is neither. */
  Optional<String> text(String property) {
    return Optional.ofNullable(texts(Optional.empty()).get(property));
  }

  Map<String, Secret> secrets(String instance) {
    Map<String, Secret> secrets = new TreeMap<>();
    of(Optional.of(instance))
        .forEach(
            each ->
                each.secret()
                    .ifPresent(secret -> secrets.put(each.setting().property().name(), secret)));
    return secrets;
  }

  /** How a person gave each setting of an instance, by property name. */
  Map<String, Given> given(String instance) {
    return of(Optional.of(instance)).stream()
        .collect(Collectors.toMap(each -> each.setting().property().name(), Found::given));
  }

  /** How a person knows the operator's property of that name. */
  String name(String property) {
    return of(Optional.empty()).stream()
        .filter(each -> each.setting().property().name().equals(property))
        .map(each -> each.from().orElseGet(each.setting()::variable))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(property));
  }

  private ProviderConfig typed(String name, Optional<String> owner) {
    List<ConfigProperty> properties =
        of(owner).stream().map(each -> each.setting().property()).toList();
    return ProviderConfig.of(name, properties, texts(owner));
  }

  private Map<String, String> texts(Optional<String> owner) {
    Map<String, String> texts = new TreeMap<>();
    of(owner)
        .forEach(
            each ->
                each.text().ifPresent(text -> texts.put(each.setting().property().name(), text)));
    return texts;
  }

  private List<Found> of(Optional<String> owner) {
    return found.stream().filter(each -> each.setting().owner().equals(owner)).toList();
  }
}
