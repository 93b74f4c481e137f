package io.cloudkit.controller.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, line by line, for a reader; most days have none, and tell nothing. */
final class Story {
  private static final int MAX_LINES = 1200;

  private final boolean hasReader;
  private final List<String> lines = new ArrayList<>();

  private Story(boolean hasReader) {
    this.hasReader = hasReader;
  }

  static Story untold() {
    return new Story(false);
  }

  static Story told() {
    return new Story(true);
  }

  void tell(Supplier<String> line) {
    if (hasReader && lines.size() < MAX_LINES) {
      lines.add(line.get());
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
