package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ApiFailure.Cause;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The part of metadata that the server writes, and what it lets a client write. */
final class ObjectMeta {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private static final List<String> SERVER_WRITES =
      List.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");
  private static final List<String> OMITTED_WHEN_EMPTY =
      List.of("labels", "annotations", "finalizers", "ownerReferences");

  private final Clock clock;
  private final Supplier<UUID> uids;

  ObjectMeta(Clock clock, Supplier<UUID> uids) {
    this.clock = clock;
    this.uids = uids;
  }

  /** Gives a new document its identity; returns its name. */
  String initialize(ObjectNode document, Target target) {
    ObjectNode metadata = Json.metadata(document);
    if (!Json.text(metadata, "resourceVersion").isEmpty()) {
      // the real server answers this one as an internal error
      throw ApiFailure.of(500, "", "resourceVersion should not be set on objects to be created");
    }
    String name = Json.text(metadata, "name");
    String prefix = Json.text(metadata, "generateName");
    UUID uid = uids.get();
    if (name.isEmpty() && !prefix.isEmpty()) {
      name = prefix + suffix(uid);
    }
    checkName(target.type(), name);
    SERVER_WRITES.forEach(metadata::remove);
    metadata.put("name", name);
    if (target.type().has(Trait.NAMESPACED)) {
      metadata.put("namespace", target.namespace());
    }
    metadata.put("uid", uid.toString());
    metadata.put("creationTimestamp", now());
    if (target.type().has(Trait.GENERATION)) {
      metadata.put("generation", 1L);
    }
    tidy(metadata);
    return name;
  }

  private static void checkName(ResourceType type, String name) {
    if (name.isEmpty()) {
      Cause missing = Cause.required("metadata.name", "name or generateName is required");
      throw ApiFailure.invalid(type, name, List.of(missing));
    }
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      String rule =
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character";
      Cause wrong = Cause.invalid("metadata.name", "\"" + name + "\"", rule);
      throw ApiFailure.invalid(type, name, List.of(wrong));
    }
  }

  private static String suffix(UUID uid) {
    long bits = uid.getLeastSignificantBits() & Long.MAX_VALUE;
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(SUFFIX_ALPHABET.charAt((int) (bits % SUFFIX_ALPHABET.length())));
      bits /= SUFFIX_ALPHABET.length();
    }
    return suffix.toString();
  }

  /** Keeps what the server wrote into {@code old}, whatever {@code next} says. */
  static void carryOver(ResourceType type, ObjectNode old, ObjectNode next) {
    ObjectNode before = Json.metadata(old);
    ObjectNode after = Json.metadata(next);
    String name = Json.text(before, "name");
    List<Cause> causes = new ArrayList<>();
    String uid = Json.text(after, "uid");
    if (!uid.isEmpty() && !uid.equals(Json.text(before, "uid"))) {
      causes.add(Cause.invalid("metadata.uid", "\"" + uid + "\"", "field is immutable"));
    }
    if (isDeleting(old)) {
      List<String> added = finalizers(next);
      added.removeAll(finalizers(old));
      if (!added.isEmpty()) {
        causes.add(
            Cause.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers "
                    + added));
      }
    }
    if (!causes.isEmpty()) {
      throw ApiFailure.invalid(type, name, causes);
    }
    for (String field : SERVER_WRITES) {
      JsonNode kept = before.get(field);
      if (kept == null) {
        after.remove(field);
      } else {
        after.set(field, kept);
      }
    }
    tidy(after);
  }

  private static void tidy(ObjectNode metadata) {
    metadata.remove(List.of("managedFields", "selfLink"));
    for (String field : OMITTED_WHEN_EMPTY) {
      if (metadata.path(field).isEmpty()) {
        metadata.remove(field);
      }
    }
  }

  /** Generation counts what users ask for: everything but metadata and, as subresource, status. */
  static void countGeneration(ResourceType type, ObjectNode old, ObjectNode next) {
    if (type.has(Trait.GENERATION) && !asked(type, old).equals(asked(type, next))) {
      bump(next);
    }
  }

  private static ObjectNode asked(ResourceType type, ObjectNode document) {
    ObjectNode asked = Json.object();
    asked.setAll(document);
    asked.remove("metadata");
    if (type.has(Trait.STATUS)) {
      asked.remove("status");
    }
    return asked;
  }

  /** Deletion counts as a change of what users ask for, so the generation moves with it. */
  void markDeleting(ObjectNode document) {
    ObjectNode metadata = Json.metadata(document);
    metadata.put("deletionTimestamp", now());
    metadata.put("deletionGracePeriodSeconds", 0L);
    if (metadata.has("generation")) {
      bump(document);
    }
  }

  private static void bump(ObjectNode document) {
    ObjectNode metadata = Json.metadata(document);
    metadata.put("generation", metadata.path("generation").asLong() + 1);
  }

  static boolean isDeleting(ObjectNode document) {
    return document.path("metadata").has("deletionTimestamp");
  }

  static List<String> finalizers(ObjectNode document) {
    return Json.strings(document.path("metadata").path("finalizers"));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
