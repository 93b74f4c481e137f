package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** JSON merge patch (RFC 7386) and JSON patch (RFC 6902) on documents. */
final class Patches {
  private Patches() {}

  /** The document with the patch merged in; the arguments stay as they were. */
  static ObjectNode merge(ObjectNode document, ObjectNode patch) {
    ObjectNode merged = document.deepCopy();
    mergeInto(merged, patch);
    return merged;
  }

  private static void mergeInto(ObjectNode target, ObjectNode patch) {
    for (var field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value instanceof ObjectNode object) {
        mergeInto(Json.child(target, field.getKey()), object);
      } else {
        target.set(field.getKey(), value.deepCopy());
      }
    }
  }

  /**
   * The document after all operations, in order; the arguments stay as they were.
   *
   * @throws ApiFailure 422 when a {@code test} fails or a path does not exist, 400 when the patch
   *     itself is malformed
   */
  static ObjectNode apply(ObjectNode document, JsonNode operations) {
    JsonNode result = document.deepCopy();
    if (!operations.isArray()) {
      throw ApiFailure.badRequest("a JSON patch must be an array of operations");
    }
    for (JsonNode operation : operations) {
      result = apply(result, operation);
    }
    if (result instanceof ObjectNode object) {
      return object;
    }
    throw ApiFailure.badRequest("the JSON patch does not leave an object");
  }

  private static JsonNode apply(JsonNode document, JsonNode operation) {
    String path = Json.text(operation, "path");
    return switch (Json.text(operation, "op")) {
      case "add" -> add(document, path, value(operation));
      case "replace" -> replace(document, path, value(operation));
      case "remove" -> remove(document, path);
      case "copy" -> add(document, path, existing(document, Json.text(operation, "from")));
      case "move" -> {
        String from = Json.text(operation, "from");
        JsonNode moved = existing(document, from);
        yield add(remove(document, from), path, moved);
      }
      case "test" -> test(document, path, value(operation));
      default -> throw ApiFailure.badRequest("unknown JSON patch operation in " + operation);
    };
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw ApiFailure.badRequest("the JSON patch operation lacks a value: " + operation);
    }
    return value.deepCopy();
  }

  private static JsonNode test(JsonNode document, String path, JsonNode value) {
    // numbers are equal by value, not by notation
    boolean equal =
        document
            .at(path)
            .equals(
                (a, b) ->
                    a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                value);
    if (!equal) {
      throw unprocessable("testing value " + path + " failed: test failed");
    }
    return document;
  }

  private static JsonNode existing(JsonNode document, String path) {
    JsonNode found = document.at(path);
    if (found.isMissingNode()) {
      throw unprocessable("doc is missing path: " + path);
    }
    return found.deepCopy();
  }

  private static JsonNode add(JsonNode document, String path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    JsonNode parent = document.at(parentOf(path));
    String last = lastOf(path);
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array) {
      array.insert(last.equals("-") ? array.size() : index(last, array.size(), path), value);
    } else {
      throw unprocessable("doc is missing path: " + path);
    }
    return document;
  }

  private static JsonNode replace(JsonNode document, String path, JsonNode value) {
    existing(document, path);
    if (document.at(parentOf(path)) instanceof ArrayNode array && !path.isEmpty()) {
      array.set(index(lastOf(path), array.size() - 1, path), value);
      return document;
    }
    return add(document, path, value);
  }

  private static JsonNode remove(JsonNode document, String path) {
    existing(document, path);
    JsonNode parent = document.at(parentOf(path));
    if (parent instanceof ObjectNode object) {
      object.remove(List.of(lastOf(path)));
    } else if (parent instanceof ArrayNode array) {
      array.remove(index(lastOf(path), array.size() - 1, path));
    }
    return document;
  }

  private static int index(String token, int highest, String path) {
    if (!token.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(token) > highest) {
      throw unprocessable("index out of bounds: " + path);
    }
    return Integer.parseInt(token);
  }

  private static String parentOf(String path) {
    if (!path.isEmpty() && path.charAt(0) != '/') {
      throw ApiFailure.badRequest("a JSON patch path must be empty or start with /: " + path);
    }
    return path.isEmpty() ? path : path.substring(0, path.lastIndexOf('/'));
  }

  private static String lastOf(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.replace("~1", "/").replace("~0", "~");
  }

  private static ApiFailure unprocessable(String why) {
    return ApiFailure.of(
        422, "Invalid", "the server rejected our request due to an error in our request: " + why);
  }
}
