package io.cloudkit.testkit.kubernetes;

import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;

/** What the path of a request names. */
final class Routes {
  private final TypeRegistry types;

  Routes(TypeRegistry types) {
    this.types = types;
  }

  /**
   * The resource, or collection, that a path names.
   *
   * @throws ApiFailure 404 for any other path
   */
  Target target(List<String> path) {
    boolean core = !path.isEmpty() && path.get(0).equals("api");
    int prefix = core ? 2 : 3;
    if (path.size() <= prefix || (!core && !path.get(0).equals("apis"))) {
      throw ApiFailure.unknownPath();
    }
    String group = core ? "" : path.get(1);
    String version = path.get(prefix - 1);
    List<String> rest = path.subList(prefix, path.size());
    boolean inNamespace = rest.size() >= 3 && rest.get(0).equals("namespaces");
    if (inNamespace && !isNamespaceSubresource(rest)) {
      return target(group, version, rest.get(1), rest.subList(2, rest.size()));
    }
    return target(group, version, "", rest);
  }

  private static boolean isNamespaceSubresource(List<String> rest) {
    return rest.size() == 3 && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
  }

  private Target target(String group, String version, String namespace, List<String> rest) {
    ResourceType type =
        types.find(group, version, rest.get(0)).orElseThrow(ApiFailure::unknownPath);
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? rest.get(2) : "";
    boolean known =
        subresource.isEmpty() || (subresource.equals("status") && type.has(Trait.STATUS));
    boolean placed = namespace.isEmpty() || type.has(Trait.NAMESPACED);
    boolean whole = name.isEmpty() || !type.has(Trait.NAMESPACED) || !namespace.isEmpty();
    if (rest.size() > 3 || !known || !placed || !whole) {
      throw ApiFailure.unknownPath();
    }
    return new Target(type, namespace, name, subresource);
  }
}
