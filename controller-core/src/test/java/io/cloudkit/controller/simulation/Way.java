package io.cloudkit.controller.simulation;

import java.util.Arrays;

/** How a small world came to a state, so that it can be gone there again. */
final class Way {
  private final SmallWorld world;
  private final int[] choices;
  private final int events;

  /**
   * That way.
   *
   * @param choices what was chosen, one after the other
   * @param events how many events that were
   */
  Way(SmallWorld world, int[] choices, int events) {
    this.world = world;
    this.choices = choices.clone();
    this.events = events;
  }

  /** A world that went it. */
  SmallDay gone(Story story) {
    SmallDay day = new SmallDay(world, choices, story);
    for (int i = 0; i < events; i++) {
      day.event();
    }
    return day;
  }

  @Override
  public String toString() {
    return world + ", in " + events + " events, by the choices " + Arrays.toString(choices);
  }
}
