package io.cloudkit.controller.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;

/**
 * A custom resource whose spec and status stay the JSON they are: a field or a word that this
 * program does not know never breaks a read, and is never lost by a write. A controller's own type
 * extends it with an annotated class of three lines.
 */
public abstract class RawResource extends CustomResource<JsonNode, JsonNode> implements Namespaced {
  private static final long serialVersionUID = 1L;
  private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

  @Override
  protected JsonNode initSpec() {
    return mapper().createObjectNode();
  }

  @Override
  protected JsonNode initStatus() {
    return mapper().createObjectNode();
  }

  /** A copy of the whole resource, without the bookkeeping of field managers. */
  @JsonIgnore
  public ResourceSnapshot snapshot() {
    Map<String, Object> document = mapper().convertValue(this, DOCUMENT);
    if (document.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.remove("managedFields");
    }
    return ResourceSnapshot.of(document);
  }

  static ObjectMapper mapper() {
    return SharedMapper.INSTANCE;
  }

  private static final class SharedMapper {
    static final ObjectMapper INSTANCE = new ObjectMapper();
  }
}
