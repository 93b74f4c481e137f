package io.cloudkit.controller.simulation;

import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** What processes sent, and what each had looked at before. */
final class Requests {
  private final LongSupplier nanoTime;
  private final Map<String, Long> looks = new HashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final Map<String, Long> lookBeforeSend = new HashMap<>();
  private final Map<String, String> documents = new HashMap<>();
  private final Map<String, String> lastSent = new HashMap<>();
  private final Set<String> sentTooLate = new HashSet<>();
  private final Map<String, Set<String>> lacking = new HashMap<>();
  private final Set<String> onceAbsent = new HashSet<>();
  private final Map<String, Set<String>> sentWithout = new HashMap<>();

  Requests(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A process was paused between its last look at the clock and the bytes of its request under that
   * claim.
   */
  void sentTooLate(String claim) {
    sentTooLate.add(claim);
  }

  /** Whether the stated residual was at work on the request of that claim. */
  boolean wasSentTooLate(String claim) {
    return sentTooLate.contains(claim);
  }

  boolean wasAnySentTooLate() {
    return !sentTooLate.isEmpty();
  }

  /** The document of that claim's request asks for that version, whatever the request says. */
  void asksFor(String claim, String version) {
    documents.put(claim, version);
  }

  /** The version that a playbook builds: what its document says, not what it is called. */
  String builtBy(InMemoryJob job) {
    return documents.getOrDefault(job.claim(), job.configVersion());
  }

  /** A process started without that instance. */
  void lacks(String process, String instance, Fault why) {
    onceAbsent.add(instance);
    if (why == Fault.INSTANCE_REMOVED) {
      lacking.computeIfAbsent(process, any -> new HashSet<>()).add(instance);
    }
  }

  /** Whether some process could not ask that instance: what it did there a person may be asked. */
  boolean wasAbsent(String instance) {
    return onceAbsent.contains(instance);
  }

  /** Whether the sender of that claim knew nothing of that instance. */
  boolean wasSentWithout(String instance, String claim) {
    return sentWithout.getOrDefault(claim, Set.of()).contains(instance);
  }

  /** A process was shown everything that runs for a resource. */
  void looked(String process, String uid) {
    looks.put(process + "/" + uid, nanoTime.getAsLong());
  }

  /** A process sends. */
  void sends(String process, String uid, String claim) {
    sent.put(claim, nanoTime.getAsLong());
    Optional.ofNullable(lacking.get(process)).ifPresent(each -> sentWithout.put(claim, each));
    lastSent.put(process, claim);
    Optional.ofNullable(looks.get(process + "/" + uid))
        .ifPresent(look -> lookBeforeSend.put(claim, look));
  }

  /** The claim under which that process sent last. */
  String sentLastBy(String process) {
    return Optional.ofNullable(lastSent.get(process)).orElseThrow();
  }

  /** When the sender of that claim looked last at what runs; empty if it did not. */
  Optional<Long> lookBefore(String claim) {
    return Optional.ofNullable(lookBeforeSend.get(claim));
  }

  /** When that claim was sent. */
  Optional<Long> sent(String claim) {
    return Optional.ofNullable(sent.get(claim));
  }
}
