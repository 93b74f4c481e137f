package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A request refused the way the real server refuses it: an HTTP code and a Status document. */
final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One field that is wrong: {@code reason} as in FieldValueInvalid, {@code message} for people.
   */
  record Cause(String reason, String message, String field) {
    static Cause invalid(String field, String found, String expected) {
      return new Cause(
          "FieldValueInvalid", "Invalid value: %s: %s".formatted(found, expected), field);
    }

    static Cause forbidden(String field, String why) {
      return new Cause("FieldValueForbidden", "Forbidden: " + why, field);
    }

    static Cause required(String field, String what) {
      return new Cause(
          "FieldValueRequired", "Required value" + (what.isEmpty() ? "" : ": " + what), field);
    }
  }

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  private ApiFailure(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiFailure of(int code, String reason, String message) {
    return new ApiFailure(code, reason, message, Json.object());
  }

  private static ApiFailure of(
      int code, String reason, ResourceType type, String name, String says) {
    ObjectNode details = Json.object().put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    return new ApiFailure(code, reason, says, details.put("kind", type.plural()));
  }

  static ApiFailure badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiFailure unknownPath() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiFailure notFound(ResourceType type, String name) {
    return of(
        404, "NotFound", type, name, "%s \"%s\" not found".formatted(type.qualifiedPlural(), name));
  }

  static ApiFailure alreadyExists(ResourceType type, String name) {
    String says = "%s \"%s\" already exists".formatted(type.qualifiedPlural(), name);
    return of(409, "AlreadyExists", type, name, says);
  }

  static ApiFailure conflict(ResourceType type, String name, String why) {
    String says =
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(type.qualifiedPlural(), name, why);
    return of(409, "Conflict", type, name, says);
  }

  static ApiFailure stale(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiFailure invalid(ResourceType type, String name, List<Cause> causes) {
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    String found =
        causes.stream()
            .map(cause -> cause.field() + ": " + cause.message())
            .collect(Collectors.joining(", "));
    String all = causes.size() == 1 ? found : "[" + found + "]";
    ApiFailure failure =
        of(422, "Invalid", type, name, "%s \"%s\" is invalid: %s".formatted(kind, name, all));
    failure.details.put("kind", type.kind());
    ArrayNode list = failure.details.putArray("causes");
    for (Cause cause : causes) {
      list.addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return failure;
  }

  static ApiFailure terminating(ResourceType type, String name, String namespace) {
    String why =
        "unable to create new content in namespace "
            + namespace
            + " because it is being terminated";
    String says = "%s \"%s\" is forbidden: %s".formatted(type.qualifiedPlural(), name, why);
    ApiFailure failure = of(403, "Forbidden", type, name, says);
    failure
        .details
        .putArray("causes")
        .addObject()
        .put("reason", "NamespaceTerminating")
        .put("message", "namespace " + namespace + " is being terminated")
        .put("field", "metadata.namespace");
    return failure;
  }

  static ApiFailure expired(long asked, long oldest) {
    return of(410, "Expired", "too old resource version: %d (%d)".formatted(asked, oldest));
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = statusOf("Failure").put("message", getMessage()).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  static ObjectNode statusOf(String outcome) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", outcome);
  }
}
