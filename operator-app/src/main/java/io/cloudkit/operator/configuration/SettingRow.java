package io.cloudkit.operator.configuration;

/**
 * One setting as people see it.
 *
 * @param variable the environment variable
 * @param defaultValue empty if there is none
 * @param value what holds now, the default included; secrets masked
 * @param origin where the value comes from
 */
public record SettingRow(
    String variable, String defaultValue, String value, Origin origin, String description) {
  /** Where a value comes from. */
  public enum Origin {
    SET,
    DEFAULT,
    /** Neither set nor with a default. */
    UNSET
  }

  static SettingRow of(Found found) {
    String defaultValue = found.setting().property().defaultValue().orElse("");
    Origin origin =
        found.isSet() ? Origin.SET : found.text().isPresent() ? Origin.DEFAULT : Origin.UNSET;
    String file =
        found
            .setting()
            .fileVariable()
            .map(variable -> " Or " + variable + ", a file, read anew when it changes.")
            .orElse("");
    String required = found.setting().property().isRequired() ? " Required." : "";
    return new SettingRow(
        found.setting().variable(),
        defaultValue,
        found.shown(),
        origin,
        found.setting().property().description() + required + file);
  }
}
