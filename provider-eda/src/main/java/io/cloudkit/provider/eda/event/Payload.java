package io.cloudkit.provider.eda.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provider.eda.signs.Signs;
import io.cloudkit.provisioning.api.LaunchRequest;
import java.util.Set;
import okio.ByteString;

/**
 * The event that is posted: the whole resource, as the playbooks expect it (eda-api.md §4), without
 * the engine's own notes, and which launch it is for, as compact JSON that YAML reads alike.
 */
public final class Payload {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  public static final String OPERATION = "cloudkit.openshift.io/operation";
  private static final String ATTEMPT = "cloudkit.openshift.io/attempt";

  /** What the engine remembers in the status: it grows, and no playbook reads it. */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "provisionJob",
          "deprovisionJob",
          "strayJobs",
          "jobHistory",
          "launch",
          "launchSequence",
          "unansweredClaims",
          "failure",
          "conditions",
          "handledRetry",
          "handledRerun",
          "statusLoss");

  private Payload() {}

  public static ByteString of(LaunchRequest request) {
    ObjectNode resource = MAPPER.valueToTree(request.resource().document());
    if (resource.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      ObjectNode annotations =
          metadata.path("annotations") instanceof ObjectNode there
              ? there
              : metadata.putObject("annotations");
      annotations.remove(Signs.LAST_APPLIED);
      // an event stream may pass no header on: eda-api.md §3
      annotations.put(OPERATION, request.operation());
      annotations.put(ATTEMPT, String.valueOf(request.attempt()));
    }
    if (resource.path("spec") instanceof ObjectNode spec
        && spec.hasNonNull("templateID")
        && isBlank(spec.path("templateParameters"))) {
      // a playbook reads it as JSON without asking whether it is there
      spec.put("templateParameters", "{}");
    }
    ObjectNode status =
        resource.path("status") instanceof ObjectNode there ? there : resource.putObject("status");
    // what an event stream passed on at the provision should fit at the deprovision, too
    status.remove(BOOKKEEPING);
    // the playbook repeats it in its annotation, which so tells which launch is done
    status.put("desiredConfigVersion", Signs.word(request.configVersion(), request.claim()));
    return ByteString.encodeUtf8(PlainJson.of(resource.toString()));
  }

  private static boolean isBlank(JsonNode parameters) {
    return parameters.isMissingNode()
        || parameters.isNull()
        || (parameters.isTextual() && parameters.textValue().isBlank());
  }
}
