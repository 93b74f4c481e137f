package io.cloudkit.provider.eda.event;

import static io.cloudkit.provider.eda.Vm.vm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provisioning.api.JobType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  @Test
  void isTheWholeResourceWithoutWhatGrowsAndSaysNothing() {
    JsonNode event =
        event(
            vm().marked()
                .annotated("mine", "1")
                .annotated(LAST_APPLIED, "{}")
                .with("labels", Map.of("a", "b"))
                .with("managedFields", List.of(Map.of("manager", "kubectl"))));
    assertThat(event.at("/apiVersion").asText()).isEqualTo("cloudkit.openshift.io/v1alpha1");
    assertThat(event.at("/kind").asText()).isEqualTo("ComputeInstance");
    assertThat(event.at("/metadata/uid").asText()).isEqualTo("uid-1");
    assertThat(event.at("/metadata/labels/a").asText()).isEqualTo("b");
    assertThat(event.at("/metadata/finalizers")).hasSize(2);
    assertThat(event.at("/metadata/annotations").toString())
        .isEqualTo(
            "{\"mine\":\"1\",\"cloudkit.openshift.io/operation\":\"op1\","
                + "\"cloudkit.openshift.io/attempt\":\"1\"}");
    assertThat(event.at("/metadata").has("managedFields")).isFalse();
    assertThat(event.at("/status/tenantReference/name").asText()).isEqualTo("t");
  }

  @Test
  void whatTheEngineRemembersStaysHere() {
    Vm vm = vm().status("phase", "Progressing").status("reconciledConfigVersion", "v1-01");
    vm.status("virtualMachineReference", Map.of("namespace", "tns"));
    for (String field :
        List.of(
            "provisionJob",
            "deprovisionJob",
            "strayJobs",
            "jobHistory",
            "launch",
            "failure",
            "conditions",
            "unansweredClaims",
            "launchSequence",
            "handledRetry",
            "handledRerun",
            "statusLoss")) {
      vm.status(field, List.of("much"));
    }
    assertThat(event(vm).path("status").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "tenantReference",
            "desiredConfigVersion",
            "phase",
            "reconciledConfigVersion",
            "virtualMachineReference");
  }

  @Test
  void askForTheVersionToBeEchoedWithTheClaim() {
    assertThat(event(vm()).at("/status/desiredConfigVersion").asText()).isEqualTo("v1-00.claim1");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void parametersThatAreAbsentAreNone(String parameters) {
    assertThat(event(vm().spec("templateParameters", parameters)).at("/spec/templateParameters"))
        .hasToString("\"{}\"");
  }

  @Test
  void parametersThatAreThereStayAsTheyAre() {
    assertThat(
            event(vm().spec("templateParameters", "{\"cores\": 2}"))
                .at("/spec/templateParameters")
                .asText())
        .isEqualTo("{\"cores\": 2}");
    assertThat(event(vm().spec("templateID", null)).path("spec").has("templateParameters"))
        .isFalse();
  }

  @Test
  void noControlCharacterIsSentAsItIs() throws JsonProcessingException {
    String text = "tab\t del\u007f nel\u0085 umlaut ü";
    String json = Payload.of(vm().spec("note", text).request(JobType.PROVISION)).utf8();
    assertThat(json).contains("tab\\t del\\u007f nel\\u0085 umlaut ü");
    assertThat(new ObjectMapper().readTree(json).at("/spec/note").asText()).isEqualTo(text);
    assertThat(json).doesNotContain("\n", "\": ");
  }

  private static JsonNode event(Vm vm) {
    try {
      return new ObjectMapper().readTree(Payload.of(vm.request(JobType.PROVISION)).utf8());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
