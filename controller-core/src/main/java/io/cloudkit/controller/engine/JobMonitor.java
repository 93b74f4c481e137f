package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one POLLED provider what is new about all of its jobs, and wakes only the resources whose
 * job changed; all that have jobs there, when it has not answered for long. {@link #tick} is called
 * by one thread at a time.
 */
final class JobMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);

  private final String provider;
  private final ProviderCalls calls;
  private final Memories memories;
  private final HealthWatch health;
  private final Leadership leadership;
  private final Consumer<ResourceKey> wake;

  /** One line when the news stop, not one a second. */
  private volatile boolean silent;

  JobMonitor(
      String provider,
      ProviderCalls calls,
      Memories memories,
      HealthWatch health,
      Leadership leadership,
      Consumer<ResourceKey> wake) {
    this.provider = provider;
    this.calls = calls;
    this.memories = memories;
    this.health = health;
    this.leadership = leadership;
    this.wake = wake;
  }

  String provider() {
    return provider;
  }

  /** Asks once. Throws nothing: it is the next tick that heals. */
  void tick() {
    try {
      ask();
    } catch (RuntimeException odd) {
      LOG.error("provider {}: the news of its jobs could not be used", provider, odd);
    }
  }

  private void ask() {
    if (!leadership.isLeader()) {
      health.unasked(provider);
      return;
    }
    Map<JobRef, ResourceKey> owners = new HashMap<>();
    List<JobQuery> active = new ArrayList<>();
    for (Map.Entry<ResourceKey, Memory> entry : memories.all()) {
      for (JobQuery query : entry.getValue().following()) {
        if (query.job().provider().equals(provider)) {
          active.add(query);
          owners.put(query.job(), entry.getKey());
        }
      }
    }
    if (active.isEmpty()) {
      health.unasked(provider);
    } else {
      deliver(calls.news(active), owners);
    }
  }

  private void deliver(
      Answer<Map<JobRef, JobObservation>> answer, Map<JobRef, ResourceKey> owners) {
    answer.match(
        news -> {
          if (silent) {
            silent = false;
            LOG.info("provider {}: there is news of its jobs again", provider);
          }
          news.forEach((job, observation) -> deliver(job, observation, owners));
          if (health.heard(provider)) {
            Set.copyOf(owners.values()).stream().filter(this::showsSilence).forEach(wake);
          }
          return true;
        },
        reason -> {
          if (!silent) {
            silent = true;
            LOG.warn("provider {}: no news of its jobs: {}; asking on", provider, reason);
          }
          if (health.unheard(provider, reason)) {
            Set.copyOf(owners.values()).forEach(wake);
          }
          return false;
        });
  }

  private boolean showsSilence(ResourceKey key) {
    return memories.at(key).filter(Memory::showsSilence).isPresent();
  }

  private void deliver(JobRef job, JobObservation observation, Map<JobRef, ResourceKey> owners) {
    ResourceKey key = owners.get(job);
    if (key == null) {
      return;
    }
    boolean changed =
        memories.at(key).filter(memory -> memory.deliver(job, observation)).isPresent();
    if (changed) {
      wake.accept(key);
    }
  }
}
