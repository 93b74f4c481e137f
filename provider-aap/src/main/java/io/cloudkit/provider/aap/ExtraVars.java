package io.cloudkit.provider.aap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The variables of a launch, and what is read back out of those of a job. Templates written for EDA
 * find the resource under {@code ansible_eda.event.payload}, newer ones under {@code
 * osac_job_vars.resource}; {@code cloudkit_operation} names the launch, so that it can be found
 * again and can fence itself.
 */
final class ExtraVars {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Grows with the resource, and is not passed. */
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** The variables of each launch. */
  static final Set<String> NAMES = Set.of("ansible_eda", "osac_job_vars", "cloudkit_operation");

  private static final Pattern NAME = Pattern.compile("(?U)[^\\s\\p{Cntrl}]+");

  private ExtraVars() {}

  static ObjectNode of(LaunchRequest request) {
    ObjectNode resource = resource(request.resource());
    ObjectNode vars = MAPPER.createObjectNode();
    vars.putObject("ansible_eda").putObject("event").set("payload", resource);
    vars.putObject("osac_job_vars").set("resource", resource);
    ObjectNode operation = vars.putObject("cloudkit_operation");
    operation.put("id", request.operation());
    operation.put("claim", request.claim());
    operation.put("type", request.type().toString());
    operation.put("attempt", request.attempt());
    operation.put("configVersion", request.configVersion());
    return vars;
  }

  /** The whole resource, without what grows and says nothing to a playbook. */
  private static ObjectNode resource(ResourceSnapshot snapshot) {
    ObjectNode resource = MAPPER.valueToTree(snapshot.document());
    if (resource.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
      }
    }
    if (resource.path("status") instanceof ObjectNode status) {
      status.remove("jobHistory");
    }
    return resource;
  }

  /** The variables of a job, which AAP shows as the text of a JSON object (aap-api.md §3.3). */
  static JsonNode ofJob(JsonNode row) {
    try {
      return MAPPER.readTree(row.path("extra_vars").asText("{}"));
    } catch (JsonProcessingException yamlOrHidden) {
      return MAPPER.createObjectNode();
    }
  }

  static Optional<String> operation(JsonNode vars) {
    return text(vars, "id", 64);
  }

  static Optional<String> claim(JsonNode vars) {
    return text(vars, "claim", 64);
  }

  static Optional<String> configVersion(JsonNode vars) {
    return text(vars, "configVersion", 128);
  }

  static Optional<String> type(JsonNode vars) {
    return text(vars, "type", 64);
  }

  /** Of the resource that a job works for, under either contract: a person may pass only one. */
  static Optional<String> resourceUid(JsonNode vars) {
    return Stream.of("/ansible_eda/event/payload", "/osac_job_vars/resource")
        .map(resource -> vars.at(resource + "/metadata/uid"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  /** What a person wrote there need not be a name: then the job names none, and is still seen. */
  private static Optional<String> text(JsonNode vars, String field, int max) {
    return Optional.of(vars.path("cloudkit_operation").path(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(name -> isName(name, max));
  }

  /** Whether it is a name: not empty, not too long, without blanks. */
  static boolean isName(String text, int max) {
    return text.length() <= max && NAME.matcher(text).matches();
  }
}
