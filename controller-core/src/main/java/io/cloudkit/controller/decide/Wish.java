package io.cloudkit.controller.decide;

import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of a resource, as it was read: by its spec, its deletion, its annotations.
 *
 * @param deleting whether its deletion has begun
 * @param hasFinalizer whether the engine's finalizer is on it
 * @param showsEarlierWork whether it bears traces of automation
 * @param provider the instance that is to launch: the resource's choice or the default
 * @param waitsFor what must be there before a provision; empty if nothing is missing
 */
public record Wish(
    String uid,
    long generation,
    boolean deleting,
    boolean hasFinalizer,
    boolean showsEarlierWork,
    Intent intent,
    String provider,
    Overrides overrides,
    Optional<String> waitsFor) {
  public Wish {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(overrides, "overrides");
    Objects.requireNonNull(waitsFor, "waitsFor");
  }
}
