package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Answers requests, all but watches, without their transport. Thread-safe. */
final class ApiServer {
  private final ObjectStore store;
  private final TypeRegistry types = new TypeRegistry();
  private final Routes routes = new Routes(types);
  private final Discovery discovery = new Discovery(types);
  private final Resources resources;
  private final Deletions deletions;
  private final Tables tables;

  /** An answer with its HTTP code. */
  /**
   * An answer that is no stream.
   *
   * @param warnings for the person at the client, as Warning headers
   */
  record Reply(int code, JsonNode body, List<String> warnings) {
    Reply(int code, JsonNode body) {
      this(code, body, List.of());
    }

    Reply warning(List<String> of) {
      return new Reply(code, body, of);
    }
  }

  ApiServer(Clock clock, int history) {
    this.store = new ObjectStore(history);
    ObjectMeta meta = new ObjectMeta(clock, UUID::randomUUID);
    Containers containers = new Containers(store, types);
    this.resources = new Resources(store, meta, containers);
    this.deletions = new Deletions(store, types, meta, containers, resources);
    this.tables = new Tables(clock);
    for (String namespace : List.of("default", "kube-system")) {
      createNamespace(namespace);
    }
  }

  void createNamespace(String name) {
    ObjectNode document = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    Json.metadata(document).put("name", name);
    resources.create(
        new Target(BuiltInTypes.NAMESPACES, "", "", ""), document, WriteOptions.stored());
  }

  /** Creates the type, or changes it to what this says. */
  void applyCrd(ObjectNode crd) {
    String name = crd.path("metadata").path("name").asText("");
    Target target = new Target(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS, "", name, "");
    resources.patch(target, PatchType.APPLY, crd, WriteOptions.stored());
  }

  ObjectStore store() {
    return store;
  }

  Tables tables() {
    return tables;
  }

  Target target(ApiRequest request) {
    return routes.target(request.path());
  }

  /** What a request asks, for counting. */
  ApiVerb verb(ApiRequest request, Target target) {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          request.isTrue("watch")
              ? ApiVerb.WATCH
              : target.isCollection() ? ApiVerb.LIST : ApiVerb.GET;
      case "POST" -> ApiVerb.CREATE;
      case "PUT" -> ApiVerb.UPDATE;
      case "PATCH" -> ApiVerb.PATCH;
      case "DELETE" -> target.isCollection() ? ApiVerb.DELETECOLLECTION : ApiVerb.DELETE;
      default -> ApiVerb.OTHER;
    };
  }

  /** Discovery and health: what is asked without naming a resource; empty if it does name one. */
  Optional<Reply> about(ApiRequest request) {
    List<String> path = request.path();
    String first = path.isEmpty() ? "" : path.get(0);
    if (first.equals("openapi")) {
      return ok(OpenApi.answer(types, path));
    }
    return switch (path.size()) {
      case 1 ->
          switch (first) {
            case "api" -> ok(discovery.coreVersions());
            case "apis" -> ok(discovery.groups());
            case "version" -> ok(discovery.version());
            case "healthz", "livez", "readyz" -> ok(Json.object().put("status", "ok"));
            default -> throw ApiFailure.unknownPath();
          };
      case 2 ->
          switch (first) {
            case "api" -> ok(discovery.resources("", path.get(1)));
            case "apis" -> ok(discovery.group(path.get(1)));
            default -> throw ApiFailure.unknownPath();
          };
      case 3 ->
          first.equals("apis")
              ? ok(discovery.resources(path.get(1), path.get(2)))
              : Optional.empty();
      case 0 -> throw ApiFailure.unknownPath();
      default -> Optional.empty();
    };
  }

  private static Optional<Reply> ok(ObjectNode body) {
    return Optional.of(new Reply(200, body));
  }

  Reply answer(ApiRequest request, Target target) {
    WriteOptions options = WriteOptions.of(request);
    return answer(request, target, options).warning(options.warnings());
  }

  private Reply answer(ApiRequest request, Target target, WriteOptions options) {
    return switch (verb(request, target)) {
      case GET -> new Reply(200, shown(request, target, resources.read(target)));
      case LIST -> new Reply(200, list(request, target));
      case CREATE ->
          new Reply(201, shown(target, resources.create(target, stored(request, target), options)));
      case UPDATE -> written(target, resources.replace(target, stored(request, target), options));
      case PATCH -> written(target, patch(request, target, options));
      case DELETE -> new Reply(200, deletions.delete(target, optionalBody(request), options));
      case DELETECOLLECTION -> deleteAll(request, target, options);
      case WATCH, OTHER -> throw ApiFailure.of(405, "MethodNotAllowed", "method not allowed");
    };
  }

  private Resources.Written patch(ApiRequest request, Target target, WriteOptions options) {
    PatchType kind = PatchType.of(request.contentType());
    return resources.patch(target, kind, request.json(), options);
  }

  private static Reply written(Target target, Resources.Written written) {
    int code = written.happened() == Resources.Happened.CREATED ? 201 : 200;
    return new Reply(code, shown(target, written.document()));
  }

  private Reply deleteAll(ApiRequest request, Target target, WriteOptions options) {
    List<Target> targets =
        selected(request, target).stream()
            .map(
                document ->
                    new Target(
                        target.type(),
                        document.path("metadata").path("namespace").asText(""),
                        document.path("metadata").path("name").asText(),
                        ""))
            .toList();
    deletions.deleteAll(targets, options);
    return new Reply(200, ApiFailure.statusOf("Success"));
  }

  private JsonNode list(ApiRequest request, Target target) {
    ObjectStore.Snapshot snapshot = store.list(target.type().storage(), target.namespace());
    Predicate<ObjectNode> selector = selector(request, target.type());
    List<ObjectNode> documents = snapshot.documents().stream().filter(selector).toList();
    checkVersion(request, snapshot.version());
    String version = String.valueOf(snapshot.version());
    if (request.wantsTable()) {
      return tables.of(target.type(), documents, request.rows(), version);
    }
    ObjectNode list =
        Json.object()
            .put("kind", target.type().names().listKind())
            .put("apiVersion", target.type().apiVersion());
    list.putObject("metadata").put("resourceVersion", version);
    ArrayNode items = list.putArray("items");
    documents.forEach(document -> items.add(EventForms.shown(target.type(), document)));
    return list;
  }

  private static void checkVersion(ApiRequest request, long now) {
    long asked = version(request);
    if (asked > now) {
      throw ApiFailure.of(
          504, "Timeout", "Too large resource version: %d, current: %d".formatted(asked, now));
    }
    if (request.parameter("resourceVersionMatch").equals("Exact") && asked != now) {
      throw ApiFailure.expired(asked, now);
    }
  }

  /** 0 when none is asked for, which means the same. */
  static long version(ApiRequest request) {
    String asked = request.parameter("resourceVersion");
    if (!asked.matches("[0-9]{0,18}")) {
      throw ApiFailure.badRequest("resourceVersion: Invalid value: \"" + asked + "\"");
    }
    return asked.isEmpty() ? 0 : Long.parseLong(asked);
  }

  private List<ObjectNode> selected(ApiRequest request, Target target) {
    return new ArrayList<>(
        store.list(target.type().storage(), target.namespace()).documents().stream()
            .filter(selector(request, target.type()))
            .toList());
  }

  static Predicate<ObjectNode> selector(ApiRequest request, ResourceType type) {
    Predicate<ObjectNode> fields = Selectors.fields(request.parameter("fieldSelector"), type);
    return Selectors.labels(request.parameter("labelSelector"))
        .and(document -> fields.test(EventForms.shown(type, document)));
  }

  private JsonNode shown(ApiRequest request, Target target, ObjectNode document) {
    return request.wantsTable()
        ? tables.of(
            target.type(),
            List.of(document),
            request.rows(),
            document.path("metadata").path("resourceVersion").asText())
        : shown(target, document);
  }

  private static JsonNode shown(Target target, ObjectNode document) {
    return EventForms.shown(target.type(), document);
  }

  private static ObjectNode stored(ApiRequest request, Target target) {
    if (request.json() instanceof ObjectNode document) {
      return EventForms.stored(target.type(), document);
    }
    throw ApiFailure.badRequest("expected an object as body");
  }

  private static JsonNode optionalBody(ApiRequest request) {
    return request.body().length == 0 ? Json.object() : request.json();
  }
}
