package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Templates of a real server, by what rows need: named by a person, or made by the set-up. */
final class ServerTemplates {
  private static final Set<String> RUNS =
      Set.of(
          "pendingWorkflow",
          "runningWorkflow",
          "finishedWorkflow",
          "rescuedWorkflow",
          "failedWorkflow",
          "slicedWorkflow");
  private static final Map<String, Boolean> ASKS =
      Map.of("asking", true, "silent", false, "workflow", true, "workflowSilent", false);

  private final Server server;
  private final Settings settings;
  private final Credentials who;
  private final Map<String, JsonNode> known = new LinkedHashMap<>();

  ServerTemplates(Server server, Settings settings, Credentials who) {
    this.server = server;
    this.settings = settings;
    this.who = who;
  }

  /** What the set-up made. */
  void put(String need, JsonNode template) {
    known.put(need, template);
  }

  /** By need, as far as anybody asked for them. */
  Map<String, JsonNode> all() {
    return Map.copyOf(known);
  }

  JsonNode named(String need) throws Room.NotHere {
    JsonNode template = known.get(need);
    if (template == null) {
      String setting = "template." + need;
      String name =
          settings
              .get(setting)
              .orElseThrow(() -> new Room.NotHere("no -Daap." + setting + "=NAME, nor set-up"));
      template =
          server
              .one(path(name), who)
              .orElseThrow(() -> new Room.NotHere("not exactly one template is named " + name));
      known.put(need, template);
    }
    Boolean asks = ASKS.get(need);
    boolean found = template.path("ask_variables_on_launch").asBoolean();
    if (asks != null && asks != found) {
      throw new Room.NotHere(
          template.path("name").asText()
              + " is no '"
              + need
              + "': it has ask_variables_on_launch="
              + found);
    }
    return template;
  }

  void furnish(String need, Facts facts) throws Room.NotHere {
    if (need.equals("twins")) {
      JsonNode first = named("twin");
      JsonNode second = named("otherTwin");
      facts.put("twins.name", first.path("name").asText());
      facts.put("twins.first", first.path("id").asLong());
      facts.put("twins.firstOrg", organization(first).path("name").asText());
      facts.put("twins.second", second.path("id").asLong());
      return;
    }
    JsonNode template = named(need);
    facts.putTemplate(
        need,
        template.path("id").asLong(),
        template.path("name").asText(),
        organization(template).path("name").asText(),
        organization(template).path("id").asLong());
  }

  static boolean isTemplate(String need) {
    return !need.endsWith("Job") && !need.equals("unlicensed") && !RUNS.contains(need);
  }

  private static JsonNode organization(JsonNode template) {
    return template.path("summary_fields").path("organization");
  }

  private static String path(String name) {
    // NAME, or NAME++ORGANIZATION where a name is there twice
    int cut = name.indexOf("++");
    Optional<String> organization =
        cut < 0 ? Optional.empty() : Optional.of(name.substring(cut + 2));
    return "/unified_job_templates/?type=job_template,workflow_job_template&name="
        + encoded(cut < 0 ? name : name.substring(0, cut))
        + organization.map(o -> "&organization__name=" + encoded(o)).orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
