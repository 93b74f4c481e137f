package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;

/**
 * Just enough of OpenAPI v3 for kubectl to see that the server checks fields itself, so that {@code
 * kubectl apply} works without {@code --validate=false}. No schemas: {@code kubectl explain} does
 * not work.
 */
final class OpenApi {
  private OpenApi() {}

  /** To {@code openapi/v3} the list of documents, to {@code openapi/v3/<path>} one of them. */
  static ObjectNode answer(TypeRegistry types, List<String> path) {
    if (path.size() < 2 || !path.get(1).equals("v3") || path.size() == 3) {
      throw ApiFailure.unknownPath();
    }
    if (path.size() == 2) {
      return index(types);
    }
    boolean core = path.get(2).equals("api");
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1");
    ObjectNode operations = document.putObject("paths");
    for (ResourceType type : types.in(core ? "" : path.get(3), path.get(path.size() - 1))) {
      addPatch(operations, type);
    }
    document.putObject("components").putObject("schemas");
    return document;
  }

  private static ObjectNode index(TypeRegistry types) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    add(paths, "api/v1");
    for (String group : types.groups()) {
      types.versions(group).forEach(version -> add(paths, "apis/" + group + "/" + version));
    }
    return index;
  }

  private static void add(ObjectNode paths, String path) {
    paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
  }

  private static void addPatch(ObjectNode operations, ResourceType type) {
    String root = type.group().isEmpty() ? "/api/v1/" : "/apis/" + type.apiVersion() + "/";
    String scope = type.has(Trait.NAMESPACED) ? "namespaces/{namespace}/" : "";
    String path = root + scope + type.plural() + "/{name}";
    ObjectNode patch = operations.putObject(path).putObject("patch");
    patch
        .putObject("x-kubernetes-group-version-kind")
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
    patch.putArray("parameters").addObject().put("name", "fieldValidation").put("in", "query");
    patch.putObject("responses");
  }
}
