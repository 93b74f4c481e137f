package io.cloudkit.provisioning.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A deeply immutable copy of a custom resource at one moment, in JDK types only: maps, lists,
 * strings, numbers, booleans, and null inside the document where JSON has null. Thread-safe.
 */
public final class ResourceSnapshot {
  private static final int MAX_DEPTH = 64;

  private final Map<String, Object> document;
  private final Map<String, Object> metadata;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final List<String> finalizers;

  private ResourceSnapshot(Map<String, Object> document) {
    this.document = document;
    this.metadata = section(document, "metadata");
    this.labels = texts(metadata, "labels");
    this.annotations = texts(metadata, "annotations");
    this.finalizers = names(metadata, "finalizers");
  }

  /**
   * Copies a document as Jackson or the fabric8 client reads it into maps and lists.
   *
   * @throws IllegalArgumentException if it has no apiVersion, kind, metadata.name or metadata.uid,
   *     is nested deeper than 64, or holds a value that JSON has not
   */
  public static ResourceSnapshot of(Map<String, ?> document) {
    Map<String, Object> copy = copyMap(document, 0);
    ResourceSnapshot snapshot = new ResourceSnapshot(copy);
    require("apiVersion", copy.get("apiVersion"));
    require("kind", copy.get("kind"));
    require("metadata.name", snapshot.metadata.get("name"));
    require("metadata.uid", snapshot.metadata.get("uid"));
    return snapshot;
  }

  public String apiVersion() {
    return text(document, "apiVersion");
  }

  public String kind() {
    return text(document, "kind");
  }

  /** Empty for a cluster-scoped resource. */
  public String namespace() {
    return text(metadata, "namespace");
  }

  public String name() {
    return text(metadata, "name");
  }

  /** Never reused by the API server, unlike namespace and name. */
  public String uid() {
    return text(metadata, "uid");
  }

  /** Grows with each change of the spec; 0 if the server keeps none. */
  public long generation() {
    return metadata.get("generation") instanceof Number number ? number.longValue() : 0;
  }

  public Map<String, String> labels() {
    return labels;
  }

  public Map<String, String> annotations() {
    return annotations;
  }

  public List<String> finalizers() {
    return finalizers;
  }

  /** When deletion was asked for, as the API server wrote it. */
  public Optional<String> deletionTimestamp() {
    return Optional.ofNullable(metadata.get("deletionTimestamp")).map(String::valueOf);
  }

  public boolean isDeleting() {
    return metadata.get("deletionTimestamp") != null;
  }

  /**
   * The whole resource, with apiVersion, kind, metadata, spec and status. Immutable to any depth.
   */
  public Map<String, Object> document() {
    return document;
  }

  /**
   * A section of the document, {@code spec} or {@code status}; empty if it is absent or no object.
   */
  public Map<String, Object> section(String name) {
    return section(document, name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceSnapshot that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  /** Names the resource and nothing of its content, which may be large or private. */
  @Override
  public String toString() {
    return kind() + " " + namespace() + "/" + name() + " (" + uid() + ")";
  }

  private static List<String> names(Map<String, Object> metadata, String name) {
    List<String> names = new ArrayList<>();
    if (metadata.get(name) instanceof List<?> values) {
      values.forEach(value -> names.add(String.valueOf(value)));
    }
    return Collections.unmodifiableList(names);
  }

  private static Map<String, String> texts(Map<String, Object> metadata, String name) {
    Map<String, Object> values = section(metadata, name);
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new LinkedHashMap<>();
    values.forEach((key, value) -> copy.put(key, String.valueOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Map<String, Object> section(Map<String, Object> parent, String name) {
    if (!(parent.get(name) instanceof Map<?, ?> section)) {
      return Map.of();
    }
    // every map of a document is one of ours: copied, immutable, with string keys
    @SuppressWarnings("unchecked")
    Map<String, Object> typed = (Map<String, Object>) section;
    return typed;
  }

  private static String text(Map<String, Object> from, String name) {
    return from.get(name) instanceof String value ? value : "";
  }

  private static void require(String what, @Nullable Object value) {
    if (!(value instanceof String text) || text.isEmpty()) {
      throw new IllegalArgumentException("resource: expected " + what + ", found none");
    }
  }

  private static Map<String, Object> copyMap(Map<?, ?> source, int depth) {
    Map<String, Object> copy =
        new LinkedHashMap<>(source.size() * 2); // none grows while it is filled
    for (Map.Entry<?, ?> each : source.entrySet()) {
      copy.put(String.valueOf(each.getKey()), copyValue(each.getValue(), depth + 1));
    }
    return Collections.unmodifiableMap(copy);
  }

  @SuppressWarnings("NullAway") // JSON has null, and so has the copy of its document
  private static Object copyValue(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("resource: nested deeper than " + MAX_DEPTH);
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      return copyMap(map, depth);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(copyValue(item, depth + 1)));
      return Collections.unmodifiableList(copy);
    }
    throw new IllegalArgumentException(
        "resource: expected JSON values only, found a " + value.getClass().getName());
  }
}
