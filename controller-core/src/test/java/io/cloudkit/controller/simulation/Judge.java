package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Condemns a world in which a promise is broken. Knows the stored objects and the playbooks that
 * really ran; shares nothing with the engine.
 */
final class Judge {
  private final SimulatedApi api;
  private final InMemoryBackend backend;

  Judge(SimulatedApi api, InMemoryBackend backend) {
    this.api = api;
    this.backend = backend;
  }

  List<String> violations() {
    List<String> violations = new ArrayList<>(api.violations());
    backend.overlaps().forEach(each -> violations.add("X1: overlap: " + each));
    violations.addAll(runTwice());
    violations.addAll(leaked());
    return violations;
  }

  private List<String> runTwice() {
    Map<String, Integer> runs = new HashMap<>();
    for (InMemoryJob job : backend.all()) {
      if (job.hasRun() && !job.isByPerson()) {
        runs.merge(job.operation(), 1, Integer::sum);
      }
    }
    List<String> violations = new ArrayList<>();
    runs.forEach(
        (operation, times) -> {
          if (times > 1) {
            violations.add("L2: operation " + operation + " ran " + times + " times");
          }
        });
    return violations;
  }

  private List<String> leaked() {
    List<String> violations = new ArrayList<>();
    if (!api.isReleased()) {
      return violations;
    }
    for (InMemoryJob job : backend.all()) {
      if (backend.machine(job.uid()).isPresent()) {
        violations.add("X3: the resource is gone and its machine is left");
      }
      boolean mayRun = job.isRunning() || job.state() == JobState.PENDING;
      if (mayRun && !job.isByPerson()) {
        violations.add("X3: the resource is gone beside " + job);
      }
    }
    return violations;
  }
}
