package io.cloudkit.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobState;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The CRD, generated from the Java types, with what annotations can not say. */
final class CrdDocument {
  private static final List<String> COLUMNS =
      List.of("Template", "Phase", "Job", "Age", "Reason", "Message");

  private CrdDocument() {}

  static String generate() {
    ByteArrayOutputStream yaml = new ByteArrayOutputStream();
    new CRDGenerator()
        .withParallelGenerationEnabled(false)
        .withMinQuotes(true)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                shape((CustomResourceDefinition) crd);
                return crd;
              }
            })
        .withOutput(new Output(yaml))
        .customResourceClasses(ComputeInstance.class)
        .forCRDVersions("v1")
        .generate();
    return yaml.toString(StandardCharsets.UTF_8);
  }

  private static void shape(CustomResourceDefinition crd) {
    // the generator sorts by the path; people expect the age last, and the message behind its
    // reason
    List<CustomResourceColumnDefinition> columns =
        crd.getSpec().getVersions().get(0).getAdditionalPrinterColumns();
    columns.sort(Comparator.comparing(column -> COLUMNS.indexOf(column.getName())));
    for (CustomResourceColumnDefinition column : columns) {
      column.setPriority(
          Integer.valueOf(0).equals(column.getPriority()) ? null : column.getPriority());
    }

    JSONSchemaProps root = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    Map<String, JSONSchemaProps> spec = root.getProperties().get("spec").getProperties();
    spec.get("restartRequestedAt").setFormat("date-time");
    root.setRequired(List.of("spec"));

    JSONSchemaProps status = root.getProperties().get("status");
    keepFieldsOfOthers(status);
    Map<String, JSONSchemaProps> fields = status.getProperties();
    fields.get("phase").setEnum(words(Phase.values()));
    fields.get("lastRestartedAt").setFormat("date-time");
    for (JSONSchemaProps job :
        List.of(
            fields.get("provisionJob"),
            fields.get("deprovisionJob"),
            fields.get("strayJobs").getItems().getSchema(),
            fields.get("jobHistory").getItems().getSchema())) {
      job.getProperties().get("state").setEnum(words(JobState.values()));
    }
    JSONSchemaProps conditions = fields.get("conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    conditions.getItems().getSchema().setRequired(List.of("type", "status"));
  }

  /**
   * Unknown fields survive at every depth of the status: a newer operator may have written them.
   */
  private static void keepFieldsOfOthers(JSONSchemaProps schema) {
    if (schema.getProperties() != null && !schema.getProperties().isEmpty()) {
      schema.setXKubernetesPreserveUnknownFields(true);
      schema.getProperties().values().forEach(CrdDocument::keepFieldsOfOthers);
    }
    if (schema.getItems() != null) {
      keepFieldsOfOthers(schema.getItems().getSchema());
    }
  }

  private static List<JsonNode> words(Enum<?>[] values) {
    return Arrays.stream(values).<JsonNode>map(value -> new TextNode(value.toString())).toList();
  }

  private record Output(ByteArrayOutputStream yaml)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) throws IOException {
      return yaml;
    }

    @Override
    public void close() {}
  }
}
