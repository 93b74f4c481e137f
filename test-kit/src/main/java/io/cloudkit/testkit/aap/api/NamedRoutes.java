package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a launch names by id and people by name: labels, inventories and execution environments
 * (§3.1, §4.5). They have no life of their own here. Thread-safe.
 */
final class NamedRoutes {
  /** Collections, with the type and the model of what is in them. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "labels", List.of("label", "Label"),
          "inventories", List.of("inventory", "Inventory"),
          "execution_environments", List.of("execution_environment", "ExecutionEnvironment"));

  private static final String LABELS = "labels";

  private final List<Named> all = new CopyOnWriteArrayList<>();

  private record Named(String collection, long id, String name, long organization) {}

  private static List<String> kind(String collection) {
    return KINDS.getOrDefault(collection, List.of("", ""));
  }

  static boolean has(String collection) {
    return KINDS.containsKey(collection);
  }

  /** One more; its id. */
  synchronized long add(String collection, String name, long organization) {
    Named added = new Named(collection, all.size() + 1L, name, organization);
    all.add(added);
    return added.id();
  }

  /** Whether there is one with that id. */
  boolean has(String collection, long id) {
    return all.stream().anyMatch(each -> each.collection().equals(collection) && each.id() == id);
  }

  /** The names of the labels with these ids; those that are not there have none. */
  List<String> labels(JsonNode ids) {
    return all.stream()
        .filter(each -> each.collection().equals(LABELS))
        .filter(each -> holds(ids, each.id()))
        .map(Named::name)
        .toList();
  }

  private static boolean holds(JsonNode ids, long id) {
    for (JsonNode each : ids) {
      if (each.asLong() == id) {
        return true;
      }
    }
    return false;
  }

  HttpAnswer answer(Call call) {
    String collection = call.segment(0);
    if (call.segments().size() > 1) {
      call.allow("GET");
      return AapApi.detail(404, "Not found.");
    }
    call.allow("GET", collection.equals(LABELS) ? "POST" : "GET");
    return call.isPost() ? create(call) : list(call, collection);
  }

  private HttpAnswer list(Call call, String collection) {
    Fields<Named> fields =
        new Fields.Builder<Named>()
            .number("id", each -> Optional.of(each.id()))
            .text("name", Named::name)
            .relation("organization", each -> Optional.of(each.organization()))
            .build(kind(collection).get(1));
    List<Named> rows = all.stream().filter(each -> each.collection().equals(collection)).toList();
    return Pages.answer(call, fields, rows, NamedRoutes::document);
  }

  private static ObjectNode document(Named named) {
    return Documents.object()
        .put("id", named.id())
        .put("type", kind(named.collection()).get(0))
        .put("name", named.name())
        .put("organization", named.organization());
  }

  private synchronized HttpAnswer create(Call call) {
    if (call.user().role() == User.Role.OUTSIDER) {
      throw Refusal.forbidden(); // §4.5: for members of the organization
    }
    ObjectNode body = LaunchBody.of(call.request());
    String name = body.path("name").asText();
    long organization = body.path("organization").asLong();
    boolean isThere =
        all.stream()
            .anyMatch(
                each ->
                    each.collection().equals(LABELS)
                        && each.name().equals(name)
                        && each.organization() == organization);
    if (isThere) {
      throw LaunchBody.fieldError(
          "__all__", "Label with this Name and Organization already exists.");
    }
    add(LABELS, name, organization);
    return HttpAnswer.json(201, document(all.get(all.size() - 1)));
  }
}
