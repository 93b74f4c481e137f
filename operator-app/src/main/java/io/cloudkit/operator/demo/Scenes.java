package io.cloudkit.operator.demo;

import java.util.List;
import java.util.stream.Stream;

/** The scenes of the demo, in their order; they are tests, too, on each Kubernetes API. */
public final class Scenes {
  public static final List<Scene> ALL =
      Stream.of(AapScenes.ALL, EdaScenes.ALL, SwitchScenes.ALL).flatMap(List::stream).toList();

  private Scenes() {}
}
