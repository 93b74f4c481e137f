package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The ids of the templates that our jobs came from: those that the settings name, now or before,
 * and those that rows of our jobs show. A sliced job shows its job template (aap-api.md §4.4).
 * Thread-safe.
 */
final class OurTemplates {
  private static final int MOST = 50;
  private static final Duration LOOKED_UP_EVERY = Duration.ofMinutes(1);
  private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(5);

  private final Templates templates;
  private final List<String> names;
  private final LongSupplier nanoTime;
  private final Set<Long> ids = new LinkedHashSet<>();
  private final Object lookingUp = new Object();
  private Optional<Long> lookUpAt = Optional.empty();
  private volatile String failure = "";

  OurTemplates(Templates templates, Collection<String> names, LongSupplier nanoTime) {
    this.templates = templates;
    this.names = List.copyOf(names);
    this.nanoTime = nanoTime;
  }

  /** The ids that are known; throws {@link ProviderException} if there is none. */
  Set<Long> ids() {
    synchronized (lookingUp) {
      // who asks meanwhile waits for the same answer
      long now = nanoTime.getAsLong();
      if (lookUpAt.filter(at -> now - at < 0).isEmpty()) {
        // for those who fail meanwhile
        lookUpAt = Optional.of(now + TRIED_AGAIN_AFTER.toNanos());
        for (String name : names) {
          if (lookUp(name)) {
            lookUpAt = Optional.of(now + LOOKED_UP_EVERY.toNanos());
          }
        }
      }
    }
    Set<Long> known = known();
    if (known.isEmpty()) {
      throw new ProviderException("AAP shows none of the templates: " + failure);
    }
    return known;
  }

  private synchronized Set<Long> known() {
    return Set.copyOf(ids);
  }

  /** Whether it was found; if not, jobs of before show their templates themselves. */
  private boolean lookUp(String name) {
    try {
      add(templates.resolve(name).id());
      return true;
    } catch (Templates.UnresolvedException unresolved) {
      failure = unresolved.reason();
    } catch (ProviderException unknown) {
      failure = String.valueOf(unknown.getMessage());
    }
    return false;
  }

  /** The row of a job of ours. */
  void learn(JobRow row) {
    long id = row.row().path("unified_job_template").asLong(0);
    if (id > 0) {
      add(id);
    }
  }

  /** The one that was named longest ago makes room. */
  private synchronized void add(long id) {
    ids.remove(id);
    ids.add(id);
    if (ids.size() > MOST) {
      ids.remove(ids.iterator().next());
    }
  }
}
