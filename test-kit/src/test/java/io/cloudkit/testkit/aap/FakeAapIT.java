package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented answers, row by row, over real HTTP. */
class FakeAapIT {
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAap fake = FakeAap.builder().timeline(time).start();
  private final Http http = new Http(fake.apiUrl(), fake.token());
  private final Template vm = fake.add(TemplateSpec.job("create vm"));
  private final Template deaf = fake.add(TemplateSpec.job("deaf").withoutVariablesPrompt());
  private final Template workflow = fake.add(TemplateSpec.workflow("flow").node(vm));
  private final Template deafFlow =
      fake.add(TemplateSpec.workflow("deaf flow").withoutVariablesPrompt());

  @AfterEach
  void close() {
    fake.close();
  }

  private long launched(Template template) {
    String path = "/" + template.kind().collection() + "/" + template.id() + "/launch/";
    Http.Response response = http.post(path, "{\"extra_vars\":" + provision("u1", "op1") + "}");
    assertThat(response.status()).isEqualTo(201);
    return response.json().path("id").asLong();
  }

  @Test
  void pingAndDiscoveryNeedNoTokenAndConfigDoes() {
    Http stranger = new Http(fake.apiUrl(), "");
    assertThat(stranger.get("/ping/").json().path("install_uuid").asText())
        .isEqualTo(fake.controller().installUuid());
    assertThat(new Http(fake.url(), "").get("/api/").json().path("current_version").asText())
        .isEqualTo("/api/v2/");
    Http.Response refused = stranger.get("/config/");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("detail").asText())
        .endsWith(" To establish a login session, visit /api/login/.");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=api authorization_url=/api/o/authorize/");
    assertThat(refused.header("X-API-Product-Version")).isEmpty();
    Http.Response config = http.get("/config/");
    assertThat(config.json().path("version").asText()).isEqualTo("24.6.1");
    assertThat(config.header("X-API-Product-Version")).isEqualTo("24.6.1");
    assertThat(http.get("/me/").json().at("/results/0/username").asText()).isEqualTo("svc");
  }

  @Test
  void aLaunchAnswersWithItsJobUnderTheBaseThatWasAsked() throws Exception {
    Http.Response response = http.launch(vm.id(), provision("u1", "op1"));
    long id = response.json().path("job").asLong();
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.header("Location")).isEqualTo("/api/v2/jobs/" + id + "/");
    assertThat(response.json().fieldNames().next()).isEqualTo("job");
    assertThat(response.json().path("ignored_fields").isEmpty()).isTrue();
    assertThat(response.json().path("status").asText()).isEqualTo("pending");
    assertThat(response.json().path("started").isNull()).isTrue();
    assertThat(response.json().path("created").asText()).isEqualTo("2026-01-01T00:00:00Z");
    JsonNode echoed =
        JsonMapper.builder().build().readTree(response.json().path("extra_vars").asText());
    assertThat(echoed).isEqualTo(provision("u1", "op1"));

    Http gateway = new Http(fake.gatewayUrl(), fake.token());
    assertThat(gateway.get("/jobs/" + id + "/").json().path("url").asText())
        .isEqualTo("/api/controller/v2/jobs/" + id + "/");
  }

  @Test
  void unpromptedVariablesAreIgnoredByJobsAndRefusedByWorkflows() {
    Http.Response job =
        http.post("/job_templates/" + deaf.id() + "/launch/", "{\"extra_vars\":{\"a\":1}}");
    assertThat(job.status()).isEqualTo(201);
    assertThat(job.json().at("/ignored_fields/extra_vars/a").asInt()).isEqualTo(1);
    assertThat(job.json().path("extra_vars").asText()).isEqualTo("{}");
    Http.Response flow =
        http.post(
            "/workflow_job_templates/" + deafFlow.id() + "/launch/",
            "{\"extra_vars\":{\"a\":1,\"b\":2}}");
    assertThat(flow.status()).isEqualTo(400);
    assertThat(flow.json().at("/extra_vars/0").asText())
        .isEqualTo(
            "Variables a, b are not allowed on launch. Check the Prompt on Launch setting on the"
                + " Workflow Job Template to include Extra Variables.");
    assertThat(fake.jobs()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"extra_vars\":null}        | application/json | 400 | This field may not be null.",
        "{\"extra_vars\":             | application/json | 400 | JSON parse error - ",
        "[1]                          | application/json | 400 | JSON parse error - ",
        "{\"extra_vars\":\"a: b\"}    | application/json | 201 | `\"extra_vars\":\"{\\\"a\\\": \\\"b\\\"}\"`",
        "{\"extra_vars\":\"a\"}       | application/json | 400 | Cannot parse as",
        "a=b                          | text/plain       | 415 | You did not use correct Content-Type",
        "{\"unknown\":1}              | application/json | 201 | `\"ignored_fields\":{}`",
        "{\"limit\":\"h1\"}           | application/json | 201 | `\"ignored_fields\":{\"limit\":\"h1\"}`",
        "{\"extra_vars\":\"{\\\"a\\\": 1}\"} | application/json | 201 | `\"extra_vars\":\"{\\\"a\\\": 1}\"`",
      })
  void launchBodies(String body, String type, int status, String text) {
    Http.Response response =
        http.send("POST", "/job_templates/" + vm.id() + "/launch/", body, type);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.text()).contains(text);
  }

  @Test
  void surveysPromptsAndPermissionsAreChecked() {
    Template strict =
        fake.add(
            TemplateSpec.job("strict")
                .survey(Question.integer("size").required())
                .prompting("limit"));
    String path = "/job_templates/" + strict.id() + "/launch/";
    assertThat(http.get(path).json().at("/variables_needed_to_start/0").asText()).isEqualTo("size");
    assertThat(http.post(path, "{}").json().at("/variables_needed_to_start/0").asText())
        .isEqualTo("'size' value missing");
    assertThat(
            http.post(path, "{\"extra_vars\":{\"size\":1},\"limit\":\"h1\"}")
                .json()
                .path("limit")
                .asText())
        .isEqualTo("h1");

    fake.controller().forbidLaunch(strict.id());
    assertThat(http.post(path, "{}").status()).isEqualTo(403);
    fake.controller().hide(strict.id());
    assertThat(http.get("/job_templates/" + strict.id() + "/").status()).isEqualTo(403);
    assertThat(http.get("/job_templates/strict++Default/").status()).isEqualTo(404);
    assertThat(http.get("/job_templates/?name=strict").json().path("count").asInt()).isZero();
    fake.controller().permit(strict.id());
    assertThat(http.get("/job_templates/strict++Default/").json().path("id").asLong())
        .isEqualTo(strict.id());
  }

  @Test
  void namesAreUniqueOnlyWithinAnOrganization() {
    fake.add(TemplateSpec.job("create vm").organization("Other"));
    fake.add(TemplateSpec.workflow("create vm").organization("Third"));
    String both =
        "/unified_job_templates/?name=create%20vm&type=job_template,workflow_job_template";
    assertThat(http.get(both).json().path("count").asInt()).isEqualTo(3);
    Http.Response one = http.get(both + "&organization__name=Other");
    assertThat(one.json().path("count").asInt()).isEqualTo(1);
    assertThat(one.json().at("/results/0/ask_variables_on_launch").asBoolean()).isTrue();
    assertThat(http.get("/job_templates/?name=Create%20VM").json().path("count").asInt()).isZero();
    assertThat(http.get("/job_templates/?name__iexact=Create%20VM").json().path("count").asInt())
        .isEqualTo(2);
    assertThat(http.get("/unified_job_templates/?type=nonsense").json().path("count").asInt())
        .isZero();
  }

  @Test
  void aSlicedTemplateAnswersWithAWorkflowJob() {
    Template sliced = fake.add(TemplateSpec.job("sliced").slices(2));
    Http.Response response = http.launch(sliced.id(), provision("u1", "op1"));
    long id = response.json().path("workflow_job").asLong();
    assertThat(response.json().has("job")).isFalse();
    assertThat(response.json().path("is_sliced_job").asBoolean()).isTrue();
    assertThat(response.json().path("job_template").asLong()).isEqualTo(sliced.id());
    assertThat(response.json().path("workflow_job_template").isNull()).isTrue();
    assertThat(http.get("/jobs/" + id + "/").json().path("detail").asText())
        .isEqualTo("No Job matches the given query.");
    assertThat(http.get("/unified_jobs/?id=" + id).json().path("count").asInt()).isEqualTo(1);
    assertThat(
            http.get("/job_templates/" + sliced.id() + "/slice_workflow_jobs/")
                .json()
                .path("count")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void workflowNodesShowTheirJobs() {
    long id = launched(workflow);
    time.advance(Duration.ofMillis(500));
    Http.Response nodes = http.get("/workflow_jobs/" + id + "/workflow_nodes/?page_size=200");
    assertThat(nodes.json().path("count").asInt()).isEqualTo(1);
    JsonNode node = nodes.json().at("/results/0");
    assertThat(node.path("type").asText()).isEqualTo("workflow_job_node");
    assertThat(node.at("/summary_fields/job/status").asText()).isEqualTo("running");
    assertThat(node.at("/summary_fields/job").has("canceled_on")).isFalse();
    JsonNode child = http.get("/jobs/" + node.path("job").asLong() + "/").json();
    assertThat(child.path("launch_type").asText()).isEqualTo("workflow");
    JsonNode parent = http.get("/workflow_jobs/" + id + "/").json();
    assertThat(parent.has("artifacts")).isFalse();
    assertThat(parent.path("limit").isNull()).isTrue();
  }

  @Test
  void detailsHaveWhatListRowsLack() {
    long id = launched(vm);
    time.advance(Duration.ofMinutes(1));
    JsonNode row = http.get("/unified_jobs/?id=" + id).json().at("/results/0");
    JsonNode detail = http.get("/jobs/" + id + "/").json();
    for (String field :
        new String[] {
          "job_args",
          "job_cwd",
          "job_env",
          "result_traceback",
          "event_processing_finished",
          "host_status_counts",
          "playbook_counts",
          "custom_virtualenv"
        }) {
      assertThat(row.has(field)).as(field).isFalse();
      assertThat(detail.has(field)).as(field).isTrue();
    }
    assertThat(row.path("extra_vars").asText()).contains("\"op1\"");
    assertThat(detail.path("status").asText()).isEqualTo("successful");
    assertThat(detail.at("/host_status_counts/ok").asInt()).isEqualTo(1);
    assertThat(detail.path("finished").asText()).isEqualTo("2026-01-01T00:00:01.200000Z");
  }

  @Test
  void aFinishedJobRefusesItsCancelBy403Or405() {
    long id = launched(vm);
    String cancel = "/jobs/" + id + "/cancel/";
    time.advance(Duration.ofMillis(300));
    assertThat(http.get(cancel).json().path("can_cancel").asBoolean()).isTrue();
    fake.accept("other", new User(8, "other", User.Role.ORDINARY));
    fake.accept("root", new User(1, "admin", User.Role.SUPERUSER));
    fake.accept("reader", new User(5, "svc", User.Role.READ_ONLY));
    assertThat(new Http(fake.apiUrl(), "other").post(cancel, "").status()).isEqualTo(403);
    assertThat(new Http(fake.apiUrl(), "reader").post(cancel, "").status()).isEqualTo(403);
    Http.Response accepted = http.post(cancel, "");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.text()).isEmpty();
    assertThat(http.get("/jobs/" + id + "/").json().path("canceled_on").isNull()).isFalse();
    time.advance(Duration.ofMinutes(1));
    assertThat(http.get("/jobs/" + id + "/").json().path("status").asText()).isEqualTo("canceled");
    assertThat(http.post(cancel, "").status()).isEqualTo(403);
    Http.Response root = new Http(fake.apiUrl(), "root").post(cancel, "");
    assertThat(root.status()).isEqualTo(405);
    assertThat(root.json().path("detail").asText()).isEqualTo("Method \"POST\" not allowed.");
  }

  @Test
  void missingRowsWrongKindsAndUnknownPathsAreThreeDifferent404s() {
    long job = launched(vm);
    assertThat(http.get("/workflow_jobs/" + job + "/").json().path("detail").asText())
        .isEqualTo("No WorkflowJob matches the given query.");
    assertThat(http.get("/jobs/1/").json().path("detail").asText())
        .isEqualTo("No Job matches the given query.");
    Http.Response unknown = http.get("/joobs/");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.header("Content-Type")).startsWith("text/html");
    assertThat(http.get("/unified_jobs/" + job + "/").status()).isEqualTo(404);
    assertThat(http.get("/jobs/?page=9").json().path("detail").asText()).isEqualTo("Invalid page.");
  }

  @Test
  void aMissingSlashIsRedirectedOnJobsAndMendedOnTemplates() {
    long job = launched(vm);
    Http.Response moved = http.send("POST", "/jobs/" + job + "/cancel", "", "");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("Location")).isEqualTo("/api/v2/jobs/" + job + "/cancel/");
    assertThat(http.post("/job_templates/" + vm.id() + "/launch", "{}").status()).isEqualTo(201);
  }

  @Test
  void aDeletedTemplateTakesTheSightOfItsJobsAndAPurgeTheRow() {
    long job = launched(vm);
    long purged = launched(vm);
    time.advance(Duration.ofMinutes(1));
    fake.controller().purge(purged);
    assertThat(http.get("/jobs/" + purged + "/").status()).isEqualTo(404);
    fake.controller().deleteTemplate(vm.id());
    assertThat(http.get("/jobs/" + job + "/").status()).isEqualTo(403);
    assertThat(http.get("/unified_jobs/").json().path("count").asInt()).isZero();
    assertThat(http.launch(vm.id(), provision("u1", "op2")).status()).isEqualTo(404);
    fake.accept("root", new User(1, "admin", User.Role.SUPERUSER));
    JsonNode orphan = new Http(fake.apiUrl(), "root").get("/jobs/" + job + "/").json();
    assertThat(orphan.path("unified_job_template").isNull()).isTrue();

    fake.controller().switchInstall("another", 1);
    assertThat(http.get("/ping/").json().path("install_uuid").asText()).isEqualTo("another");
  }

  @Test
  void aPersonCanRelaunchAndReadThePages() {
    long job = launched(vm);
    Http.Response again = http.post("/jobs/" + job + "/relaunch/", "");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("launch_type").asText()).isEqualTo("relaunch");
    time.advance(Duration.ofMinutes(1));
    Http pages = new Http(fake.url(), "");
    assertThat(pages.get("/__jobs").text()).contains("create vm", "vm-u1", "duplicates: 1");
    JsonNode ledger = pages.get("/__ledger").json();
    assertThat(ledger.at("/duplicates/0/launches").size()).isEqualTo(2);
    assertThat(ledger.at("/machines/0/resource_uid").asText()).isEqualTo("u1");
    assertThat(ledger.path("request_count").asLong()).isEqualTo(fake.requestCount()).isEqualTo(2);
  }
}
