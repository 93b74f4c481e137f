package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.aap.Templates.UnresolvedException;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers a template's prompts by what a resource sets for its launches. Thread-safe. */
final class Prompts {
  private final AapClient client;
  private final Labels labels;

  Prompts(AapClient client, Labels labels) {
    this.client = client;
    this.labels = labels;
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
        case LABELS -> said.set(option.field(), labels.ids(value, template, request.sendBy()));
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
    List<JsonNode> found =
        client
            .get("template", client.url(collection, "name", nameOrId, "order_by", "id"))
            .rows("name", nameOrId);
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
}
