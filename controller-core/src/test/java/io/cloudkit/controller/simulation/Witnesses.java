package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each process was shown, and has in mind until it looks again. */
final class Witnesses {
  private final Unexplained unexplained;
  private final Map<String, Read> reads = new HashMap<>();
  private final Map<String, String> seenRunning = new HashMap<>();
  private final Map<String, Set<String>> shown = new HashMap<>();

  /** What a process read of a resource that has to do with whether something may be launched. */
  private record Read(boolean deleting, Map<String, String> annotations) {}

  Witnesses(Unexplained unexplained) {
    this.unexplained = unexplained;
  }

  /** A process was shown that job. One that a person made of it has its claim, and is another. */
  void shows(String process, String uid, JobRef job) {
    shown.computeIfAbsent(uid + "/" + named(job), any -> new HashSet<>()).add(process);
  }

  /** A write of that process failed: what it would have told of has to be shown to it again. */
  void forgetsWhatItWasShown(String process, String uid) {
    shown.forEach(
        (job, processes) -> {
          if (job.startsWith(uid + "/")) {
            processes.remove(process);
          }
        });
  }

  /** The processes that were shown that job, and of which no write failed since. */
  Set<String> shownTo(InMemoryJob job) {
    return shown.getOrDefault(job.uid() + "/" + named(job), Set.of());
  }

  /** A process was shown that a job runs, and acts by that until it reads its resource again. */
  void seesRunning(String process, String uid, JobRef job) {
    seenRunning.put(process + "/" + uid, named(job));
  }

  /** Whether that process acts by having seen it run, whatever has become of it since. */
  boolean isSeenRunning(String process, InMemoryJob job) {
    return named(job).equals(seenRunning.get(process + "/" + job.uid()));
  }

  /** A process died, and with it all that it had in mind. */
  void dies(String process) {
    seenRunning.keySet().removeIf(each -> each.startsWith(process + "/"));
  }

  /** A process was shown a resource as it was then. */
  void reads(String process, SimulatedApi.Version shown) {
    unexplained.reads(process, shown);
    String key = process + "/" + shown.uid();
    reads.put(key, new Read(shown.deleting(), shown.annotations()));
    seenRunning.remove(key);
  }

  boolean hasReadDeletion(String process, String uid) {
    return read(process, uid).filter(Read::deleting).isPresent();
  }

  /** What was annotated when that process looked last. */
  Map<String, String> annotationsRead(String process, String uid) {
    return read(process, uid).map(Read::annotations).orElse(Map.of());
  }

  private Optional<Read> read(String process, String uid) {
    return Optional.ofNullable(reads.get(process + "/" + uid));
  }

  private static String named(JobRef job) {
    return job.operation() + "/" + job.id();
  }

  private static String named(InMemoryJob job) {
    return job.operation() + "/" + job.id();
  }
}
