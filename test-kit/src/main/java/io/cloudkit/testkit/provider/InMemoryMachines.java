package io.cloudkit.testkit.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the playbooks of one or several backends made. Not thread-safe. */
public final class InMemoryMachines {
  private final Map<String, InMemoryJob> makers = new HashMap<>();

  void isMade(String uid, InMemoryJob maker) {
    makers.put(uid, maker);
  }

  void isRemoved(String uid) {
    makers.remove(uid);
  }

  /** The job that made the machine of that resource what it is, if it has one. */
  public Optional<InMemoryJob> makerOf(String uid) {
    return Optional.ofNullable(makers.get(uid));
  }
}
