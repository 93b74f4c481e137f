package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Finds templates by name or id, and remembers them for a while. Names are unique only for each
 * organization and kind (aap-api.md §2.2), and named URLs lie sometimes (§15.2): names are resolved
 * by a filter, and everything else goes by id. Thread-safe.
 */
final class Templates {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private record Known(Template template, long since) {}

  private final AapClient client;
  private final Optional<String> organization;
  private final LongSupplier nanoTime;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  Templates(AapClient client, Optional<String> organization, LongSupplier nanoTime) {
    this.client = client;
    this.organization = organization;
    this.nanoTime = nanoTime;
  }

  /** The configuration names no single template; the message says what to do. */
  static final class UnresolvedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnresolvedException(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** What was found and what to do. */
    String reason() {
      return reason;
    }
  }

  /** The template of that name, or of that id. */
  Template resolve(String nameOrId) throws UnresolvedException {
    Known before = known.get(nameOrId);
    if (before != null && nanoTime.getAsLong() - before.since() < REMEMBERED.toNanos()) {
      return before.template();
    }
    Template template = ask(nameOrId);
    if (template.asksForVariables()) {
      // what a person has to mend is looked at anew each time
      known.put(nameOrId, new Known(template, nanoTime.getAsLong()));
    }
    return template;
  }

  void forget(String nameOrId) {
    known.remove(nameOrId);
  }

  /** Whether AAP shows that template to the account now. */
  boolean isShown(long id) {
    HttpUrl url =
        client.url(
            "unified_job_templates/",
            "id",
            String.valueOf(id),
            "type",
            "job_template,workflow_job_template",
            "order_by",
            "id");
    return !client.get("template", url).rows().isEmpty();
  }

  private Template ask(String nameOrId) throws UnresolvedException {
    boolean isId = nameOrId.matches("[0-9]{1,18}");
    HttpUrl.Builder url =
        client
            .url("unified_job_templates/", isId ? "id" : "name", nameOrId)
            .newBuilder()
            .addQueryParameter("type", "job_template,workflow_job_template")
            .addQueryParameter("order_by", "id");
    if (!isId) {
      organization.ifPresent(name -> url.addQueryParameter("organization__name", name));
    }
    List<Template> found = new ArrayList<>();
    client
        .get("template", url.build())
        .rows(isId ? "id" : "name", nameOrId)
        .forEach(row -> template(row).ifPresent(found::add));
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new UnresolvedException(
        found.isEmpty()
            ? "template \""
                + nameOrId
                + "\": AAP shows none of this name; create it, or grant the"
                + " account the right to read it"
            : "template \""
                + nameOrId
                + "\": expected one of this name, found "
                + found.size()
                + "; set the organization, or name it by its id");
  }

  private static Optional<Template> template(JsonNode row) {
    return JobKind.ofTemplate(row.path("type").asText())
        .map(
            kind ->
                new Template(
                    kind,
                    row.path("id").asLong(),
                    row.path("name").asText(),
                    row.path("organization").asLong(),
                    row.path("ask_variables_on_launch").asBoolean(false),
                    Arrays.stream(LaunchOption.values())
                        .filter(option -> row.path(option.prompt()).asBoolean(false))
                        .collect(Collectors.toSet()),
                    use(row)));
  }

  /** What a row does not say is taken to be well: a launch will tell. */
  private static Template.Use use(JsonNode row) {
    JsonNode rights = row.path("summary_fields").path("user_capabilities");
    return new Template.Use(
        rights.path("start").asBoolean(true),
        rights.path("edit").asBoolean(false),
        row.path("allow_simultaneous").asBoolean(true),
        row.path("job_slice_count").asInt(1));
  }
}
