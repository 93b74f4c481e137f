package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one process has cached of the resources. It lags, and begins with a list that can be older
 * than all that others wrote since: an API server answers it from a cache of its own.
 */
final class CachedResources {
  private final SimulatedApi api;
  private final Chaos chaos;
  private final String process;
  private final Map<ResourceKey, Integer> places = new HashMap<>();
  private final Set<ResourceKey> catchingUp = new HashSet<>();

  CachedResources(SimulatedApi api, Chaos chaos, String process) {
    this.api = api;
    this.chaos = chaos;
    this.process = process;
  }

  Optional<SimulatedApi.Version> read(ResourceKey key) {
    int newest = api.newest(key);
    int place = place(key, newest);
    if (place != newest) {
      chaos.tell(() -> process + " reads a stale cache of " + key.name());
    }
    places.put(key, place);
    return api.at(key, place);
  }

  private int place(ResourceKey key, int newest) {
    Optional<Integer> last = Optional.ofNullable(places.get(key));
    if (last.isEmpty()) {
      return listed(key, newest);
    }
    if (catchingUp.contains(key)) {
      return nextEvent(key, last.get(), newest);
    }
    boolean stands = last.get() != newest && chaos.strikes(15, Fault.STALE_CACHE_READ);
    return stands ? last.get() : newest;
  }

  private int listed(ResourceKey key, int newest) {
    if (newest == 0 || !chaos.strikes(40, Fault.BEGAN_WITH_AN_OLD_LIST)) {
      return newest;
    }
    catchingUp.add(key);
    return Math.max(0, newest - 1 - chaos.pick(8));
  }

  /** What happened since the list comes bit by bit. */
  private int nextEvent(ResourceKey key, int last, int newest) {
    int further = chaos.isCalm() ? 0 : chaos.pick(4);
    if (further == 0 || last + further > newest) {
      catchingUp.remove(key);
      return newest;
    }
    return last + further - 1;
  }

  /** Its own write is in the cache at once. */
  void written(ResourceKey key) {
    catchingUp.remove(key);
    places.put(key, api.newest(key));
  }

  /** It asked the API server itself: the list stays as old as it is, which else is not so. */
  void readFresh(ResourceKey key) {
    if (!catchingUp.contains(key)) {
      places.put(key, api.newest(key));
    }
  }
}
