package io.cloudkit.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.Intent;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeInstanceAdapterTest {
  private final ComputeInstanceAdapter adapter =
      new ComputeInstanceAdapter(
          resource -> Optional.empty(),
          namespace -> namespace.equals("clouds") ? Optional.of("west") : Optional.empty());

  @Test
  void aRestartRequestAsksForNoNewJob() {
    Map<String, Object> spec = Map.of("templateID", "small", "templateParameters", "{}");
    Map<String, Object> restarted =
        Map.of(
            "templateID", "small",
            "templateParameters", "{}",
            "restartRequestedAt", "2026-01-01T00:00:00Z");
    assertThat(intent(spec).configVersion()).isEqualTo(intent(restarted).configVersion());
  }

  @Test
  void spacesAndTheOrderOfKeysAskForNothing() {
    Map<String, Object> one =
        Map.of("templateID", "small", "templateParameters", "{\"cores\": 2, \"ram\":\"4Gi\"}");
    Map<String, Object> other =
        Map.of("templateID", "small", "templateParameters", "{\"ram\":\"4Gi\",\n\"cores\":2}");
    assertThat(intent(one).configVersion()).isEqualTo(intent(other).configVersion());
  }

  @Test
  void theAnnotationOfTheProviderIsOneThatCanBeMistyped() {
    ComputeInstanceAdapter adapter =
        new ComputeInstanceAdapter(instance -> Optional.empty(), namespace -> Optional.empty());
    assertThat(adapter.annotations()).containsExactly("provisioning-provider");
  }

  @Test
  void aChangedParameterIsAChange() {
    Map<String, Object> two = Map.of("templateID", "s", "templateParameters", "{\"cores\":2}");
    Map<String, Object> four = Map.of("templateID", "s", "templateParameters", "{\"cores\":4}");
    assertThat(intent(two).configVersion()).isNotEqualTo(intent(four).configVersion());
  }

  @Test
  void parametersThatAreNoJsonAreRefusedWithoutShowingThem() {
    Intent intent = intent(Map.of("templateID", "s", "templateParameters", "password: hunter2"));
    assertThat(intent.problem())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("spec.templateParameters")
                    .contains("JSON object")
                    .doesNotContain("hunter2"));
  }

  @Test
  void aListOfParametersIsRefused() {
    assertThat(intent(Map.of("templateID", "s", "templateParameters", "[1]")).problem())
        .isPresent();
    assertThat(intent(Map.of("templateID", "s", "templateParameters", "{} {}")).problem())
        .isPresent();
  }

  @Test
  void aTraceOfThePlaybookIsSeen() {
    assertThat(adapter.showsEarlierWork(resource(Map.of(), List.of(), Map.of()))).isFalse();
    assertThat(
            adapter.showsEarlierWork(
                resource(Map.of(), List.of(ComputeInstanceAdapter.PLAYBOOK_FINALIZER), Map.of())))
        .isTrue();
    assertThat(
            adapter.showsEarlierWork(
                resource(
                    Map.of(),
                    List.of(),
                    Map.of(ComputeInstanceAdapter.RECONCILED_ANNOTATION, "v1-0"))))
        .isTrue();
  }

  @Test
  void itsOwnChoiceOfAProviderGoesBeforeThatOfItsNamespace() {
    assertThat(in("clouds", Map.of()).provider()).hasValue("west");
    assertThat(in("fields", Map.of()).provider()).isEmpty();
    assertThat(in("clouds", Map.of(ComputeInstanceAdapter.PROVIDER_ANNOTATION, "east")).provider())
        .hasValue("east");
    assertThat(in("clouds", Map.of(ComputeInstanceAdapter.PROVIDER_ANNOTATION, " ")).provider())
        .as("blank is not set")
        .hasValue("west");
  }

  @Test
  void launchOptionsAreNoPartOfWhatIsAskedFor() {
    Intent plain = in("fields", Map.of("other/limit", "x"));
    Intent limited =
        in("fields", Map.of("launch-options.cloudkit.openshift.io/job-tags", "network"));

    assertThat(plain.options()).isEmpty();
    assertThat(limited.options()).containsExactly(Map.entry("job-tags", "network"));
    assertThat(limited.configVersion()).isEqualTo(plain.configVersion());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch-option.cloudkit.openshift.io/limit",
        "lauch-options.cloudkit.openshift.io/limit",
        "launch.options.cloudkit.openshift.io/limit",
        "launch-options.cloudkit.opneshift.io/limit",
        "cloudkit.openshift.io/launch-options.limit"
      })
  void aLaunchOptionUnderAMisspeltPrefixIsSaidToBeOne(String annotation) {
    ResourceSnapshot resource = resource("fields", Map.of(annotation, "web*"));

    assertThat(adapter.mistakes(resource))
        .containsExactly(
            "annotation "
                + annotation
                + ": expected launch-options.cloudkit.openshift.io/<name> for a launch option,"
                + " found a name like it that is not read here; correct it or take it away");
    assertThat(adapter.intent(resource).options()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch-options.cloudkit.openshift.io/limit",
        "options.cloudkit.openshift.io/limit",
        "launch-options.example.com/limit",
        "cloudkit.openshift.io/limit",
        "launch-options"
      })
  void whatIsAnOptionOrSomebodyElsesIsNone(String annotation) {
    assertThat(adapter.mistakes(resource("fields", Map.of(annotation, "web*")))).isEmpty();
  }

  private Intent in(String namespace, Map<String, String> annotations) {
    return adapter.intent(resource(namespace, annotations));
  }

  private static ResourceSnapshot resource(String namespace, Map<String, String> annotations) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "cloudkit.openshift.io/v1alpha1",
            "kind",
            "ComputeInstance",
            "metadata",
            Map.of("name", "vm", "namespace", namespace, "uid", "u", "annotations", annotations),
            "spec",
            Map.of("templateID", "s")));
  }

  private Intent intent(Map<String, Object> spec) {
    return adapter.intent(resource(spec, List.of(), Map.of()));
  }

  private static ResourceSnapshot resource(
      Map<String, Object> spec, List<String> finalizers, Map<String, String> annotations) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "cloudkit.openshift.io/v1alpha1",
            "kind",
            "ComputeInstance",
            "metadata",
            Map.of("name", "vm", "uid", "u", "finalizers", finalizers, "annotations", annotations),
            "spec",
            spec));
  }
}
