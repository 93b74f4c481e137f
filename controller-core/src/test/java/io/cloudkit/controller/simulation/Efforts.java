package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may follow an effort: after a failure the same one after a pause, after a person's cancel
 * nothing, and never one for a spec that nobody wants any more.
 */
final class Efforts {
  /** The shortest that is configured, a tenth shorter by its jitter. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(13_500);

  private final Backends backends;
  private final Chronicle chronicle;
  private final Map<String, Effort> last = new HashMap<>();
  private final Map<String, Long> closed = new HashMap<>();

  /** One operation, when it was permitted first, and the claim by which it was permitted last. */
  private record Effort(String operation, String claim, long permittedAt) {}

  Efforts(Backends backends, Chronicle chronicle) {
    this.backends = backends;
    this.chronicle = chronicle;
  }

  /** What is broken by that permission, if anything is. */
  Optional<String> permits(SimulatedApi.Version before, Launch launch) {
    boolean provision = launch.type() == JobType.PROVISION;
    if (provision && !launch.configVersion().equals(Wanted.version(before))) {
      return Optional.of("N: a provision was permitted of a spec that is not wanted any more");
    }
    String key = before.uid() + "/" + launch.type();
    Optional<Effort> earlier =
        Optional.ofNullable(last.get(key))
            .filter(each -> !each.operation().equals(launch.operation()));
    long since =
        earlier.isEmpty() && last.containsKey(key) ? last.get(key).permittedAt() : chronicle.now();
    last.put(key, new Effort(launch.operation(), launch.claim(), since));
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    List<InMemoryJob> jobs =
        backends.of(before.uid()).stream()
            .filter(job -> job.operation().equals(earlier.get().operation()))
            .filter(job -> !isLeftOver(job, earlier.get()))
            .filter(job -> !job.isByPerson() && backends.owner(job).keepsRecords())
            .filter(job -> !provision || job.configVersion().equals(launch.configVersion()))
            .toList();
    if (jobs.size() > 1) {
      return Optional.empty(); // L2 is broken, and one of them was a stray
    }
    Effort effort = earlier.get();
    return jobs.stream().flatMap(job -> broken(job, before.uid(), effort).stream()).findFirst();
  }

  /** A status is written: a launch that it drops is over for the engine, and a lost one is all. */
  void writes(SimulatedApi.Version before, ResourceStatus after) {
    if (before.status().launchSequence().isEmpty()) {
      last.keySet().removeIf(each -> each.startsWith(before.uid() + "/"));
    }
    before
        .status()
        .launch()
        .filter(launch -> after.launch().isEmpty())
        .ifPresent(launch -> closed.putIfAbsent(launch.claim(), chronicle.now()));
  }

  /** The job of a request that left late, after the effort had gone on without it. */
  private boolean isLeftOver(InMemoryJob job, Effort effort) {
    boolean wentOn =
        !job.claim().equals(effort.claim())
            || Optional.ofNullable(closed.get(job.claim()))
                .filter(at -> at - job.launchedAt() <= 0)
                .isPresent();
    return wentOn && chronicle.requests().wasSentTooLate(job.claim());
  }

  private Optional<String> broken(InMemoryJob earlier, String uid, Effort effort) {
    boolean cancelled =
        earlier.state() == JobState.CANCELED
            && !chronicle.endedUnseen(earlier)
            && chronicle
                .cancelledByHandAt(earlier)
                .filter(at -> !chronicle.wasAskedAnewSince(uid, at))
                .isPresent()
            // of two hands that end an overdue job nobody can tell which did
            && !chronicle.wasAlsoCancelled(earlier);
    if (cancelled) {
      return Optional.of("H: launched again what a person cancelled, " + earlier);
    }
    boolean justFailed =
        earlier.state() == JobState.FAILED
            && earlier.hasRun()
            && !chronicle.wasAskedAnewSince(uid, effort.permittedAt())
            && chronicle.now() - earlier.ranUntil() < SHORTEST_PAUSE.toNanos()
            // the end of a pause is written down as a time of day
            && !chronicle.faults().containsKey(Fault.CLOCK_SET_WRONG);
    return justFailed
        ? Optional.of("B: launched again without a pause after " + earlier)
        : Optional.empty();
  }
}
