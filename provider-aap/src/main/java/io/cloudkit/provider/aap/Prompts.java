package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.aap.Templates.UnresolvedException;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers a template's prompts by what a resource sets for its launches. Thread-safe. */
final class Prompts {
  private final AapClient client;

  Prompts(AapClient client) {
    this.client = client;
  }

  /** Why a template can not be launched with these options; empty if it can. */
  static Optional<String> refusal(LaunchRequest request, Template template) {
    return LaunchOption.of(request).stream()
        .filter(option -> !template.asksFor().contains(option))
        .findFirst()
        .map(option -> refusal(template, option));
  }

  /** Why a template can not be launched with that option. */
  static String refusal(Template template, LaunchOption option) {
    String so = "template \"" + template.name() + "\" does not prompt for " + option.option();
    return option.isKnownTo(template.kind())
        ? so
            + ", so a job would run without it; switch on \"Prompt on launch\" for it, or remove"
            + " the option from the resource"
        : so
            + ", since no workflow does; set it in its job templates, or remove the option from"
            + " the resource";
  }

  /**
   * What a launch says of them. Names are looked up, and labels made, which launches nothing.
   *
   * @throws UnresolvedException if a name is not that of one thing; says what to do
   * @throws ProviderException if AAP does not tell
   */
  ObjectNode of(LaunchRequest request, Template template) throws UnresolvedException {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    for (LaunchOption option : LaunchOption.of(request)) {
      String value = String.valueOf(request.options().get(option.option()));
      switch (option.value()) {
        case TEXT -> said.put(option.field(), value);
        case TIME -> said.put(option.field(), seconds(option, value));
        case NAME -> said.put(option.field(), id(option, value, template));
        case LABELS -> said.set(option.field(), labels(value, template, request.sendBy()));
      }
    }
    return said;
  }

  /** AAP counts in whole seconds, of which none means without end. */
  private static long seconds(LaunchOption option, String value) {
    return ProviderConfig.of("launch", LaunchOption.properties(), Map.of(option.option(), value))
        .duration(option.option())
        .plusMillis(999)
        .toSeconds();
  }

  private long id(LaunchOption option, String nameOrId, Template template)
      throws UnresolvedException {
    if (nameOrId.matches("[0-9]{1,18}")) {
      return Long.parseLong(nameOrId);
    }
    String collection = option == LaunchOption.INVENTORY ? "inventories/" : option.field() + "s/";
    List<JsonNode> found = rows(collection, "name", nameOrId, "order_by", "id");
    List<JsonNode> ours =
        found.stream()
            .filter(row -> row.path("organization").asLong() == template.organization())
            .toList();
    // names are unique for each organization only, as those of templates: aap-api.md §2.2
    List<JsonNode> meant = found.size() > 1 && ours.size() == 1 ? ours : found;
    if (meant.size() == 1) {
      return meant.get(0).path("id").asLong();
    }
    throw new UnresolvedException(
        meant.isEmpty()
            ? option.option()
                + " \""
                + Excerpt.cut(nameOrId, 60)
                + "\": AAP shows none of this name; create it, or grant the account the right to"
                + " use it"
            : option.option()
                + " \""
                + Excerpt.cut(nameOrId, 60)
                + "\": expected one of this name, found "
                + meant.size()
                + "; name it by its id");
  }

  /** aap-api.md §4.5. */
  private ArrayNode labels(String names, Template template, Deadline sendBy)
      throws UnresolvedException {
    if (template.organization() == 0) {
      throw new UnresolvedException(
          "labels: template \""
              + template.name()
              + "\" has no organization, and labels belong to one; give it one");
    }
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    for (String name : Stream.of(names.split(",", -1)).map(String::strip).distinct().toList()) {
      if (name.isEmpty()) {
        throw new UnresolvedException(
            "labels: expected names joined by commas, found an empty one");
      }
      ids.add(label(name, template, sendBy));
    }
    return ids;
  }

  private long label(String name, Template template, Deadline sendBy) throws UnresolvedException {
    Optional<Long> known = known(name, template);
    if (known.isPresent()) {
      return known.get();
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("organization", template.organization());
    Answer made = client.post("label", client.url("labels/"), body, Optional.of(sendBy));
    if (made.status() == 201) {
      return made.json()
          .map(label -> label.path("id").asLong())
          .filter(id -> id > 0)
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
    return known(name, template)
        .orElseThrow(
            () ->
                new UnresolvedException(
                    "labels: \"" + Excerpt.cut(name, 60) + "\": " + made.explain()));
  }

  private Optional<Long> known(String name, Template template) {
    return rows(
            "labels/",
            "name",
            name,
            "organization",
            String.valueOf(template.organization()),
            "order_by",
            "id")
        .stream()
        .findFirst()
        .map(row -> row.path("id").asLong());
  }

  private List<JsonNode> rows(String collection, String... query) {
    List<JsonNode> rows = new ArrayList<>();
    client.get("template", client.url(collection, query)).rows().forEach(rows::add);
    return rows;
  }
}
