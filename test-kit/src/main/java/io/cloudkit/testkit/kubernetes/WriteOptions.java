package io.cloudkit.testkit.kubernetes;

import java.util.ArrayList;
import java.util.List;

/** How a write is to be made, and what its answer must warn about. */
final class WriteOptions {
  enum Unknown {
    IGNORED,
    WARNED,
    REFUSED
  }

  enum Effect {
    STORED,
    DRY_RUN
  }

  private final Effect effect;
  private final Unknown unknownFields;
  private final List<String> warnings = new ArrayList<>();

  private WriteOptions(Effect effect, Unknown unknownFields) {
    this.effect = effect;
    this.unknownFields = unknownFields;
  }

  static WriteOptions of(ApiRequest request) {
    Unknown unknown =
        switch (request.parameter("fieldValidation")) {
          case "Strict" -> Unknown.REFUSED;
          case "Ignore" -> Unknown.IGNORED;
          default -> Unknown.WARNED;
        };
    boolean dry = !request.parameter("dryRun").isEmpty();
    return new WriteOptions(dry ? Effect.DRY_RUN : Effect.STORED, unknown);
  }

  static WriteOptions stored() {
    return new WriteOptions(Effect.STORED, Unknown.IGNORED);
  }

  boolean isDryRun() {
    return effect == Effect.DRY_RUN;
  }

  /** Called with the fields that the schema does not know, which are about to be dropped. */
  void unknownFields(ResourceType type, List<String> fields) {
    for (String field : fields) {
      String says = "unknown field \"" + field + "\"";
      if (unknownFields == Unknown.REFUSED) {
        throw ApiFailure.badRequest(
            "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                .formatted(type.kind(), type.version(), type.kind(), says));
      }
      if (unknownFields == Unknown.WARNED) {
        warnings.add(says);
      }
    }
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
