package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes, on a server that allows it, the templates and accounts that rows need, all of one name
 * that nobody else has; and removes them.
 */
final class ServerSetup {
  private static final List<Map<String, Object>> SURVEY =
      List.of(
          question("size", "integer", Map.of("required", true, "min", 1, "max", 8)),
          question(
              "flavor",
              "multiplechoice",
              Map.of("choices", List.of("small", "large"), "default", "small")),
          question("owner", "text", Map.of("min", 2, "max", 8)),
          question("secret", "password", Map.of()));
  private static final Set<String> PROMPTS =
      Set.of("variables", "limit", "tags", "skip_tags", "job_type", "verbosity", "diff_mode");

  private final Server server;
  private final Settings settings;
  private final Map<Asker, Credentials> people;
  private final ServerTemplates templates;
  private final Credentials admin;
  private final String name = "conformance-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<String> made = new ArrayDeque<>();

  ServerSetup(
      Server server, Settings settings, Map<Asker, Credentials> people, ServerTemplates templates) {
    this.server = server;
    this.settings = settings;
    this.people = people;
    this.templates = templates;
    this.admin = people.get(Asker.ADMIN);
  }

  /** Makes all of it, or removes what was made and throws what went wrong. */
  void make() {
    try {
      long organization = create("/organizations/", Map.of("name", name)).path("id").asLong();
      long other = create("/organizations/", Map.of("name", name + "-other")).path("id").asLong();
      makeJobTemplates(inventory(organization), project());
      makeWorkflows(organization, other);
      makeAccounts(organization);
    } catch (RuntimeException e) {
      remove();
      throw e;
    }
  }

  private long inventory(long organization) {
    Map<String, Object> body = Map.of("name", name, "organization", organization);
    long inventory = create("/inventories/", body).path("id").asLong();
    for (String host : List.of("one", "two")) {
      post(
          "/inventories/" + inventory + "/hosts/",
          Map.of("name", host, "variables", "{\"ansible_connection\": \"local\"}"));
    }
    return inventory;
  }

  private long project() {
    String wanted = settings.get("project").orElse("Demo Project");
    return server
        .one("/projects/?name=" + wanted.replace(" ", "%20"), admin)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected one project named '"
                        + wanted
                        + "', found none or several: name one with -Daap.project"))
        .path("id")
        .asLong();
  }

  private void makeJobTemplates(long inventory, long project) {
    Map<String, Object> usual = new LinkedHashMap<>();
    usual.put("job_type", "run");
    usual.put("inventory", inventory);
    usual.put("project", project);
    usual.put("playbook", settings.get("playbook").orElse("hello_world.yml"));
    usual.put("allow_simultaneous", true);
    Map<String, Object> asks = Map.of("ask_variables_on_launch", true);
    job("asking", usual, asks);
    job("silent", usual, Map.of());
    job("preset", usual, Map.of("extra_vars", "{\"colour\": \"blue\"}"));
    Map<String, Object> prompts = new LinkedHashMap<>();
    PROMPTS.forEach(prompt -> prompts.put("ask_" + prompt + "_on_launch", true));
    job("prompting", usual, prompts);
    job("sliced", usual, Map.of("ask_variables_on_launch", true, "job_slice_count", 2));
    job("hidden", usual, asks);
    survey(job("survey", usual, Map.of("survey_enabled", true)), "/job_templates/");
    settings.get("playbook.failing").ifPresent(file -> running("failing", usual, file, true));
    settings
        .get("playbook.slow")
        .ifPresent(
            file -> {
              running("slow", usual, file, true);
              running("queued", usual, file, false);
            });
  }

  private void running(
      String need, Map<String, Object> usual, String playbook, Object allowSimultaneous) {
    job(
        need,
        usual,
        Map.of(
            "playbook", playbook,
            "ask_variables_on_launch", true,
            "allow_simultaneous", allowSimultaneous));
  }

  private JsonNode job(String need, Map<String, Object> usual, Map<String, Object> own) {
    Map<String, Object> body = new LinkedHashMap<>(usual);
    body.putAll(own);
    body.put("name", name + "-" + need);
    return put(need, create("/job_templates/", body));
  }

  private void makeWorkflows(long organization, long other) {
    JsonNode workflow = workflow("workflow", organization, Map.of("ask_variables_on_launch", true));
    node(workflow, "asking");
    workflow("workflowSilent", organization, Map.of());
    survey(
        workflow("workflowSurvey", organization, Map.of("survey_enabled", true)),
        "/workflow_job_templates/");
    workflow("twin", organization, Map.of("name", name + "-twins"));
    workflow("otherTwin", other, Map.of("name", name + "-twins"));
    if (settings.get("playbook.failing").isPresent()) {
      Map<String, Object> asks = Map.of("ask_variables_on_launch", true);
      node(workflow("failingWorkflow", organization, asks), "failing");
      JsonNode rescuing = workflow("rescuing", organization, asks);
      long first = node(rescuing, "failing");
      lead(first, "success", node(rescuing, "asking"));
      lead(first, "failure", node(rescuing, "asking"));
    }
    if (settings.get("playbook.slow").isPresent()) {
      Map<String, Object> one =
          Map.of("ask_variables_on_launch", true, "allow_simultaneous", false);
      Map<String, Object> many =
          Map.of("ask_variables_on_launch", true, "allow_simultaneous", true);
      node(workflow("slowWorkflow", organization, many), "slow");
      node(workflow("queuedWorkflow", organization, one), "slow");
    }
  }

  private JsonNode workflow(String need, long organization, Map<String, Object> own) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name + "-" + need);
    body.put("organization", organization);
    body.putAll(own);
    return put(need, create("/workflow_job_templates/", body));
  }

  private void lead(long node, String path, long next) {
    post("/workflow_job_template_nodes/" + node + "/" + path + "_nodes/", Map.of("id", next));
  }

  private long node(JsonNode workflow, String need) {
    try {
      long child = templates.named(need).path("id").asLong();
      String path = "/workflow_job_templates/" + workflow.path("id").asLong() + "/workflow_nodes/";
      return post(path, Map.of("unified_job_template", child)).path("id").asLong();
    } catch (Room.NotHere e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode put(String need, JsonNode template) {
    templates.put(need, template);
    return template;
  }

  private void survey(JsonNode template, String collection) {
    post(
        collection + template.path("id").asLong() + "/survey_spec/",
        Map.of("name", "survey", "description", "", "spec", SURVEY));
  }

  private static Map<String, Object> question(
      String variable, String type, Map<String, Object> own) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("question_name", variable);
    question.put("variable", variable);
    question.put("type", type);
    question.put("required", false);
    question.putAll(own);
    return question;
  }

  /** A service that may execute all but the hidden one, a stranger, and a token that only reads. */
  private void makeAccounts(long organization) {
    long service = account("service", Asker.SERVICE);
    account("stranger", Asker.STRANGER);
    post("/organizations/" + organization + "/users/", Map.of("id", service));
    templates
        .all()
        .forEach(
            (need, template) -> {
              JsonNode roles = template.path("summary_fields").path("object_roles");
              if (!need.equals("hidden")) {
                long role = roles.path("execute_role").path("id").asLong();
                post("/users/" + service + "/roles/", Map.of("id", role));
              }
            });
    Answer token = server.post("/tokens/", Json.of(Map.of("scope", "read")), admin);
    if (token.status() == 201) { // behind a gateway tokens are the gateway's
      made.push("/tokens/" + token.json().path("id").asLong() + "/");
      people.put(Asker.READER, Credentials.token(token.json().path("token").asText()));
    }
  }

  private long account(String kind, Asker asker) {
    String password = UUID.randomUUID().toString();
    String user = name + "-" + kind;
    long id = create("/users/", Map.of("username", user, "password", password)).path("id").asLong();
    people.put(asker, Credentials.password(user, password));
    return id;
  }

  private JsonNode create(String collection, Map<String, Object> body) {
    JsonNode created = post(collection, body);
    made.push(collection + created.path("id").asLong() + "/");
    return created;
  }

  private JsonNode post(String path, Map<String, Object> body) {
    Answer answer = server.post(path, Json.of(body), admin);
    if (answer.status() / 100 != 2) {
      throw new IllegalStateException("the set-up's POST to " + path + " gave " + answer.brief());
    }
    return answer.json();
  }

  /** In the order against which it was made; what can not be removed is told. */
  void remove() {
    while (!made.isEmpty()) {
      String path = made.pop();
      Answer answer = server.delete(path, admin);
      for (int i = 0; i < 30 && answer.status() == 409; i++) { // its jobs are being cancelled
        pause();
        answer = server.delete(path, admin);
      }
      if (answer.status() / 100 != 2 && answer.status() != 404) {
        System.out.println("left behind: " + path + ", its DELETE gave " + answer.brief());
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
