package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the event of a failed task tells: {@code runner_on_failed} or {@code runner_on_unreachable}
 * of a job's events. Its texts are as they came.
 */
record FailedTask(JsonNode event) {
  private static final String HIDDEN = "its result is hidden by no_log";

  /** With the role, as the output of Ansible names it. */
  String task() {
    String role = event.path("role").asText("");
    String task = text(event.path("task"), data().path("task"));
    return role.isEmpty() || task.startsWith(role + " : ") ? task : role + " : " + task;
  }

  String host() {
    return text(event.path("host_name"), data().path("host"));
  }

  boolean isUnreachable() {
    return event.path("event").asText().equals("runner_on_unreachable");
  }

  /** What went wrong, in the module's own words; empty if it found none. */
  Optional<String> message() {
    return Optional.of(message(data().path("res"))).filter(text -> !text.isBlank());
  }

  private JsonNode data() {
    return event.path("event_data");
  }

  private static String message(JsonNode result) {
    if (isHidden(result)) {
      return HIDDEN;
    }
    // of a loop the result of the whole says no more than that an item failed
    Optional<String> item =
        StreamSupport.stream(result.path("results").spliterator(), false)
            .filter(each -> each.path("failed").asBoolean())
            .findFirst()
            .map(FailedTask::message)
            .filter(text -> !text.isBlank());
    return item.orElseGet(() -> ownMessage(result));
  }

  /** A result that is not to be logged is replaced by a word that says so: aap-api.md §9.2. */
  private static boolean isHidden(JsonNode result) {
    return result.isTextual()
        || result.has("censored")
        || result.path("_ansible_no_log").asBoolean();
  }

  private static String ownMessage(JsonNode result) {
    String message = text(result.path("msg"), result.path("reason"));
    // "non-zero return code" alone explains nothing
    String errors = Excerpt.lastLine(text(result.path("stderr"), result.path("module_stderr")));
    if (message.isBlank() || errors.isBlank() || message.contains(errors)) {
      return message.isBlank() ? errors : message;
    }
    return message + ": " + errors;
  }

  /** The first that is there; what is no text is shown as JSON. */
  private static String text(JsonNode first, JsonNode second) {
    return Stream.of(first, second)
        .filter(node -> !node.isMissingNode() && !node.isNull())
        .map(node -> node.isValueNode() ? node.asText() : node.toString())
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }
}
