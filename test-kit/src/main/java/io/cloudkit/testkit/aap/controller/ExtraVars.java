package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.truth.Playbook;
import java.util.Optional;
import java.util.Set;

/** The variables of one launch, read-only, and what a playbook of ours reads out of them. */
public final class ExtraVars {
  private static final String[] RESOURCES = {
    "/ansible_eda/event/payload/metadata", "/osac_job_vars/resource/metadata"
  };

  /** What is shown in place of a secret (§3.6). */
  static final String ENCRYPTED = "$encrypted$";

  private final ObjectNode root;
  private final String json;

  private ExtraVars(ObjectNode root, Set<String> secret) {
    this.root = root;
    this.json = Json.python(secret.isEmpty() ? root : redacted(root, secret));
  }

  /** A copy is taken. */
  public static ExtraVars of(ObjectNode variables) {
    return of(variables, Set.of());
  }

  /** A copy is taken; {@link #json} hides the values of these names. */
  static ExtraVars of(ObjectNode variables, Set<String> secret) {
    return new ExtraVars(variables.deepCopy(), secret);
  }

  public static ExtraVars none() {
    return new ExtraVars(JsonNodeFactory.instance.objectNode(), Set.of());
  }

  private static ObjectNode redacted(ObjectNode root, Set<String> secret) {
    ObjectNode shown = root.deepCopy();
    secret.stream().filter(shown::has).forEach(name -> shown.put(name, ENCRYPTED));
    return shown;
  }

  /** The text at a JSON pointer such as {@code /ansible_eda/event/payload/spec/templateID}. */
  public Optional<String> text(String pointer) {
    JsonNode node = root.at(pointer);
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }

  /** A copy of the value at a JSON pointer; a missing node if there is none. */
  public JsonNode at(String pointer) {
    return root.at(pointer).deepCopy();
  }

  public Optional<String> operation() {
    return text("/cloudkit_operation/id");
  }

  public Optional<String> claim() {
    return text("/cloudkit_operation/claim");
  }

  /** The purpose named in the variables. */
  public Optional<Playbook.Purpose> purpose() {
    return text("/cloudkit_operation/type").flatMap(Playbook.Purpose::named);
  }

  public Optional<String> resourceUid() {
    return metadata("uid");
  }

  public Optional<String> resourceName() {
    return metadata("name");
  }

  public Optional<String> resourceNamespace() {
    return metadata("namespace");
  }

  private Optional<String> metadata(String field) {
    for (String base : RESOURCES) {
      Optional<String> found = text(base + "/" + field);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A copy as a tree. */
  public ObjectNode tree() {
    return root.deepCopy();
  }

  /** The text the controller shows in {@code extra_vars}, without secrets. */
  public String json() {
    return json;
  }

  @Override
  public String toString() {
    return json;
  }
}
