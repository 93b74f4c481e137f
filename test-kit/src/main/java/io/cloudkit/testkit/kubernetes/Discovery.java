package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;

/** What the API says of itself. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final TypeRegistry types;

  Discovery(TypeRegistry types) {
    this.types = types;
  }

  ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", "v1.34.1+embedded")
        .put("platform", "java");
  }

  ObjectNode coreVersions() {
    ObjectNode answer = Json.object().put("kind", "APIVersions");
    answer.putArray("versions").add("v1");
    answer.putArray("serverAddressByClientCIDRs");
    return answer;
  }

  ObjectNode groups() {
    ObjectNode answer = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = answer.putArray("groups");
    types.groups().forEach(group -> groups.add(group(group)));
    return answer;
  }

  ObjectNode group(String name) {
    ObjectNode group =
        Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
    ArrayNode versions = group.putArray("versions");
    for (String version : types.versions(name)) {
      versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    if (versions.isEmpty()) {
      throw ApiFailure.unknownPath();
    }
    group.set("preferredVersion", versions.get(0).deepCopy());
    return group;
  }

  ObjectNode resources(String group, String version) {
    List<ResourceType> served = types.in(group, version);
    if (served.isEmpty()) {
      throw ApiFailure.unknownPath();
    }
    ObjectNode answer =
        Json.object()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = answer.putArray("resources");
    for (ResourceType type : served) {
      ObjectNode resource = resource(type, type.plural(), VERBS);
      resource.put("singularName", type.names().singular());
      resource.set("shortNames", Json.array(type.names().shortNames()));
      resource.set("categories", Json.array(type.names().categories()));
      resources.add(resource);
      if (type.has(Trait.STATUS)) {
        resources.add(resource(type, type.plural() + "/status", List.of("get", "patch", "update")));
      }
    }
    return answer;
  }

  private static ObjectNode resource(ResourceType type, String name, List<String> verbs) {
    ObjectNode resource =
        Json.object()
            .put("name", name)
            .put("singularName", "")
            .put("namespaced", type.has(Trait.NAMESPACED))
            .put("kind", type.kind());
    resource.set("verbs", Json.array(verbs));
    return resource;
  }
}
