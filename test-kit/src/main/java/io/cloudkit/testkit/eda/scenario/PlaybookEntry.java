package io.cloudkit.testkit.eda.scenario;

import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.yaml.Entry;
import io.cloudkit.testkit.yaml.Fields;
import java.util.Map;
import java.util.Optional;

/** How one run goes, as a scenario says it. */
final class PlaybookEntry {
  /** Absent where a run has no end of its own. */
  private static final Map<String, Optional<Failure>> ENDS =
      Map.of(
          "successful", Optional.of(Failure.NEVER),
          "failed-before-all", Optional.of(Failure.BEFORE_ALL),
          "failed-after-finalizer", Optional.of(Failure.AFTER_FINALIZER),
          "failed-after-machine", Optional.of(Failure.AFTER_MACHINE),
          "failed-before-signal", Optional.of(Failure.BEFORE_SIGNAL),
          "never", Optional.empty());

  private PlaybookEntry() {}

  static PlaybookScript script(Entry entry) {
    Fields fields = entry.object("launch", "finalizer_gap", "running", "tail", "ends", "annotates");
    PlaybookScript usual = PlaybookScript.quick();
    PlaybookScript script =
        usual
            .launchesAfter(fields.get("launch").map(Entry::duration).orElse(usual.launch()))
            .writesFinalizersAfter(
                fields.get("finalizer_gap").map(Entry::duration).orElse(usual.gap()))
            .endsAfterSignal(fields.get("tail").map(Entry::duration).orElse(usual.tail()));
    Optional<Entry> running = fields.get("running");
    if (running.isPresent()) {
      script = script.runsFor(running.get().duration());
    }
    Optional<Entry> annotates = fields.get("annotates");
    if (annotates.isPresent()) {
      script = script.annotates(annotates.get().text());
    }
    Optional<Failure> failure =
        fields.get("ends").map(word -> word.word(ENDS)).orElse(Optional.of(Failure.NEVER));
    if (failure.isPresent()) {
      return script.fails(failure.get());
    }
    running.ifPresent(
        time -> {
          throw time.refuse("no time for a run that never ends");
        });
    return script.untilTold();
  }
}
