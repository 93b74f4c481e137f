package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A task that failed on a host. A rescued one looks no different: only the job goes on.
 *
 * @param result what the module returned: {@code res} of the event
 */
public record TaskFailure(String task, String host, Kind kind, JsonNode result) {
  private static final String CENSORED =
      "the output has been hidden due to the fact that 'no_log: true' was specified for this"
          + " result";

  /** What the event says of it. */
  public enum Kind {
    FAILED,
    /** The host could not be reached. */
    UNREACHABLE,
    /** {@code ignore_errors} is set, so its event does not count as failed. */
    IGNORED
  }

  /** A task whose module failed with a message. */
  public static TaskFailure of(String task, String host, String message) {
    ObjectNode result = Json.MAPPER.createObjectNode();
    result.put("msg", message).put("failed", true);
    return new TaskFailure(task, host, Kind.FAILED, result);
  }

  public TaskFailure unreachable() {
    return new TaskFailure(task, host, Kind.UNREACHABLE, result);
  }

  public TaskFailure ignored() {
    return new TaskFailure(task, host, Kind.IGNORED, result);
  }

  /** The task says {@code no_log}. */
  public TaskFailure hidden() {
    return returning(Map.of("censored", CENSORED));
  }

  /** Another result than a message. */
  public TaskFailure returning(Map<String, ?> values) {
    return new TaskFailure(task, host, kind, Json.MAPPER.<JsonNode>valueToTree(values));
  }
}
