package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Answers requests, all but watches, without their transport. Thread-safe. */
final class ApiServer {
  private static final int HISTORY = 20_000;

  private final ObjectStore store = new ObjectStore(HISTORY);
  private final TypeRegistry types = new TypeRegistry();
  private final Routes routes = new Routes(types);
  private final Discovery discovery = new Discovery(types);
  private final Resources resources;
  private final Deletions deletions;
  private final Tables tables;

  /** An answer with its HTTP code. */
  record Reply(int code, JsonNode body) {}

  ApiServer(Clock clock) {
    ObjectMeta meta = new ObjectMeta(clock, UUID::randomUUID);
    Containers containers = new Containers(store, types);
    this.resources = new Resources(store, meta, containers);
    this.deletions = new Deletions(store, types, meta, containers, resources);
    this.tables = new Tables(clock);
    for (String namespace : List.of("default", "kube-system")) {
      ObjectNode document = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
      Json.metadata(document).put("name", namespace);
      resources.create(
          new Target(BuiltInTypes.NAMESPACES, "", "", ""), document, WriteOptions.stored());
    }
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

  Reply answer(ApiRequest request, Target target) throws IOException {
    WriteOptions options = WriteOptions.of(request);
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

  private Resources.Written patch(ApiRequest request, Target target, WriteOptions options)
      throws IOException {
    PatchType kind = PatchType.of(request.contentType());
    return resources.patch(
        target, kind, Json.parse(request.body(), request.contentType()), options);
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
    String version = String.valueOf(snapshot.version());
    if (request.wantsTable()) {
      return tables.of(target.type(), documents, version);
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

  private List<ObjectNode> selected(ApiRequest request, Target target) {
    return new ArrayList<>(
        store.list(target.type().storage(), target.namespace()).documents().stream()
            .filter(selector(request, target.type()))
            .toList());
  }

  static Predicate<ObjectNode> selector(ApiRequest request, ResourceType type) {
    return Selectors.labels(request.parameter("labelSelector"))
        .and(Selectors.fields(request.parameter("fieldSelector"), type));
  }

  private JsonNode shown(ApiRequest request, Target target, ObjectNode document) {
    return request.wantsTable()
        ? tables.of(
            target.type(),
            List.of(document),
            document.path("metadata").path("resourceVersion").asText())
        : shown(target, document);
  }

  private static JsonNode shown(Target target, ObjectNode document) {
    return EventForms.shown(target.type(), document);
  }

  private static ObjectNode stored(ApiRequest request, Target target) throws IOException {
    if (Json.parse(request.body(), request.contentType()) instanceof ObjectNode document) {
      return EventForms.stored(target.type(), document);
    }
    throw ApiFailure.badRequest("expected an object as body");
  }

  private static JsonNode optionalBody(ApiRequest request) throws IOException {
    return request.body().length == 0
        ? Json.object()
        : Json.parse(request.body(), request.contentType());
  }
}
