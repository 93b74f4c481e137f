package io.cloudkit.architecture.culprits.controller.decide;

import io.cloudkit.architecture.Breaks;
import java.util.UUID;

/** A decision that no replay repeats. */
@Breaks("deciding_has_no_clock_and_no_dice")
final class DecidesByDice {
  String claim() {
    return UUID.randomUUID().toString();
  }
}
