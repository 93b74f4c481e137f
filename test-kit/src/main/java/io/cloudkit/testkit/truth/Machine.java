package io.cloudkit.testkit.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual machine that a provision playbook made and no deprovision has removed.
 *
 * @param owner the resource it was made for
 * @param operations operations that created or updated it, oldest first, newest 20 kept
 * @param created when the first of them made it
 * @param updated when the last of them touched it
 */
public record Machine(Subject owner, List<String> operations, Instant created, Instant updated) {
  private static final int REMEMBERED = 20;

  public Machine {
    operations = List.copyOf(operations);
  }

  /** Uid of the resource it was made for. */
  public String resourceUid() {
    return owner.uid();
  }

  /** Name of that resource. */
  public String name() {
    return owner.name();
  }

  Machine touchedBy(String operation, Instant now) {
    var all = new ArrayList<>(operations);
    all.add(operation);
    int from = Math.max(0, all.size() - REMEMBERED);
    return new Machine(owner, all.subList(from, all.size()), created, now);
  }
}
