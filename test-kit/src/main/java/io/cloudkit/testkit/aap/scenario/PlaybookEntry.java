package io.cloudkit.testkit.aap.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How one run goes, as a scenario says it. */
final class PlaybookEntry {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, CancelMode> CANCELS =
      Map.of(
          "acknowledged", CancelMode.ACKNOWLEDGED,
          "forced", CancelMode.FORCED,
          "forced-for-good", CancelMode.FORCED_FOR_GOOD,
          "ignored", CancelMode.IGNORED,
          "ends-successful", CancelMode.ENDS_SUCCESSFUL);

  /** By the explanation; absent where a run has no end of its own. */
  private static final Map<String, Optional<Function<String, Ending>>> ENDS =
      Map.of(
          "successful", Optional.of(explanation -> Ending.succeeds()),
          "failed", Optional.of(Ending::fails),
          "error", Optional.of(Ending::errors),
          "failed-before-start", Optional.of(Ending::failsBeforeStart),
          "never", Optional.empty());

  private PlaybookEntry() {}

  static Script script(Entry entry) {
    Fields fields =
        entry.object(
            "pending",
            "waiting",
            "running",
            "ends",
            "explanation",
            "failed_tasks",
            "artifacts",
            "stats",
            "on_cancel",
            "cancel_after",
            "leaves_machine");
    Script usual = Script.quick();
    Script script =
        usual
            .takes(
                time(fields, "pending", usual.pending()),
                time(fields, "waiting", usual.waiting()),
                time(fields, "running", usual.running()))
            .onCancel(
                fields.get("on_cancel").map(word -> word.word(CANCELS)).orElse(usual.cancel()),
                time(fields, "cancel_after", usual.cancelAfter()));
    Optional<Ending> ending = ending(entry, fields);
    script = ending.isPresent() ? script.ends(ending.get()) : script.untilTold();
    Optional<Entry> artifacts = fields.get("artifacts");
    if (artifacts.isPresent()) {
      script = returning(script, artifacts.get());
    }
    Optional<Entry> stats = fields.get("stats");
    if (stats.isPresent()) {
      script =
          stats.get().isText() && stats.get().text().equals("lost")
              ? script.losingStats()
              : script.statsAfter(stats.get().duration());
    }
    return fields.get("leaves_machine").filter(Entry::flag).isPresent()
        ? script.leavingMachine()
        : script;
  }

  private static Duration time(Fields fields, String name, Duration usual) {
    return fields.get(name).map(Entry::duration).orElse(usual);
  }

  private static Optional<Ending> ending(Entry entry, Fields fields) {
    String explanation = fields.get("explanation").map(Entry::text).orElse("");
    TaskFailure[] tasks =
        fields.get("failed_tasks").map(Entry::list).orElse(List.of()).stream()
            .map(PlaybookEntry::failure)
            .toArray(TaskFailure[]::new);
    Optional<Ending> ending =
        fields
            .get("ends")
            .map(word -> word.word(ENDS))
            .orElse(Optional.of(none -> Ending.succeeds()))
            .map(how -> how.apply(explanation));
    if (ending.isEmpty() && tasks.length > 0) {
      throw entry.refuse("an end for failed_tasks to lead to", "\"ends: never\"");
    }
    return ending.map(end -> end.after(tasks));
  }

  private static TaskFailure failure(Entry entry) {
    Fields fields = entry.object("task", "host", "message", "unreachable", "ignored", "no_log");
    TaskFailure failure =
        TaskFailure.of(
            fields.want("task").text(),
            fields.get("host").map(Entry::text).orElse("localhost"),
            fields.get("message").map(Entry::text).orElse("it failed"));
    if (fields.get("unreachable").filter(Entry::flag).isPresent()) {
      failure = failure.unreachable();
    }
    if (fields.get("ignored").filter(Entry::flag).isPresent()) {
      failure = failure.ignored();
    }
    return fields.get("no_log").filter(Entry::flag).isPresent() ? failure.hidden() : failure;
  }

  @SuppressWarnings("unchecked") // an object is a map with texts as keys
  private static Script returning(Script script, Entry artifacts) {
    if (artifacts.isText() && artifacts.text().equals("hidden")) {
      return script.hidingArtifacts();
    }
    return script.returning(MAPPER.convertValue(artifacts.jsonObject(), Map.class));
  }
}
