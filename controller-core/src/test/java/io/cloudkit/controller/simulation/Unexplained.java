package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which resources each process was shown Ready, and yet in want of a launch that nobody asked for.
 * Who was shown two of the few that there are knows that they are a mass, and must wait for a
 * second one before it launches the first.
 */
final class Unexplained {
  private final LongSupplier nanoTime;
  private final Map<String, Map<ResourceKey, Shown>> shown = new HashMap<>();
  private final Map<String, Map<ResourceKey, Counted>> counted = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private long order;

  Unexplained(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A resource as a process has it before it, and when that was read. */
  private record Shown(SimulatedApi.Version version, long at) {}

  /** A resource that a process decided about, as one of them, and when it did so first. */
  private record Counted(String uid, long at, long nanos) {}

  void reads(String process, SimulatedApi.Version version) {
    of(shown, process).put(version.key(), new Shown(version, ++order));
  }

  /** It knows what it wrote. */
  void writes(String process, SimulatedApi.Version before, ResourceStatus after) {
    of(shown, process)
        .computeIfPresent(before.key(), (key, old) -> new Shown(before.with(after), old.at()));
  }

  /** It looked at what it was shown, and decided. */
  void decides(String process, ResourceKey key) {
    Optional<SimulatedApi.Version> seen =
        Optional.ofNullable(of(shown, process).get(key)).map(Shown::version);
    Map<ResourceKey, Counted> all = of(counted, process);
    String uid = seen.filter(Unexplained::isOne).map(SimulatedApi.Version::uid).orElse("");
    if (uid.isEmpty()) {
      all.remove(key);
    } else if (!all.containsKey(key) || !all.get(key).uid().equals(uid)) {
      all.put(key, new Counted(uid, ++order, nanoTime.getAsLong()));
    }
  }

  void vanishes(String uid) {
    gone.add(uid);
  }

  /** Whether that process had decided about another one of them before it read this one. */
  boolean isOneOfSeveral(String process, SimulatedApi.Version launched) {
    long readAt =
        Optional.ofNullable(of(shown, process).get(launched.key())).map(Shown::at).orElse(0L);
    return isOne(launched)
        && of(counted, process).entrySet().stream()
            .filter(each -> !each.getKey().equals(launched.key()))
            .filter(each -> isStillOne(process, each.getKey()) || isTooNew(each.getValue()))
            .map(Map.Entry::getValue)
            .anyMatch(each -> each.at() < readAt && !gone.contains(each.uid()));
  }

  /** It is none any more for who launched it. */
  private boolean isStillOne(String process, ResourceKey key) {
    return Optional.ofNullable(of(shown, process).get(key))
        .map(Shown::version)
        .filter(Unexplained::isOne)
        .isPresent();
  }

  /** It can not have been launched yet by who waited for others. */
  private boolean isTooNew(Counted one) {
    return nanoTime.getAsLong() - one.nanos() < OperatorProcess.GUARD_WINDOW.toNanos();
  }

  private static boolean isOne(SimulatedApi.Version version) {
    ResourceStatus status = version.status();
    return status.phase().filter(Phase.READY::equals).isPresent()
        && status.observedGeneration() == version.generation()
        && status.launch().isEmpty()
        && !status.isReconciled()
        && !version.deleting()
        && !Word.asksAgain(version.annotations(), status.handledRetry());
  }

  private static <T> Map<ResourceKey, T> of(Map<String, Map<ResourceKey, T>> all, String process) {
    return all.computeIfAbsent(process, any -> new HashMap<>());
  }
}
