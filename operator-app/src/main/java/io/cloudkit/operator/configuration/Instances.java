package io.cloudkit.operator.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The provider instances that somebody defined.
 *
 * @param kinds of those that can be made, by instance
 * @param broken why others can not, although nobody made a mistake, by instance
 * @param unknown instances of a type that is not there: a mistake that is told already
 * @param refused variables of which it is told already that they can not be
 * @param byKey those that were defined by a key, not by a variable
 */
record Instances(
    Map<String, ProviderKind> kinds,
    Map<String, String> broken,
    Set<String> unknown,
    Set<String> refused,
    Set<String> byKey) {

  /** Nothing yet. */
  static Instances none() {
    return new Instances(
        new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
  }

  /** One more, of a type that is known. */
  void add(String instance, String type, Kinds all) {
    Optional<ProviderKind> kind = all.find(type);
    if (kind.isPresent()) {
      kinds.put(instance, kind.get());
    } else {
      broken.put(instance, "its type " + type + " is broken: " + all.broken().get(type));
    }
  }

  boolean isDefined(String instance) {
    return kinds.containsKey(instance)
        || broken.containsKey(instance)
        || unknown.contains(instance);
  }

  /** All that can be named, the broken ones included. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(kinds.keySet());
    names.addAll(broken.keySet());
    return names;
  }

  Setting.Style style(String instance) {
    return byKey.contains(instance) ? Setting.Style.KEY : Setting.Style.VARIABLE;
  }
}
