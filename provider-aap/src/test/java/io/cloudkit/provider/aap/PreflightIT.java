package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.Finding.Severity;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What launches would fail by is found before one does, with what to do. */
class PreflightIT {
  private static final String RUNNING =
      "{\"id\":512,\"type\":\"job\",\"status\":\"running\",\"extra_vars\":"
          + "\"{\\\"cloudkit_operation\\\":{\\\"id\\\":\\\"op1\\\"}}\"}";

  private FakeAap aap;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("delete-vm"));
    provider = OneVm.provider(aap.url(), new TestContext(aap::token), Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void ofAHealthyAapTellsWhatItIs() {
    aap.add(TemplateSpec.workflow("create-vm"));
    assertThat(provider.preflight())
        .extracting(Finding::toString)
        .containsExactly(
            "INFO AAP: version 24.6.1",
            "INFO template create-vm: a workflow job template",
            "INFO template delete-vm: a job template");
  }

  /**
   * A template that is not as it should be.
   *
   * @param problem in words of the one finding
   * @param remedy likewise
   */
  record Row(
      String of,
      UnaryOperator<TemplateSpec> but,
      Severity severity,
      String problem,
      String remedy) {
    @Override
    public String toString() {
      return of;
    }
  }

  static Stream<Row> templates() {
    return Stream.of(
        new Row(
            "no prompt for variables",
            TemplateSpec::withoutVariablesPrompt,
            Severity.ERROR,
            "does not prompt for variables",
            "Prompt on launch"),
        new Row(
            "one job at a time",
            TemplateSpec::oneAtATime,
            Severity.WARNING,
            "one job at a time, so each resource waits",
            "allow_simultaneous"),
        new Row("slices", spec -> spec.slices(3), Severity.WARNING, "sliced into 3", "to 1"),
        new Row(
            "no inventory",
            TemplateSpec::withoutInventory,
            Severity.ERROR,
            "no inventory",
            "give it an inventory"),
        new Row(
            "an inventory that it asks for",
            spec -> spec.withoutInventory().prompting("inventory"),
            Severity.WARNING,
            "each resource has to name one",
            "launch option inventory"),
        new Row(
            "a survey that needs answers",
            spec ->
                spec.survey(
                    Question.text("size").required(),
                    Question.text("flavor").required(),
                    Question.text("ansible_eda").required(),
                    Question.text("note")),
            Severity.ERROR,
            "no launch gives: size, flavor;",
            "optional"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void findsWhatIsWrongWithATemplate(Row row) {
    aap.add(row.but().apply(TemplateSpec.job("create-vm")));
    List<Finding> troubles = troubles();
    assertThat(troubles).hasSize(1);
    assertThat(troubles.get(0).subject()).isEqualTo("template create-vm");
    assertThat(troubles.get(0).severity()).isEqualTo(row.severity());
    assertThat(troubles.get(0).toString()).contains(row.problem(), row.remedy());
  }

  @Test
  void findsWhatTheAccountMayNotLaunch() {
    Template template = aap.add(TemplateSpec.job("create-vm"));
    aap.controller().forbidLaunch(template.id());
    assertThat(troubles())
        .extracting(Finding::toString)
        .containsExactly(
            "ERROR template create-vm: the account may see it, and not launch it;"
                + " give the account the role Execute on it");
    aap.controller().permit(template.id());
    assertThat(troubles()).isEmpty();
  }

  @Test
  void findsAJobThatAnotherAccountLaunched() {
    running();
    assertThat(troubles()).isEmpty();

    as(new User(77, "new", User.Role.ORDINARY));
    long job = aap.jobs().get(0).id();
    assertThat(troubles())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.problem()).contains("job " + job, "another account");
              assertThat(finding.remedy()).contains("role Admin");
            });

    as(new User(78, "admin", User.Role.SUPERUSER));
    assertThat(troubles()).isEmpty();
  }

  @Test
  void aJobOfAPersonIsTheirs() {
    Template template = running();
    aap.controller().finish(aap.jobs().get(0).id(), Script.quick().ending().orElseThrow());
    aap.controller()
        .launch(
            LaunchOrder.of(
                template.id(),
                JsonNodeFactory.instance.objectNode(),
                new User(77, "person", User.Role.ORDINARY)));
    assertThat(troubles()).isEmpty();
  }

  /** aap-api.md §0. */
  @ParameterizedTest
  @CsvSource({
    "21.7.0,false",
    "21.8.0,true",
    "22.3.0,true",
    "23.3.1,true",
    "23.4.0,false",
    "24.6.1,false",
    "4.5.8,false",
    "devel,false"
  })
  void warnsOfAVersionThatLeavesTheJobsOfAWorkflowRunning(String version, boolean warns) {
    assertThat(troublesOf(version))
        .hasSize(warns ? 1 : 0)
        .allSatisfy(
            finding ->
                assertThat(finding.toString())
                    .startsWith("WARNING AAP: version " + version)
                    .contains("update AWX to 23.4 or newer"));
  }

  @ParameterizedTest
  @CsvSource({
    "17.1.0,true",
    "20.1.0,true",
    "21.0.0,false",
    "24.6.1,false",
    "3.8.6,true",
    "4.3.0,true",
    "4.5.0,false",
    "4.6.8,false",
    "4.7,false",
    "devel,false"
  })
  void warnsOfAVersionThatIsTooOld(String version, boolean warns) {
    assertThat(troublesOf(version))
        .hasSize(warns ? 1 : 0)
        .allSatisfy(
            finding ->
                assertThat(finding.toString())
                    .startsWith("WARNING AAP: version " + version + " is older")
                    .contains("AAP 2.4", "AWX 21"));
  }

  /** Of an AAP of that version, where a workflow is to be launched. */
  private static List<Finding> troublesOf(String version) {
    return troublesOf(version, "workflow_job_template", "{}");
  }

  /**
   * Of an AAP that shows two templates, and a job that another account launched of one of them.
   *
   * @param rights of the account at both
   */
  private static List<Finding> troublesOf(String version, String type, String rights) {
    String template =
        "{\"id\":%d,\"type\":\""
            + type
            + "\",\"name\":\"%s\",\"ask_variables_on_launch\":true,"
            + "\"summary_fields\":{\"user_capabilities\":"
            + rights
            + "}}";
    try (ScriptedAap old = new ScriptedAap();
        ProvisioningProvider asked =
            OneVm.provider(
                old.url(),
                new TestContext(() -> "s3cret"),
                Map.of("provision-template", "flow", "deprovision-template", "unflow"))) {
      boolean isShown = !rights.equals("{}");
      old.on("GET ping/", "{\"install_uuid\":\"one\",\"version\":\"" + version + "\"}")
          .on("GET me/", "{\"results\":[{\"id\":5}]}")
          .on("GET unified_jobs/", "{\"results\":[" + (isShown ? RUNNING : "") + "]}")
          .on(
              "GET unified_job_templates/",
              "{\"results\":["
                  + template.formatted(9, "flow")
                  + ","
                  + template.formatted(10, "unflow")
                  + "]}");
      for (String path : List.of("workflow_job_templates", "job_templates")) {
        old.on("GET " + path + "/9/launch/", "{}").on("GET " + path + "/10/launch/", "{}");
      }
      return troubles(asked);
    }
  }

  @Test
  void suchAVersionIsNoTroubleWhereNoWorkflowIsLaunched() {
    assertThat(troublesOf("22.3.0", "job_template", "{}")).isEmpty();
  }

  /** aap-api.md §6.3: who launched it, and who administers its template, may cancel it. */
  @ParameterizedTest
  @CsvSource({"true,0", "false,1"})
  void whoAdministersATemplateMayCancelTheJobsOfOthers(boolean edit, int warnings) {
    assertThat(troublesOf("24.6.1", "job_template", "{\"edit\":" + edit + "}"))
        .hasSize(warnings)
        .allSatisfy(finding -> assertThat(finding.remedy()).contains("role Admin"));
  }

  @Test
  void tellsOfAnotherDatabaseThanTheFirst() {
    aap.add(TemplateSpec.job("create-vm"));
    assertThat(troubles()).isEmpty();
    aap.controller().switchInstall("another", 1);
    assertThat(troubles())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.problem()).contains("another database", "install_uuid another");
            });
  }

  @Test
  void whatCanNotBeAskedIsNoError() {
    aap.add(TemplateSpec.job("create-vm"));
    aap.next("GET", "*/launch/").always().answers(500, "{\"detail\":\"A server error.\"}");
    aap.next("GET", "*/unified_jobs/").always().answers(500, "{\"detail\":\"A server error.\"}");
    assertThat(troubles())
        .hasSize(3)
        .allSatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.remedy()).isEqualTo("try again");
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void warnsOfOneTemplateForBoth(boolean isNamedByItsId) {
    Template template = aap.add(TemplateSpec.job("create-vm"));
    String other = isNamedByItsId ? String.valueOf(template.id()) : "create-vm";
    provider.close();
    provider =
        OneVm.provider(
            aap.url(), new TestContext(aap::token), Map.of("deprovision-template", other));
    assertThat(troubles())
        .extracting(Finding::toString)
        .containsExactly(
            "WARNING template create-vm: it is both provision-template and deprovision-template, so"
                + " a deletion runs the same playbook as a creation; name two templates, unless its"
                + " playbook heeds cloudkit_operation.type");
  }

  @Test
  void eachTroubleHasItsOwnRemedyOnce() {
    aap.add(TemplateSpec.job("create-vm"));
    String path = "ERROR url: GET /api/v2/";
    aap.next("GET", "*/me/").answers(500, "{\"detail\":\"A server error; it is in the log.\"}");
    assertThat(onlyTrouble())
        .isEqualTo(
            path
                + "me/: AAP answered 500, unexpected answer: A server error, it is in the log.;"
                + " check the setting url, and that AAP is well");
    aap.next("GET", "*/ping/").redirectsTo(FakeAap.MIGRATIONS);
    assertThat(onlyTrouble()).endsWith("it is being upgraded; it is asked again");
    aap.next("GET", "*/me/").answers(AapApi.unauthorized());
    assertThat(onlyTrouble())
        .contains("AAP does not accept the token of provider aap; check its setting token")
        .doesNotContain("url and token", "password");
    aap.next("GET", "*/me/").answers(AapApi.unauthorized());
    assertThat(troubles().get(0).problem())
        .isEqualTo(
            "GET /api/v2/me/: AAP answered 401, AAP does not accept the token of provider aap");
    aap.next("GET", "*/me/").answers(AapApi.unauthorized());
    assertThat(troubles().get(0).remedy()).isEqualTo("check its setting token");
    aap.next("GET", "*/me/").answers(AapApi.detail(403, "You do not have permission."));
    assertThat(troubles().get(0))
        .satisfies(
            finding -> {
              assertThat(finding.problem())
                  .endsWith("the account may not do this: You do not have permission.");
              assertThat(finding.remedy()).isEqualTo("grant it the role, or check the licence");
            });
    aap.goDown();
    assertThat(onlyTrouble())
        .endsWith("nothing listens there; check the setting url, and that AAP runs");
  }

  private String onlyTrouble() {
    List<Finding> found = troubles();
    assertThat(found).hasSize(1);
    return found.get(0).toString();
  }

  private Template running() {
    Script script = Script.quick().takes(Duration.ZERO, Duration.ZERO, Duration.ZERO).untilTold();
    Template template = aap.add(TemplateSpec.job("create-vm").script(script));
    assertThat(Words.words(provider.triggerProvision(request("op1")))).startsWith("triggered");
    await().until(() -> aap.jobs().get(0).started().isPresent());
    return template;
  }

  private void as(User user) {
    provider.close();
    aap.accept("token-of-" + user.id(), user);
    provider = OneVm.provider(aap.url(), new TestContext(() -> "token-of-" + user.id()), Map.of());
  }

  private List<Finding> troubles() {
    return troubles(provider);
  }

  private static List<Finding> troubles(ProvisioningProvider asked) {
    return asked.preflight().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }
}
