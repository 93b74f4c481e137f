package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;
import java.util.Map;

/** The kinds of PATCH, told apart by their content type. */
enum PatchType {
  JSON,
  MERGE,
  /** Merged as {@link #MERGE}, so lists are replaced; the real server merges some by key. */
  STRATEGIC,
  /** Server-side apply without field ownership: merged, and nothing is ever dropped. */
  APPLY;

  static PatchType of(String contentType) {
    String media = contentType.split(";", 2)[0].strip();
    return switch (media) {
      case "application/json-patch+json" -> JSON;
      case "application/merge-patch+json" -> MERGE;
      case "application/strategic-merge-patch+json" -> STRATEGIC;
      case "application/apply-patch+yaml" -> APPLY;
      default -> throw unsupported(media);
    };
  }

  ObjectNode applied(ObjectNode document, JsonNode patch, ResourceType type) {
    if (this == STRATEGIC && type.has(Trait.CUSTOM)) {
      throw unsupported("application/strategic-merge-patch+json");
    }
    if (this == JSON) {
      return Patches.apply(document, patch);
    }
    if (patch instanceof ObjectNode object) {
      return Patches.merge(document, this == STRATEGIC ? withoutDirectives(object) : object);
    }
    throw ApiFailure.badRequest("a merge patch must be an object");
  }

  private static ObjectNode withoutDirectives(ObjectNode patch) {
    ObjectNode plain = patch.deepCopy();
    List<String> directives =
        patch.properties().stream().map(Map.Entry::getKey).filter(k -> k.startsWith("$")).toList();
    plain.remove(directives);
    for (var field : plain.properties()) {
      if (field.getValue() instanceof ObjectNode object) {
        field.setValue(withoutDirectives(object));
      }
    }
    return plain;
  }

  private static ApiFailure unsupported(String media) {
    return ApiFailure.of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml; found "
            + media);
  }
}
