package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a resource sets for a launch reaches AAP, or nothing is launched. */
class LaunchOptionsIT {
  private static final Map<String, String> ALL =
      Map.of("limit", "web*", "job-tags", "network,dns", "skip-tags", "reboot");

  private static final long ORGANIZATION = 1;

  private FakeAap aap;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("delete-vm"));
    provider = OneVm.provider(aap.apiUrl(), new TestContext(aap::token), Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void declaresThem() {
    assertThat(new AapProviderFactory().launchOptions())
        .extracting(ConfigProperty::name)
        .containsExactly(
            "limit",
            "job-tags",
            "skip-tags",
            "inventory",
            "labels",
            "execution-environment",
            "timeout");
  }

  @Test
  void aTemplateThatPromptsForThemIsGivenThem() {
    aap.add(TemplateSpec.job("create-vm").prompting("limit", "job_tags", "skip_tags"));

    assertThat(launch(ALL)).startsWith("triggered");

    assertThat(aap.jobs().get(0).submission().prompts())
        .isEqualTo(
            JsonNodeFactory.instance
                .objectNode()
                .put("limit", "web*")
                .put("job_tags", "network,dns")
                .put("skip_tags", "reboot"));
  }

  @Test
  void aWorkflowIsGivenThemToo() {
    aap.add(TemplateSpec.workflow("create-vm").prompting("limit", "job_tags", "skip_tags"));
    assertThat(launch(ALL)).startsWith("triggered");
  }

  @Test
  void whatIsNotSetIsNotAskedFor() {
    aap.add(TemplateSpec.job("create-vm"));
    assertThat(launch(Map.of())).startsWith("triggered");
    assertThat(aap.jobs().get(0).submission().prompts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTemplateThatDoesNotPromptForOneIsNotLaunched(LaunchOption option) {
    aap.add(TemplateSpec.job("create-vm"));

    assertThat(launch(Map.of(option.option(), option == LaunchOption.TIMEOUT ? "1h" : "x")))
        .startsWith("rejected Configuration")
        .contains("does not prompt for " + option.option() + ",", "or remove the option");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void namesAreGivenAsIds() {
    aap.add(
        TemplateSpec.job("create-vm").prompting("inventory", "execution_environment", "timeout"));
    long inventory = aap.api().addNamed("inventories", "site & more", ORGANIZATION);
    long other = aap.api().addNamed("inventories", "other", ORGANIZATION);
    long environment = aap.api().addNamed("execution_environments", "newest", 0);

    assertThat(
            launch(
                Map.of(
                    "inventory", "site & more",
                    "execution-environment", "newest",
                    "timeout", "1m500ms")))
        .startsWith("triggered");
    assertThat(launch(Map.of("inventory", String.valueOf(other)))).startsWith("triggered");

    assertThat(aap.jobs().get(0).submission().prompts())
        .isEqualTo(
            JsonNodeFactory.instance
                .objectNode()
                .put("inventory", (int) inventory)
                .put("execution_environment", (int) environment)
                .put("timeout", 61));
    assertThat(aap.jobs().get(1).submission().prompts().path("inventory").asLong())
        .isEqualTo(other);
  }

  @Test
  void ofTwoInventoriesOfOneNameThatOfTheTemplatesOrganizationIsMeant() {
    aap.add(TemplateSpec.job("create-vm").prompting("inventory"));
    aap.api().addNamed("inventories", "site", 8);
    aap.api().addNamed("inventories", "site", 9);
    assertThat(launch(Map.of("inventory", "site")))
        .startsWith("rejected Configuration")
        .contains("inventory \"site\": expected one of this name, found 2; name it by its id");

    long ours = aap.api().addNamed("inventories", "site", ORGANIZATION);
    assertThat(launch(Map.of("inventory", "site"))).startsWith("triggered");
    assertThat(aap.jobs().get(0).submission().prompts().path("inventory").asLong()).isEqualTo(ours);
  }

  @Test
  void whatAapDoesNotHaveIsNamed() {
    aap.add(TemplateSpec.job("create-vm").prompting("inventory"));
    assertThat(launch(Map.of("inventory", "none")))
        .startsWith("rejected Configuration")
        .contains("inventory \"none\": AAP shows none of this name");
    assertThat(launch(Map.of("inventory", "1000000")))
        .startsWith("rejected Configuration")
        .contains("object does not exist");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void labelsAreMadeOnce() {
    aap.add(TemplateSpec.workflow("create-vm").prompting("labels"));
    long gold = aap.api().addNamed("labels", "gold", ORGANIZATION);
    aap.api().addNamed("labels", "tenant-a", ORGANIZATION + 1);

    assertThat(launch(Map.of("labels", "gold, tenant-a"))).startsWith("triggered");
    assertThat(launch(Map.of("labels", "tenant-a,gold"))).startsWith("triggered");

    List<JsonNode> ids = new ArrayList<>();
    aap.jobs().get(0).submission().prompts().path("labels").forEach(ids::add);
    assertThat(ids).hasSize(2);
    assertThat(ids.get(0).asLong()).isEqualTo(gold);
    assertThat(aap.jobs().get(1).submission().prompts().path("labels"))
        .containsExactly(ids.get(1), ids.get(0));
    assertThat(posts()).as("one label and two launches").isEqualTo(3);
  }

  @Test
  void labelsAreAskedForAtOnceAndRemembered() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    Stream.of("a", "b", "c").forEach(name -> aap.api().addNamed("labels", name, ORGANIZATION));
    assertThat(launch(Map.of("labels", "c,a,b"))).startsWith("triggered");
    assertThat(launch(Map.of("labels", "a,b"))).startsWith("triggered");
    assertThat(aap.requests()).filteredOn(each -> each.path().contains("/labels/")).hasSize(1);
  }

  @Test
  void labelsThatALaunchWasRefusedWithAreAskedForAnew() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    aap.api().addNamed("labels", "a", ORGANIZATION);
    aap.next("POST", "*/launch/").answers(400, "{\"labels\":[\"Invalid pk \\\"1\\\"\"]}");
    assertThat(launch(Map.of("labels", "a"))).startsWith("rejected");
    assertThat(launch(Map.of("labels", "a"))).startsWith("triggered");
    assertThat(aap.requests()).filteredOn(each -> each.path().contains("/labels/")).hasSize(2);
  }

  @Test
  void manyLabelsAreRefusedBeforeOneIsMade() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    String names = IntStream.rangeClosed(1, 11).mapToObj(String::valueOf).collect(joining(","));
    assertThat(launch(Map.of("labels", names)))
        .startsWith("rejected Configuration")
        .contains("labels: expected at most 10 names, found 11; remove some");
    assertThat(posts()).isZero();
  }

  @Test
  void aLabelIsAsLongAsAapStoresIt() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    String longest = "\uD83D\uDE00".repeat(512);
    assertThat(launch(Map.of("labels", longest))).startsWith("triggered");
    assertThat(launch(Map.of("labels", "a," + longest + "x")))
        .startsWith("rejected Configuration")
        .contains("labels: expected names of at most 512 characters, found one of 513, \"");
    assertThat(posts()).as("one label and one launch").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/inventories/", "*/unified_job_templates/"})
  void whatAnswersAnotherQuestionNamesNothing(String path) {
    aap.add(TemplateSpec.job("create-vm").prompting("inventory"));
    aap.api().addNamed("inventories", "site", ORGANIZATION);
    String other =
        "{\"id\":1,\"name\":\"other\",\"type\":\"job_template\","
            + "\"ask_variables_on_launch\":true,\"ask_inventory_on_launch\":true}";
    aap.next("GET", path).answers(200, "{\"results\":[" + other + "]}");
    assertThat(launch(Map.of("inventory", "site")))
        .startsWith("waiting")
        .contains("expected what has the asked name, or nothing, found other rows");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void aLabelThatAnotherLaunchMadeMeanwhileIsTaken() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    long there = aap.api().addNamed("labels", "gold", ORGANIZATION);
    aap.next("GET", "*/labels/").answers(200, "{\"results\":[]}");
    assertThat(launch(Map.of("labels", "gold"))).startsWith("triggered");
    assertThat(aap.jobs().get(0).submission().prompts().path("labels").path(0).asLong())
        .isEqualTo(there);
  }

  @Test
  void aLabelThatCanNotBeMadeStopsTheLaunch() {
    aap.add(TemplateSpec.job("create-vm").prompting("labels"));
    aap.next("POST", "*/labels/")
        .answers(AapApi.detail(403, "You do not have permission to perform this action."));
    assertThat(launch(Map.of("labels", "gold")))
        .startsWith("rejected Configuration")
        .contains("has no label \"gold\", and the account may not make it; create it");
    aap.next("POST", "*/labels/").losesTheAnswer();
    assertThat(launch(Map.of("labels", "gold"))).startsWith("waiting");
    assertThat(launch(Map.of("labels", ","))).contains("expected names joined by commas");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void aWorkflowNeverTakesATimeout() {
    aap.add(TemplateSpec.workflow("create-vm"));
    assertThat(launch(Map.of("timeout", "1h")))
        .startsWith("rejected Configuration")
        .contains("does not prompt for timeout, since no workflow does");
  }

  private long posts() {
    return aap.requests().stream().filter(each -> each.method().equals("POST")).count();
  }

  private String launch(Map<String, String> options) {
    return Words.words(provider.triggerProvision(request("op1", options)));
  }
}
