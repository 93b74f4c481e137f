package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.Optional;

/** What somebody does in a small world, whenever it comes to that. */
enum Act {
  WANT_BIG,
  WANT_SMALL,
  DELETE,
  SWITCH,
  CANCEL_JOB,
  PURGE_JOB,
  RELAUNCH_JOB,
  WIPE_STATUS;

  /** Whether it would change anything now. */
  boolean isPossible(Schedule world, ResourceKey key) {
    Optional<SimulatedApi.Version> living = world.api().now(key).filter(each -> !each.deleting());
    return switch (this) {
      case WANT_BIG, WANT_SMALL, DELETE, SWITCH -> living.isPresent();
      case WIPE_STATUS ->
          world
              .api()
              .now(key)
              .filter(SimulatedApi.Version::hasFinalizer)
              .filter(each -> each.status().launchSequence().isPresent())
              .isPresent();
      case CANCEL_JOB -> newest(world).filter(job -> !job.state().isTerminal()).isPresent();
      case PURGE_JOB, RELAUNCH_JOB ->
          newest(world).filter(job -> job.state().isTerminal() && !job.isRunning()).isPresent();
    };
  }

  void happens(Schedule world, ResourceKey key) {
    Troubles troubles = world.troubles();
    switch (this) {
      case WANT_BIG -> troubles.resize(key, "big");
      case WANT_SMALL -> troubles.resize(key, "small");
      case DELETE -> troubles.delete(key);
      case SWITCH -> troubles.switchProvider(key, last(world));
      case WIPE_STATUS -> troubles.wipeStatus(key);
      case CANCEL_JOB -> newest(world).ifPresent(troubles::cancel);
      case PURGE_JOB -> newest(world).ifPresent(troubles::purge);
      case RELAUNCH_JOB -> newest(world).ifPresent(troubles::relaunch);
    }
  }

  private static String last(Schedule world) {
    return world.backends().instances().get(world.backends().instances().size() - 1);
  }

  private static Optional<InMemoryJob> newest(Schedule world) {
    return world.backends().visible(any -> true).stream().reduce((older, newer) -> newer);
  }
}
