package io.cloudkit.operator.configuration;

/** Whose a name is. */
final class Claims {
  private Claims() {}

  /** Whether a variable, without its prefix, is one of a setting. */
  static boolean claims(Setting setting, String suffix) {
    String path = Setting.words(Source.Form.PATH.ending());
    return setting.suffixes().stream()
        .anyMatch(
            each ->
                each.equals(suffix)
                    || (setting.property().isSecret() && (each + path).equals(suffix)));
  }

  /** Whether a name begins like those of an instance, whatever its settings are. */
  static boolean beginsLike(Source source, String name, String instance) {
    String words = Setting.words(instance) + "_";
    return source
            .key(name)
            .filter(key -> key.startsWith(Setting.INSTANCES + instance + "."))
            .isPresent()
        || source
            .suffix(name)
            .filter(
                suffix ->
                    suffix.startsWith(Setting.INSTANCE_VARIABLES + words)
                        || suffix.startsWith(words))
            .isPresent();
  }
}
