package io.cloudkit.operator.configuration;

import java.util.Optional;

/**
 * One setting as people see it.
 *
 * @param instance the provider instance that it belongs to; empty for the operator itself
 * @param section what is over it and its neighbours, for people; empty for the operator's own
 * @param variable the environment variable
 * @param key the name in a properties file
 * @param defaultValue empty if there is none
 * @param value what holds now, the default included; secrets masked
 * @param origin where the value comes from
 * @param from the name by which it was set, with its file; empty unless it was
 */
public record SettingRow(
    Optional<String> instance,
    Optional<String> section,
    String variable,
    String key,
    String defaultValue,
    String value,
    Origin origin,
    Optional<String> from,
    String description) {
  /** Where a value comes from. */
  public enum Origin {
    SET,
    DEFAULT,
    /** Neither set nor with a default. */
    UNSET
  }

  /**
   * A row.
   *
   * @param kind of the instance; empty if it is not configured
   */
  static SettingRow of(Found found, Optional<ProviderKind> kind) {
    Setting setting = found.setting();
    String file =
        setting
            .fileVariable()
            .map(variable -> " Or " + variable + ", a file, read anew when it changes.")
            .orElse("");
    String required = setting.property().isRequired() ? " Required." : "";
    return new SettingRow(
        setting.owner(),
        setting
            .owner()
            .map(
                name ->
                    kind.map(each -> "Provider instance " + name + ", of type " + each.type())
                        .orElse("Provider type " + name + ", of which no instance is configured")),
        setting.variable(),
        setting.key(),
        setting.property().defaultValue().orElse(""),
        found.shown(),
        found.isSet() ? Origin.SET : found.text().isPresent() ? Origin.DEFAULT : Origin.UNSET,
        found.from(),
        setting.property().description() + required + file);
  }
}
