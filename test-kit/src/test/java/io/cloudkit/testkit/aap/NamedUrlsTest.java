package io.cloudkit.testkit.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.ControllerSettings;
import io.cloudkit.testkit.aap.controller.PlaybookEffect;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates by their names in URLs, which lie sometimes: aap-api.md §2.6, §15.2. */
class NamedUrlsTest {
  private static final String GOOD = "job_templates/vm++Default/";
  private static final String HTML = "404 text/html";
  private static final String JSON = "404 application/json";

  private final Controller controller =
      new Controller(
          new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z")),
          ControllerSettings.seeded(new Random(1)),
          PlaybookEffect.NONE);
  private final AapApi api = new AapApi(controller);
  private final Template vm = controller.add(TemplateSpec.job("vm"));

  @BeforeEach
  void letIn() {
    api.accept("t", new User(5, "svc", User.Role.ORDINARY));
    controller.add(TemplateSpec.workflow("flow"));
    controller.add(TemplateSpec.job("a+b"));
  }

  private String get(String path) {
    HttpAnswer answer = api.handle(ApiRequest.of("GET", "/api/v2/" + path, "t", ""));
    String type = answer.contentType().replaceFirst(";.*", "");
    String body = answer.body();
    return answer.status() == 200
        ? body.replaceFirst("(?s).*?\"id\":(\\d+).*", "$1")
        : answer.status() + " " + type;
  }

  @Test
  void aNameLeadsToItsTemplate() {
    assertThat(get(GOOD)).isEqualTo(String.valueOf(vm.id()));
    assertThat(get("job_templates/a[+]b++Default/")).isNotEqualTo(HTML).isNotEqualTo(JSON);
    assertThat(get("job_templates/vm++/")).as("any").isEqualTo(String.valueOf(vm.id()));
    assertThat(get("job_templates/vm++Elsewhere/")).isEqualTo(JSON);
    assertThat(get("job_templates/nothing++Default/")).isEqualTo(JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job_templates/vm/", "job_templates/x/", "job_templates/vm++a+b/"})
  void aNameThatBreaksOffSpoilsTheNextOneOfItsKindOnce(String broken) {
    String before = get("workflow_job_templates/flow++Default/");
    get(broken);
    assertThat(get("job_templates/" + vm.id() + "/")).isEqualTo(String.valueOf(vm.id()));
    assertThat(get("workflow_job_templates/flow++Default/")).isEqualTo(before);
    assertThat(get(GOOD)).isEqualTo(HTML);
    assertThat(get(GOOD)).isEqualTo(String.valueOf(vm.id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"job_templates/++Default/", "job_templates/a+b++Default/"})
  void aNameThatIsWrongFromTheStartSpoilsNothing(String wrong) {
    assertThat(get(wrong)).isEqualTo(HTML);
    assertThat(get(GOOD)).isEqualTo(String.valueOf(vm.id()));
  }

  @Test
  void aNameAloneIsOfAJobTemplateOnly() {
    assertThat(get("job_templates/vm/")).isEqualTo(String.valueOf(vm.id()));
    assertThat(get("job_templates/x/")).isEqualTo(HTML);
    assertThat(get("workflow_job_templates/flow/")).isEqualTo(HTML);
  }

  @Test
  void threePartsAreNoneAndSpoilNothing() {
    assertThat(get("job_templates/vm++Default++x/")).isEqualTo(HTML);
    assertThat(get(GOOD)).isEqualTo(String.valueOf(vm.id()));
  }
}
