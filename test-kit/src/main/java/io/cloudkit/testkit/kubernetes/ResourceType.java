package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One served version of a resource type.
 *
 * @param storage names the shelf of the store: types that share it are views of the same documents
 * @param schema the CRD's {@code openAPIV3Schema}; null when documents are taken as they come
 * @param selectableFields what field selectors may name beside metadata.name and .namespace
 */
record ResourceType(
    String group,
    String version,
    Names names,
    String storage,
    Set<Trait> traits,
    @Nullable JsonNode schema,
    List<PrinterColumn> columns,
    Set<String> selectableFields) {

  record Names(
      String plural,
      String singular,
      String kind,
      String listKind,
      List<String> shortNames,
      List<String> categories) {
    static Names of(String plural, String kind, String... shortNames) {
      return new Names(
          plural,
          kind.toLowerCase(java.util.Locale.ROOT),
          kind,
          kind + "List",
          List.of(shortNames),
          List.of());
    }
  }

  enum Trait {
    NAMESPACED,
    /** Has {@code /status}: the main endpoint ignores status, this one everything else. */
    STATUS,
    /** Defined by a CRD. */
    CUSTOM,
    /** Counts changes of what users ask for in metadata.generation. */
    GENERATION,
    /** PUT on a missing object creates it. */
    CREATE_ON_UPDATE,
    /** PUT needs no resourceVersion; the real server demands one for custom resources. */
    UNCONDITIONAL_UPDATE
  }

  ResourceType {
    traits = Set.copyOf(traits);
    columns = List.copyOf(columns);
    selectableFields = Set.copyOf(selectableFields);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  String plural() {
    return names.plural();
  }

  String kind() {
    return names.kind();
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As error texts and CRD names have it: {@code plural.group}, or the plural of a core type. */
  String qualifiedPlural() {
    return group.isEmpty() ? plural() : plural() + "." + group;
  }
}
