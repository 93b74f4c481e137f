package io.cloudkit.controller.decide;

import java.util.List;
import java.util.stream.Stream;

/**
 * What to do next about one resource. The first rule whose guard holds decides; reading the lists
 * from here is reading the specification.
 */
final class Rules {
  static final List<Rule> ALL =
      Stream.of(
              PersonRules.ALL, // a person has the last word
              MemoryRules.ALL, // nothing is decided without the engine's memory
              UnresolvedRules.ALL, // what is unresolved comes first
              JobRules.ALL, // then what may be alive
              DeletionRules.ALL, // going away
              ProvisionRules.ALL) // coming, changing, being there
          .flatMap(List::stream)
          .toList();

  private Rules() {}
}
