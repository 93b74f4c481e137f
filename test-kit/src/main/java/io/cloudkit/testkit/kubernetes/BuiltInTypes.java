package io.cloudkit.testkit.kubernetes;

import static io.cloudkit.testkit.kubernetes.ResourceType.Trait.CREATE_ON_UPDATE;
import static io.cloudkit.testkit.kubernetes.ResourceType.Trait.GENERATION;
import static io.cloudkit.testkit.kubernetes.ResourceType.Trait.NAMESPACED;
import static io.cloudkit.testkit.kubernetes.ResourceType.Trait.STATUS;
import static io.cloudkit.testkit.kubernetes.ResourceType.Trait.UNCONDITIONAL_UPDATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cloudkit.testkit.kubernetes.ResourceType.Names;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The types that exist without a CRD: stored and shown, with no controller behind them. */
final class BuiltInTypes {
  static final ResourceType NAMESPACES =
      type(
          "",
          Names.of("namespaces", "Namespace", "ns"),
          Set.of(STATUS, UNCONDITIONAL_UPDATE),
          List.of(
              PrinterColumn.text("Name", ".metadata.name"),
              PrinterColumn.text("Status", ".status.phase"),
              PrinterColumn.age()),
          Set.of("status.phase"));

  static final ResourceType CUSTOM_RESOURCE_DEFINITIONS =
      type(
          "apiextensions.k8s.io",
          Names.of("customresourcedefinitions", "CustomResourceDefinition", "crd", "crds"),
          Set.of(STATUS, GENERATION),
          List.of(
              PrinterColumn.text("Name", ".metadata.name"),
              PrinterColumn.text("Created At", ".metadata.creationTimestamp")),
          Set.of());

  static final ResourceType EVENTS = events("");
  static final ResourceType EVENTS_K8S_IO = events("events.k8s.io");

  private BuiltInTypes() {}

  static List<ResourceType> all() {
    return List.of(
        NAMESPACES,
        CUSTOM_RESOURCE_DEFINITIONS,
        EVENTS,
        EVENTS_K8S_IO,
        type(
            "",
            Names.of("configmaps", "ConfigMap", "cm"),
            Set.of(NAMESPACED, UNCONDITIONAL_UPDATE),
            List.of(PrinterColumn.text("Name", ".metadata.name"), dataCount(), PrinterColumn.age()),
            Set.of()),
        type(
            "",
            Names.of("secrets", "Secret"),
            Set.of(NAMESPACED, UNCONDITIONAL_UPDATE),
            List.of(
                PrinterColumn.text("Name", ".metadata.name"),
                PrinterColumn.text("Type", ".type"),
                dataCount(),
                PrinterColumn.age()),
            Set.of("type")),
        type(
            "",
            Names.of("pods", "Pod", "po"),
            Set.of(NAMESPACED, STATUS, UNCONDITIONAL_UPDATE),
            List.of(
                PrinterColumn.text("Name", ".metadata.name"),
                PrinterColumn.text("Status", ".status.phase"),
                PrinterColumn.age()),
            Set.of("spec.nodeName", "status.phase")),
        type(
            "batch",
            Names.of("jobs", "Job"),
            Set.of(NAMESPACED, STATUS, GENERATION, UNCONDITIONAL_UPDATE),
            List.of(
                PrinterColumn.text("Name", ".metadata.name"),
                jobState(),
                jobCompletions(),
                PrinterColumn.age()),
            Set.of()),
        type(
            "coordination.k8s.io",
            Names.of("leases", "Lease"),
            Set.of(NAMESPACED, CREATE_ON_UPDATE),
            List.of(
                PrinterColumn.text("Name", ".metadata.name"),
                PrinterColumn.text("Holder", ".spec.holderIdentity"),
                PrinterColumn.age()),
            Set.of()));
  }

  private static ResourceType events(String group) {
    String involved = group.isEmpty() ? "involvedObject" : "regarding";
    return type(
        group,
        Names.of("events", "Event", "ev"),
        Set.of(NAMESPACED, CREATE_ON_UPDATE, UNCONDITIONAL_UPDATE),
        List.of(
            PrinterColumn.of("Last Seen", "date", ".lastTimestamp"),
            PrinterColumn.text("Type", ".type"),
            PrinterColumn.text("Reason", ".reason"),
            involvedObject(),
            PrinterColumn.text("Message", ".message")),
        Set.of(
            "type",
            "reason",
            "source",
            "reportingComponent",
            involved + ".kind",
            involved + ".namespace",
            involved + ".name",
            involved + ".uid",
            involved + ".apiVersion",
            involved + ".resourceVersion",
            involved + ".fieldPath"));
  }

  private static PrinterColumn involvedObject() {
    return new PrinterColumn(
        "Object",
        "string",
        "",
        "what it happened to",
        0,
        event -> {
          JsonNode involved = event.path("involvedObject");
          return TextNode.valueOf(
              involved.path("kind").asText().toLowerCase(Locale.ROOT)
                  + "/"
                  + involved.path("name").asText());
        });
  }

  /** The condition that ended it, as kubectl words it. */
  private static PrinterColumn jobState() {
    return new PrinterColumn(
        "Status",
        "string",
        "",
        "how it stands",
        0,
        job -> {
          String state = "Running";
          for (JsonNode condition : job.path("status").path("conditions")) {
            String type = condition.path("type").asText();
            boolean ended = type.equals("Complete") || type.equals("Failed");
            state = ended && condition.path("status").asText().equals("True") ? type : state;
          }
          return TextNode.valueOf(state);
        });
  }

  private static PrinterColumn jobCompletions() {
    return new PrinterColumn(
        "Completions",
        "string",
        "",
        "pods that succeeded, of those that must",
        0,
        job ->
            TextNode.valueOf(
                job.path("status").path("succeeded").asInt()
                    + "/"
                    + job.path("spec").path("completions").asInt(1)));
  }

  private static PrinterColumn dataCount() {
    return new PrinterColumn(
        "Data",
        "integer",
        "",
        "number of entries",
        0,
        document -> IntNode.valueOf(document.path("data").size()));
  }

  private static ResourceType type(
      String group,
      Names names,
      Set<Trait> traits,
      List<PrinterColumn> columns,
      Set<String> fields) {
    // core and events.k8s.io events are two forms of the same stored objects
    String storage = names.plural().equals("events") || group.isEmpty() ? "" : "." + group;
    return new ResourceType(
        group, "v1", names, names.plural() + storage, traits, null, columns, fields);
  }
}
