package io.cloudkit.testkit.eda.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The origin's finalizer role (§4): the whole list is read, and later the whole list is written
 * without a resourceVersion, so that what others wrote in between is undone.
 */
final class Finalizers {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Finalizers() {}

  /** The list as it was read, and the playbook's own. */
  static ObjectNode present(ManagedKind kind, JsonNode read) {
    Set<String> union = of(read);
    union.add(kind.finalizer());
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.withObject("/metadata").set("finalizers", array(union));
    return patch;
  }

  /**
   * The list as it was read, less the playbook's own, as an {@code apply}: what the resource was
   * last applied with and is not applied with now is removed, its spec included.
   */
  static ObjectNode absent(ManagedKind kind, JsonNode read) throws PlaybookFailure {
    Set<String> difference = of(read);
    difference.remove(kind.finalizer());
    ObjectNode applied = JsonNodeFactory.instance.objectNode();
    applied.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    applied
        .putObject("metadata")
        .put("name", read.at("/metadata/name").asText())
        .put("namespace", read.at("/metadata/namespace").asText())
        .set("finalizers", difference.isEmpty() ? NullNode.getInstance() : array(difference));
    ObjectNode desired = applied.deepCopy();
    desired.withObject("/metadata/annotations").put(LAST_APPLIED, applied.toString());
    ObjectNode patch = removals(lastApplied(read), desired);
    merge(patch, desired);
    return patch;
  }

  private static JsonNode lastApplied(JsonNode read) throws PlaybookFailure {
    String text = read.path("metadata").path("annotations").path(LAST_APPLIED).asText("{}");
    try {
      return Cluster.MAPPER.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new PlaybookFailure("the annotation " + LAST_APPLIED + " is no JSON");
    }
  }

  private static ObjectNode removals(JsonNode before, JsonNode now) {
    ObjectNode removals = JsonNodeFactory.instance.objectNode();
    for (var field : before.properties()) {
      JsonNode kept = now.get(field.getKey());
      if (kept == null) {
        removals.putNull(field.getKey());
      } else if (kept.isObject() && field.getValue().isObject()) {
        removals.set(field.getKey(), removals(field.getValue(), kept));
      }
    }
    return removals;
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (var field : from.properties()) {
      if (field.getValue().isObject() && into.get(field.getKey()) instanceof ObjectNode below) {
        merge(below, field.getValue());
      } else {
        into.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }

  private static Set<String> of(JsonNode read) {
    Set<String> names = new LinkedHashSet<>();
    read.at("/metadata/finalizers").forEach(each -> names.add(each.asText()));
    return names;
  }

  private static ArrayNode array(Set<String> names) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    names.forEach(array::add);
    return array;
  }
}
