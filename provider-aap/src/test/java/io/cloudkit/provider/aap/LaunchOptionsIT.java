package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a resource sets for a launch reaches AAP, or nothing is launched. */
class LaunchOptionsIT {
  private static final Map<String, String> ALL =
      Map.of("limit", "web*", "job-tags", "network,dns", "skip-tags", "reboot");

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
        .containsExactly("limit", "job-tags", "skip-tags");
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

    assertThat(launch(Map.of(option.option(), "x")))
        .startsWith("rejected Configuration")
        .contains("does not prompt for " + option.option() + ",", "or remove the option");
    assertThat(aap.jobs()).isEmpty();
  }

  private String launch(Map<String, String> options) {
    return Words.words(provider.triggerProvision(request("op1", options)));
  }
}
