package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import java.util.Optional;

/**
 * What happens to a resource just while a process works on it: two rare things that meet on few
 * days unless they are brought together.
 */
final class Coincidences {
  private final Chaos chaos;
  private final SimulatedApi api;
  private final Troubles troubles;

  Coincidences(Chaos chaos, SimulatedApi api, Troubles troubles) {
    this.chaos = chaos;
    this.api = api;
    this.troubles = troubles;
  }

  /** A permission was written, and its writer has not heard of it yet. */
  void permitted(String process) {
    chaos.sleep(process, "with a permission", Fault.SLEPT_ON_A_PERMISSION);
  }

  /** A permission was written, and its writer gets no answer. */
  void permittedUnheard(ResourceKey key) {
    boolean lives = api.now(key).filter(each -> !each.deleting()).isPresent();
    if (lives && chaos.strikes(40, Fault.DELETED_BESIDE_A_PERMISSION)) {
      troubles.delete(key);
    } else if (lives && chaos.strikes(30, Fault.HELD_BESIDE_A_PERMISSION)) {
      troubles.hold(key);
    } else if (lives && chaos.strikes(40, Fault.RESIZED_BESIDE_A_PERMISSION)) {
      troubles.resize(key);
    }
  }

  /** A launch arrived, and its sender has not heard of it yet. */
  void launched(String uid) {
    api.named(uid)
        .filter(each -> each.uid().equals(uid))
        .map(SimulatedApi.Version::key)
        .ifPresent(this::launched);
  }

  private void launched(ResourceKey key) {
    Optional<String> before = troubles.wantedBefore(key);
    if (before.isPresent() && chaos.strikes(20, Fault.CHANGE_TAKEN_BACK)) {
      troubles.resize(key, before.get());
    }
    if (chaos.strikes(2, Fault.REPLACED_BESIDE_A_LAUNCH)) {
      troubles.replace(key);
    }
  }
}
