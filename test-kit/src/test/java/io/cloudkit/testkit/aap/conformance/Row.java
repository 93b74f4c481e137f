package io.cloudkit.testkit.aap.conformance;

import java.util.List;
import java.util.Optional;

/**
 * A row of the table.
 *
 * @param needs what must be in place
 * @param steps at least one; the later ones follow the first at once
 * @param source where it is known from
 * @param fakeLacks why the simulated AAP does not do it yet, if it does not
 */
record Row(
    String name,
    Asker asker,
    List<String> needs,
    List<Step> steps,
    String source,
    Effect effect,
    Versions versions,
    Gateway gateway,
    Optional<String> fakeLacks) {

  /** Whether asking leaves something behind. */
  enum Effect {
    NONE,
    CHANGES
  }

  /** Whether a gateway in front of the controller answers the same. */
  enum Gateway {
    SAME,
    DIFFERS
  }

  boolean changes() {
    return effect == Effect.CHANGES;
  }
}
