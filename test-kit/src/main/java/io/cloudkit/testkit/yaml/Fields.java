package io.cloudkit.testkit.yaml;

import java.util.Map;
import java.util.Optional;

/** The fields of an object, all of which have names that are known. */
public final class Fields {
  private final Entry object;
  private final Map<String, Entry> byName;

  Fields(Entry object, Map<String, Entry> byName) {
    this.object = object;
    this.byName = Map.copyOf(byName);
  }

  /** The value of a field; empty if it is not there. */
  public Optional<Entry> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The value of a field; {@link YamlException} if it is not there. */
  public Entry want(String name) {
    return get(name).orElseThrow(() -> object.refuse("the field \"" + name + "\"", "none"));
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }
}
