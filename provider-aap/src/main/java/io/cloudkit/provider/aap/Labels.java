package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.aap.Templates.UnresolvedException;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Finds labels by their names, makes those that are missing, and remembers their ids for a while:
 * aap-api.md §4.5. No request deletes one, so a launch names few. Thread-safe.
 */
final class Labels {
  /** How many a launch may name. */
  static final int MOST = 10;

  /** Characters of a name: AWX, awx/main/models/base.py, CommonModelNameNotUnique. */
  static final int LONGEST = 512;

  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private record Label(String name, long organization) {}

  private record Known(long id, long since) {}

  private final AapClient client;
  private final LongSupplier nanoTime;
  private final Map<Label, Known> known = new ConcurrentHashMap<>();

  Labels(AapClient client, LongSupplier nanoTime) {
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * The ids of labels in the template's organization.
   *
   * @param joined their names, joined by commas
   * @param sendBy when none is made any more
   * @throws UnresolvedException if there can be no such labels; says what to do
   * @throws ProviderException if AAP does not tell
   */
  ArrayNode ids(String joined, Template template, Deadline sendBy) throws UnresolvedException {
    if (template.organization() == 0) {
      throw new UnresolvedException(
          "labels: template \""
              + template.name()
              + "\" has no organization, and labels belong to one; give it one");
    }
    List<String> names = names(joined);
    Map<String, Long> ids = find(names, template);
    ArrayNode inOrder = JsonNodeFactory.instance.arrayNode();
    for (String name : names) {
      Long there = ids.get(name);
      inOrder.add(there == null ? make(name, template, sendBy) : there);
    }
    return inOrder;
  }

  /** A launch was refused: perhaps by a label that went with its last job. */
  void forget() {
    known.clear();
  }

  private static List<String> names(String joined) throws UnresolvedException {
    List<String> names = Stream.of(joined.split(",", -1)).map(String::strip).distinct().toList();
    if (names.contains("")) {
      throw new UnresolvedException("labels: expected names joined by commas, found an empty one");
    }
    if (names.size() > MOST) {
      throw new UnresolvedException(
          "labels: expected at most "
              + MOST
              + " names, found "
              + names.size()
              + "; remove some: AAP has no way to delete one");
    }
    for (String name : names) {
      int length = name.codePointCount(0, name.length());
      if (length > LONGEST) {
        throw new UnresolvedException(
            "labels: expected names of at most "
                + LONGEST
                + " characters, found one of "
                + length
                + ", \""
                + Excerpt.cut(name, 60)
                + "\"; shorten it");
      }
    }
    return names;
  }

  private Map<String, Long> find(List<String> names, Template template) {
    long now = nanoTime.getAsLong();
    known.values().removeIf(each -> now - each.since() >= REMEMBERED.toNanos());
    Map<String, Long> ids = new HashMap<>();
    for (String name : names) {
      Known before = known.get(new Label(name, template.organization()));
      if (before != null) {
        ids.put(name, before.id());
      }
    }
    List<String> unknown = names.stream().filter(name -> !ids.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      ids.putAll(ask(unknown, template));
    }
    return ids;
  }

  private Map<String, Long> ask(List<String> names, Template template) {
    String organization = String.valueOf(template.organization());
    JsonNode rows =
        client
            .get(
                "template",
                client.url(
                    "labels/",
                    "name__in",
                    String.join(",", names),
                    "organization",
                    organization,
                    "order_by",
                    "id"))
            .rows();
    Map<String, Long> ids = new HashMap<>();
    for (JsonNode row : rows) {
      String name = row.path("name").asText();
      if (names.contains(name) && row.path("organization").asText().equals(organization)) {
        ids.put(name, remember(name, template, row.path("id").asLong()));
      }
    }
    return ids;
  }

  private long remember(String name, Template template, long id) {
    known.put(new Label(name, template.organization()), new Known(id, nanoTime.getAsLong()));
    return id;
  }

  private long make(String name, Template template, Deadline sendBy) throws UnresolvedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("organization", template.organization());
    Answer made = client.post("label", client.url("labels/"), body, Optional.of(sendBy));
    if (made.status() == 201) {
      return made.json()
          .map(label -> label.path("id").asLong())
          .filter(id -> id > 0)
          .map(id -> remember(name, template, id))
          .orElseThrow(made::unexpected);
    }
    if (made.status() == 403 && made.isJson()) {
      throw new UnresolvedException(
          "labels: AAP has no label \""
              + Excerpt.cut(name, 60)
              + "\", and the account may not make it; create it, or make the account a member of"
              + " the template's organization");
    }
    if (made.status() != 400) {
      throw made.unexpected();
    }
    // another launch may have made it meanwhile
    Long there = ask(List.of(name), template).get(name);
    if (there == null) {
      throw new UnresolvedException("labels: \"" + Excerpt.cut(name, 60) + "\": " + made.explain());
    }
    return there;
  }
}
