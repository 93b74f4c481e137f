package io.cloudkit.provider.eda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.LaunchRequest;
import java.util.Locale;
import okio.ByteString;

/**
 * The event that is posted: the whole resource, as the playbooks expect it (eda-api.md §4), as
 * compact JSON.
 */
final class Payload {
  /** eda-api.md §1: what the webhook takes at most, in bytes. */
  static final int MAX_SIZE = 1_048_576;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Payload() {}

  static ByteString of(LaunchRequest request) {
    ObjectNode resource = MAPPER.valueToTree(request.resource().document());
    if (resource.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
      }
    }
    if (resource.path("spec") instanceof ObjectNode spec
        && spec.hasNonNull("templateID")
        && isBlank(spec.path("templateParameters"))) {
      // a playbook reads it as JSON without asking whether it is there
      spec.put("templateParameters", "{}");
    }
    ObjectNode status =
        resource.path("status") instanceof ObjectNode there ? there : resource.putObject("status");
    // the playbook repeats it in its annotation, which so tells which launch is done
    status.put("desiredConfigVersion", Signs.word(request.configVersion(), request.claim()));
    return ByteString.encodeUtf8(escaped(resource.toString()));
  }

  private static boolean isBlank(JsonNode parameters) {
    return parameters.isMissingNode()
        || parameters.isNull()
        || (parameters.isTextual() && parameters.textValue().isBlank());
  }

  /**
   * Without a control character: some receivers read the event as YAML, which allows none, DEL
   * included (eda-api.md §2). In compact JSON they stand inside of texts alone.
   */
  private static String escaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isISOControl(c)) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
