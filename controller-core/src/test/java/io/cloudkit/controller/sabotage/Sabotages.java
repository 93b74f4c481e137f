package io.cloudkit.controller.sabotage;

import java.util.List;
import java.util.stream.Stream;

/** The protections, each taken away. Those that cover for each other go together. */
final class Sabotages {
  static final List<Sabotage> ALL =
      Stream.of(LaunchSabotages.ALL, ExclusionSabotages.ALL, IntentSabotages.ALL)
          .flatMap(List::stream)
          .toList();

  private Sabotages() {}
}
