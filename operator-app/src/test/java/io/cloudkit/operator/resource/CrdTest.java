package io.cloudkit.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.JobState;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdTest {
  private static final Path COMMITTED =
      Path.of("../deploy/crd/computeinstances.cloudkit.openshift.io.yaml");

  private final CustomResourceDefinition crd =
      Serialization.unmarshal(CrdDocument.generate(), CustomResourceDefinition.class);
  private final CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
  private final JSONSchemaProps status =
      version.getSchema().getOpenAPIV3Schema().getProperties().get("status");

  @Test
  void theCommittedFileIsTheGeneratedOne() throws IOException {
    String generated = CrdDocument.generate();
    Path copy =
        Files.writeString(Path.of("target/computeinstances.cloudkit.openshift.io.yaml"), generated);

    assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
        .as("out of date: copy operator-app/" + copy + " to deploy/crd and commit it")
        .isEqualTo(generated);
  }

  @Test
  void theClassPathHoldsTheCommittedFile() throws IOException {
    assertThat(ComputeInstance.crdYaml()).isEqualTo(Files.readString(COMMITTED));
  }

  @Test
  void everyWordForAStateMayBeWritten() {
    // go-operator-crd.md §1: an enum that lacked two words made the API server refuse the status
    String[] words =
        Arrays.stream(JobState.values()).map(JobState::toString).toArray(String[]::new);

    for (String slot : new String[] {"provisionJob", "deprovisionJob"}) {
      assertThat(status.getProperties().get(slot).getProperties().get("state").getEnum())
          .extracting(word -> word.textValue())
          .containsExactlyInAnyOrder(words);
    }
    for (String list : new String[] {"strayJobs", "jobHistory"}) {
      JSONSchemaProps job = status.getProperties().get(list).getItems().getSchema();
      assertThat(job.getProperties().get("state").getEnum())
          .extracting(word -> word.textValue())
          .containsExactlyInAnyOrder(words);
    }
  }

  @Test
  void fieldsOfOtherWritersAreKept() {
    assertThat(status.getXKubernetesPreserveUnknownFields()).isTrue();
    for (String name : new String[] {"provisionJob", "launch", "failure", "tenantReference"}) {
      assertThat(status.getProperties().get(name).getXKubernetesPreserveUnknownFields())
          .as(name)
          .isTrue();
    }
  }

  @Test
  void namesAndColumnsAreTheGoOperators() {
    assertThat(crd.getMetadata().getName()).isEqualTo("computeinstances.cloudkit.openshift.io");
    assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
    assertThat(crd.getSpec().getNames().getShortNames()).containsExactly("ci");
    assertThat(version.getName()).isEqualTo("v1alpha1");
    assertThat(version.getSubresources().getStatus()).isNotNull();
    assertThat(version.getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly("Template", "Phase", "Job", "Age", "Reason", "Message");
    assertThat(version.getAdditionalPrinterColumns())
        .filteredOn(column -> column.getPriority() != null)
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly("Reason", "Message");
    JSONSchemaProps spec = version.getSchema().getOpenAPIV3Schema().getProperties().get("spec");
    assertThat(spec.getRequired()).containsExactly("templateID");
    assertThat(spec.getProperties().get("templateID").getPattern())
        .isEqualTo("^[a-zA-Z_][a-zA-Z0-9._]*$");
  }

  @Test
  void conditionsAreOneOfAType() {
    JSONSchemaProps conditions = status.getProperties().get("conditions");

    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
  }

  @Test
  void readsWhatANewerOperatorWrote() {
    ComputeInstance read =
        Serialization.unmarshal(
            """
            apiVersion: cloudkit.openshift.io/v1alpha1
            kind: ComputeInstance
            metadata: {name: vm}
            spec: {templateID: small, color: blue}
            status: {phase: Dreaming, mood: good, provisionJob: {state: Paused, weight: 3}}
            """,
            ComputeInstance.class);

    assertThat(read.getSpec().templateID()).isEqualTo("small");
    assertThat(read.getStatus().phase()).isEqualTo("Dreaming");
    assertThat(read.getStatus().provisionJob().state()).isEqualTo("Paused");
    assertThat(read.getStatus().conditions()).isEmpty();
    assertThat(Serialization.asJson(read)).contains("\"status\":").doesNotContain("null");
  }

  @Test
  void theTenantOfTestsIsACrdToo() {
    CustomResourceDefinition tenant =
        Serialization.unmarshal(
            CrdTest.class.getResourceAsStream("tenants.cloudkit.openshift.io.yaml"),
            CustomResourceDefinition.class);

    assertThat(tenant.getSpec().getNames().getKind()).isEqualTo("Tenant");
    assertThat(Map.of("group", tenant.getSpec().getGroup()))
        .containsEntry("group", ComputeInstance.GROUP);
  }
}
