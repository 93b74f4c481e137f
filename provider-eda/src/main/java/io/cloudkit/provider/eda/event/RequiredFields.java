package io.cloudkit.provider.eda.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a resource that the playbooks read. A job that misses one fails, and nothing on the
 * resource tells of it (eda-api.md §4): so it is not begun.
 */
public final class RequiredFields {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String setting;
  private final List<String> paths;

  private RequiredFields(String setting, List<String> paths) {
    this.setting = setting;
    this.paths = paths;
  }

  /** Why a resource is not handed over. */
  record Missing(FailureKind kind, String reason) {}

  /**
   * Fields by their paths, joined by commas.
   *
   * @throws IllegalArgumentException if it is no such list
   */
  public static RequiredFields of(String setting, String list) {
    List<String> paths = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    for (String path : paths) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            setting
                + ": expected paths such as spec.templateID, joined by commas, found \""
                + path
                + "\"");
      }
    }
    return new RequiredFields(setting, paths);
  }

  Optional<Missing> missingIn(ResourceSnapshot resource) {
    for (String path : paths) {
      if (isEmpty(resource.document(), path)) {
        // a new spec mends a spec; what else is missing somebody else has to write
        FailureKind kind =
            path.startsWith("spec.") ? FailureKind.INVALID_REQUEST : FailureKind.CONFIGURATION;
        return Optional.of(
            new Missing(
                kind,
                "nothing was handed to EDA: expected "
                    + path
                    + ", found none; the job of a playbook that reads it would fail unheard. Set it,"
                    + " or take it out of "
                    + setting));
      }
    }
    return unreadableParameters(resource);
  }

  private static boolean isEmpty(Map<String, Object> document, String path) {
    Object value = document;
    for (String name : path.split("\\.", -1)) {
      if (!(value instanceof Map<?, ?> fields) || fields.get(name) == null) {
        return true;
      }
      value = fields.get(name);
    }
    return value instanceof String text && text.isBlank();
  }

  /** The playbooks read them as JSON. */
  private static Optional<Missing> unreadableParameters(ResourceSnapshot resource) {
    if (!(resource.section("spec").get("templateParameters") instanceof String text)
        || text.isBlank()) {
      return Optional.empty();
    }
    try {
      if (STRICT.readTree(text).isObject()) {
        return Optional.empty();
      }
    } catch (JsonProcessingException malformed) {
      // its text may hold what must not be shown
    }
    return Optional.of(
        new Missing(
            FailureKind.INVALID_REQUEST,
            "nothing was handed to EDA: spec.templateParameters: expected the text of a JSON object,"
                + " found something else; correct the spec"));
  }
}
