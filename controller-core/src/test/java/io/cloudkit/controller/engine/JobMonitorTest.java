package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.ProviderHealth;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.testapi.CallerThread;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One question for all jobs of a provider, and a wake-up for those alone that changed. */
class JobMonitorTest {
  private final Map<JobRef, JobObservation> news = new HashMap<>();
  private final List<Collection<JobQuery>> asked = new ArrayList<>();
  private final List<ResourceKey> woken = new ArrayList<>();
  private final Memories memories = new Memories(() -> 0L);
  private long now;
  private final HealthWatch health =
      new HealthWatch(
          new Surroundings(() -> Instant.EPOCH.plusNanos(now), () -> now, () -> "name"));
  private boolean leads = true;
  private boolean down;
  private final JobMonitor monitor =
      new JobMonitor(
          "aap",
          new ProviderCalls("aap", new Newspaper(), new CallerThread(), new CallerThread()),
          memories,
          health,
          new Lead(),
          woken::add);

  private static JobRef ref(String provider, String id) {
    return JobRef.of(provider, JobType.PROVISION, id, "op-" + id);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("ns", name);
  }

  private void follow(String name, JobRef... jobs) {
    ResourceSnapshot resource =
        ResourceSnapshot.of(
            Map.of(
                "apiVersion", "example.com/v1",
                "kind", "Machine",
                "metadata", Map.of("name", name, "uid", "uid-" + name)));
    memories
        .of(key(name), "uid-" + name)
        .follow(
            Arrays.stream(jobs).map(job -> new JobQuery(job, "claim", "v1", resource)).toList());
  }

  private void is(JobRef job, JobState state) {
    news.put(job, JobObservation.seen(JobStatus.of(state)));
  }

  @Test
  void outlivesWhoCanNotBeWoken() {
    follow("a", ref("aap", "1"));
    is(ref("aap", "1"), JobState.RUNNING);
    JobMonitor deaf =
        new JobMonitor(
            "aap",
            new ProviderCalls("aap", new Newspaper(), new CallerThread(), new CallerThread()),
            memories,
            health,
            new Lead(),
            key -> {
              throw new IllegalStateException("deaf");
            });
    deaf.tick();
    is(ref("aap", "1"), JobState.WAITING);
    deaf.tick();
    assertThat(asked).hasSize(2);
  }

  @Test
  void outlivesNewsThatCanNotBeUsed() {
    follow("a", ref("aap", "1"));
    news.put(ref("aap", "1"), null);
    monitor.tick();
    assertThat(woken).isEmpty();
    is(ref("aap", "1"), JobState.RUNNING);
    monitor.tick();
    assertThat(woken).containsExactly(key("a"));
  }

  @Test
  void asksOnceForAllJobsAndWakesWhatChanged() {
    follow("a", ref("aap", "1"));
    follow("b", ref("aap", "2"));
    is(ref("aap", "1"), JobState.RUNNING);
    monitor.tick();
    assertThat(asked).hasSize(1).allMatch(jobs -> jobs.size() == 2);
    assertThat(woken).containsExactly(key("a"));
  }

  @Test
  void wakesOncePerChange() {
    follow("a", ref("aap", "1"));
    is(ref("aap", "1"), JobState.RUNNING);
    monitor.tick();
    monitor.tick();
    assertThat(woken).hasSize(1);
    is(ref("aap", "1"), JobState.SUCCEEDED);
    monitor.tick();
    assertThat(woken).hasSize(2);
  }

  @Test
  void jobsOfAnotherProviderAreNotItsMatter() {
    follow("a", ref("aap", "1"), ref("aap2", "1"));
    is(ref("aap2", "1"), JobState.SUCCEEDED);
    monitor.tick();
    assertThat(asked.get(0)).extracting(JobQuery::job).containsExactly(ref("aap", "1"));
    assertThat(woken).as("news of a job that was not asked about").isEmpty();
    assertThat(memories.at(key("a")).orElseThrow().news()).isEmpty();
  }

  @Test
  void asksNothingWhenNothingRuns() {
    follow("a");
    monitor.tick();
    assertThat(asked).isEmpty();
  }

  @Test
  void asksNothingWhileItDoesNotLead() {
    follow("a", ref("aap", "1"));
    leads = false;
    monitor.tick();
    assertThat(asked).isEmpty();
  }

  @Test
  void survivesAProviderThatDoesNotAnswer() {
    follow("a", ref("aap", "1"));
    is(ref("aap", "1"), JobState.SUCCEEDED);
    down = true;
    monitor.tick();
    assertThat(woken).isEmpty();
    down = false;
    monitor.tick();
    assertThat(woken).hasSize(1);
  }

  private void tickAfter(Duration pause) {
    now += pause.toNanos();
    monitor.tick();
  }

  private static ResourceStatus showing(ConditionType type) {
    return ResourceStatus.EMPTY
        .edit()
        .conditions(List.of(new Condition(type.toString(), "True", "NoNews", "", 1, Instant.EPOCH)))
        .build();
  }

  @Test
  void wakesAllThatHaveJobsThereOnceWhenNothingWasHeardForLong() {
    follow("a", ref("aap", "1"), ref("aap", "2"));
    follow("b", ref("aap2", "3"));
    down = true;
    monitor.tick();
    tickAfter(HealthWatch.WORTH_TELLING.minusMillis(1));
    assertThat(woken).as("a short silence").isEmpty();
    assertThat(health.shown().silences()).isEmpty();
    tickAfter(Duration.ofMillis(1));
    tickAfter(HealthWatch.WORTH_TELLING);
    assertThat(woken).containsExactly(key("a"));
    assertThat(health.shown().silences().get("aap"))
        .contains(new ProviderHealth.Silence(Instant.EPOCH, "503"));
  }

  @Test
  void wakesThoseThatShowASilenceWhenItEnds() {
    follow("a", ref("aap", "1"));
    follow("b", ref("aap", "2"));
    memories.at(key("a")).orElseThrow().wrote(showing(ConditionType.JOB_STATE_STALE));
    memories.at(key("b")).orElseThrow().wrote(showing(ConditionType.JOB_OVERDUE));
    monitor.tick();
    monitor.tick();
    assertThat(woken).as("it may be from before this process began").containsExactly(key("a"));
    assertThat(health.shown().silences()).containsEntry("aap", Optional.empty());
  }

  @Test
  void tellsOfASilenceFromItsFirstQuestionOn() {
    follow("a", ref("aap", "1"));
    assertThat(health.silence("aap")).isEmpty();
    down = true;
    monitor.tick();
    now += 7_000_000_000L;
    assertThat(health.silence("aap"))
        .contains(new NewsSilence(Instant.EPOCH, Duration.ofSeconds(7), "503"));
    down = false;
    monitor.tick();
    assertThat(health.silence("aap")).isEmpty();
  }

  @Test
  void aSilenceBeginsAnewAfterEachAnswer() {
    follow("a", ref("aap", "1"));
    for (int i = 0; i < 3; i++) {
      down = true;
      monitor.tick();
      tickAfter(HealthWatch.WORTH_TELLING.minusMillis(1));
      down = false;
      monitor.tick();
    }
    assertThat(woken).isEmpty();
  }

  @Test
  void whoNoLongerLeadsKnowsOfNoSilence() {
    follow("a", ref("aap", "1"));
    down = true;
    monitor.tick();
    tickAfter(HealthWatch.WORTH_TELLING);
    leads = false;
    monitor.tick();
    assertThat(health.silence("aap")).isEmpty();
    assertThat(health.shown()).isEqualTo(ProviderHealth.UNKNOWN);
  }

  @Test
  void aSilenceThatNobodyWaitsThroughIsNone() {
    follow("a", ref("aap", "1"));
    down = true;
    monitor.tick();
    follow("a");
    monitor.tick();
    assertThat(health.silence("aap")).isEmpty();
  }

  private final class Lead implements Leadership {
    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public String identity() {
      return "p1";
    }

    @Override
    public void onGained(Runnable wakeAll) {}
  }

  /** A provider that tells its news to whoever asks, of all jobs, asked about or not. */
  private final class Newspaper implements ProvisioningProvider {
    @Override
    public ProviderTraits traits() {
      return ProviderTraits.polled().build();
    }

    @Override
    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
      if (down) {
        throw new ProviderException("503");
      }
      asked.add(active);
      return news;
    }

    @Override
    public ProvisionResult triggerProvision(LaunchRequest request) {
      throw new AssertionError("a monitor launches nothing");
    }

    @Override
    public DeprovisionResult triggerDeprovision(LaunchRequest request) {
      throw new AssertionError("a monitor launches nothing");
    }

    @Override
    public Recovery recover(UnresolvedLaunch launch) {
      throw new AssertionError("a monitor recovers nothing");
    }

    @Override
    public JobObservation observe(JobQuery job) {
      throw new AssertionError("a monitor asks for news");
    }

    @Override
    public CancelResult cancel(JobQuery job) {
      throw new AssertionError("a monitor cancels nothing");
    }
  }
}
