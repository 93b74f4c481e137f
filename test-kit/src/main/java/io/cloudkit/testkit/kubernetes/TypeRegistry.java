package io.cloudkit.testkit.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** The types served now. Thread-safe. */
final class TypeRegistry {
  private final CopyOnWriteArrayList<ResourceType> types =
      new CopyOnWriteArrayList<>(BuiltInTypes.all());

  /** Serves these types instead of those that had the same storage; an empty list removes. */
  synchronized void replace(String storage, List<ResourceType> served) {
    List<ResourceType> next = new ArrayList<>(types);
    next.removeIf(type -> type.storage().equals(storage));
    next.addAll(served);
    types.clear();
    types.addAll(next);
  }

  Optional<ResourceType> find(String group, String version, String plural) {
    return types.stream()
        .filter(type -> type.plural().equals(plural))
        .filter(type -> type.group().equals(group) && type.version().equals(version))
        .findFirst();
  }

  /** Any served type over this storage. */
  Optional<ResourceType> viewOf(String storage) {
    return types.stream().filter(type -> type.storage().equals(storage)).findFirst();
  }

  List<ResourceType> in(String group, String version) {
    return types.stream()
        .filter(type -> type.group().equals(group) && type.version().equals(version))
        .toList();
  }

  List<String> groups() {
    TreeSet<String> groups = new TreeSet<>();
    types.forEach(type -> groups.add(type.group()));
    groups.remove("");
    return List.copyOf(groups);
  }

  /** Preferred first: v2 before v1 before v1beta1 before v1alpha1. */
  List<String> versions(String group) {
    return types.stream()
        .filter(type -> type.group().equals(group))
        .map(ResourceType::version)
        .distinct()
        .sorted(
            Comparator.comparingInt(TypeRegistry::maturity)
                .thenComparing(Comparator.reverseOrder()))
        .toList();
  }

  private static int maturity(String version) {
    return version.contains("alpha") ? 2 : version.contains("beta") ? 1 : 0;
  }
}
