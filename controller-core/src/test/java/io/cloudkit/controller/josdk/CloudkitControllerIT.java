package io.cloudkit.controller.josdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.testapi.ApiKind;
import io.cloudkit.controller.testapi.OneProvider;
import io.cloudkit.controller.testapi.SpecAdapter;
import io.cloudkit.controller.testapi.TestCluster;
import io.cloudkit.controller.testapi.Widget;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.SteadyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(ApiKind.class)
class CloudkitControllerIT {
  private static final String FINALIZER = "test.cloudkit.io/widget";

  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestCluster cluster;

  private final ApiKind kind;
  private final SteadyProvider backend = new SteadyProvider("steady");
  private final SwitchedLeadership leadership = new SwitchedLeadership();
  private final AtomicInteger steps = new AtomicInteger();
  private final Semaphore door = new Semaphore(1_000_000);
  private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
  private ResourceKey key;
  private CloudkitController<Widget> controller;

  CloudkitControllerIT(ApiKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void startCluster(ApiKind kind) {
    cluster = new TestCluster(kind);
  }

  @AfterParameterizedClassInvocation
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void makeController() {
    key = new ResourceKey(cluster.freshNamespace(), "w");
    controller =
        CloudkitController.builder(
                Widget.class, new SpecAdapter(FINALIZER), new OneProvider("steady", backend))
            .kubernetes(cluster.client())
            .namespace(key.namespace())
            .leadership(leadership)
            .events((resource, notice) -> notices.add(notice))
            .limits(name -> ProviderLimits.DEFAULT.polledEvery(Duration.ofMillis(100)))
            .before(
                resource -> {
                  steps.incrementAndGet();
                  door.acquireUninterruptibly();
                  door.release();
                })
            .build();
  }

  @AfterEach
  void stop() {
    controller.close();
    assertThat(backend.overlaps()).isEmpty();
  }

  @Test
  void provisionsOnceAndTakesAwayOnce() {
    controller.start();
    Widget widget = cluster.create(key, "{\"size\": 1, \"unknown\": [1.5]}");
    awaitReady();

    assertThat(jobs(widget)).extracting(InMemoryJob::type).containsExactly(JobType.PROVISION);
    cluster.at(key).delete();
    awaitGone();

    assertThat(jobs(widget))
        .extracting(InMemoryJob::type)
        .containsExactly(JobType.PROVISION, JobType.DEPROVISION);
  }

  @Test
  void theRegistryIsToldWhereHintsGo() {
    AtomicInteger told = new AtomicInteger();
    ProviderRegistry listening =
        new ProviderRegistry() {
          @Override
          public Optional<ProvisioningProvider> find(String instance) {
            return Optional.of(backend);
          }

          @Override
          public Set<String> instances() {
            return Set.of("steady");
          }

          @Override
          public String defaultInstance() {
            return "steady";
          }

          @Override
          public void sendHintsTo(Consumer<JobRef> target) {
            target.accept(JobRef.of("steady", JobType.PROVISION, "7", ""));
            told.incrementAndGet();
          }
        };

    CloudkitController.builder(Widget.class, new SpecAdapter(FINALIZER), listening)
        .kubernetes(cluster.client())
        .namespace(key.namespace())
        .build()
        .close();

    assertThat(told).hasValue(1);
  }

  @Test
  void whatIsThereBeforeTheStartIsSeenTo() {
    cluster.create(key, "{}");
    controller.wake(key);

    controller.start();

    awaitReady();
  }

  @Test
  void aChangeOfTheSpecIsAppliedOnce() {
    controller.start();
    Widget widget = cluster.create(key, "{\"size\": 1}");
    awaitReady();

    cluster.patch(key, "{\"spec\": {\"size\": 2}}");
    await().atMost(SOON).until(() -> jobs(widget).size() == 2);
    awaitReady();

    assertThat(jobs(widget)).hasSize(2);
  }

  @Test
  void aChangeDuringAStepIsNotLost() {
    controller.start();
    Widget widget = cluster.create(key, "{\"size\": 1}");
    for (int size = 2; size < 12; size++) {
      cluster.patch(key, "{\"spec\": {\"size\": " + size + "}}");
    }

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode status = cluster.at(key).get().getStatus();
              assertThat(status.path("observedGeneration").asLong()).isEqualTo(11);
              assertThat(status.path("phase").asText()).isEqualTo("Ready");
            });
    assertThat(jobs(widget)).isNotEmpty();
  }

  @Test
  void aFinalizerThatWasDroppedByMistakeComesBack() {
    controller.start();
    cluster.create(key, "{}");
    awaitReady();

    cluster.patch(key, "{\"metadata\": {\"finalizers\": null}}");

    await().atMost(SOON).until(() -> cluster.at(key).get().hasFinalizer(FINALIZER));
  }

  @Test
  void ownWritesAskForNoFurtherSteps() {
    controller.start();
    cluster.create(key, "{}");
    awaitReady();
    int before = steps.get();

    // a change that asks for a write of the status, and for nothing else
    cluster.patch(key, "{\"metadata\": {\"annotations\": {\"note\": \"a\"}}}");
    await().atMost(SOON).until(() -> steps.get() > before);

    assertThat(steps.get()).as("steps of a whole provision").isLessThan(15);
  }

  @Test
  void aStandbyDoesNothingUntilItLeads() {
    leadership.leads(false);
    controller.start();
    Widget widget = cluster.create(key, "{}");
    await().atMost(SOON).until(() -> controller.resources().count() == 1);
    assertThat(jobs(widget)).isEmpty();
    assertThat(cluster.at(key).get().getFinalizers()).isEmpty();

    leadership.leads(true);

    awaitReady();
  }

  @Test
  void aNamesakeThatComesDuringAStepIsFollowedToItsEnd() throws InterruptedException {
    controller.start();
    door.acquire(1_000_000);
    Widget first = cluster.create(key, "{}");
    await().atMost(SOON).until(() -> steps.get() == 1);

    cluster.at(key).delete();
    Widget namesake = cluster.create(key, "{}");
    await().atMost(SOON).until(() -> known().equals(namesake.getMetadata().getUid()));
    door.release(1_000_000);

    awaitReady();
    assertThat(jobs(first)).isEmpty();
    assertThat(jobs(namesake)).hasSize(1);
    cluster.at(key).delete();
    awaitGone();
  }

  @Test
  void aNamesakeThatCameDuringAStepCanBeWoken() throws InterruptedException {
    controller.start();
    door.acquire(1_000_000);
    cluster.create(key, "{}");
    await().atMost(SOON).until(() -> steps.get() == 1);
    cluster.at(key).delete();
    Widget namesake = cluster.create(key, "{}");
    await().atMost(SOON).until(() -> known().equals(namesake.getMetadata().getUid()));

    // without the lead nothing is written, so that no event of a write can help
    leadership.leads(false);
    door.release(1_000_000);
    await().during(Duration.ofSeconds(2)).until(() -> jobs(namesake).isEmpty());
    leadership.leads(true);

    awaitReady();
  }

  @Test
  void aResourceThatIsForcedAwayIsToldOf() {
    controller.start();
    Widget widget = cluster.create(key, "{}");
    awaitReady();
    cluster.patch(key, "{\"spec\": {\"size\": 2}}");
    await().atMost(SOON).until(() -> jobs(widget).size() == 2);

    cluster.at(key).delete();
    cluster.patch(key, "{\"metadata\": {\"finalizers\": null}}");

    await()
        .atMost(SOON)
        .until(() -> notices.stream().anyMatch(notice -> notice.level() == Notice.Level.WARNING));
  }

  @Test
  void aStatusThatCanNotBeReadIsShownAndNothingIsLaunched() {
    leadership.leads(false);
    controller.start();
    Widget widget = cluster.create(key, "{}");
    cluster.patchStatus(key, "{\"status\": {\"launch\": \"soon\"}}");
    await()
        .atMost(SOON)
        .until(
            () ->
                controller
                    .resources()
                    .anyMatch(each -> each.section("status").containsKey("launch")));

    leadership.leads(true);

    await()
        .atMost(SOON)
        .until(() -> notices.stream().anyMatch(each -> each.reason().equals("StatusUnreadable")));
    assertThat(jobs(widget)).isEmpty();
    cluster.patchStatus(key, "{\"status\": {\"launch\": null}}");
    awaitReady();
  }

  @Test
  void anOutageOfTheApiIsOutlived() {
    Assumptions.assumeTrue(kind == ApiKind.EMBEDDED, "the real one takes long to come back");
    controller.start();
    Widget widget = cluster.create(key, "{}");
    await().atMost(SOON).until(() -> jobs(widget).size() == 1);
    cluster.api().goDown();
    await().atMost(SOON).until(() -> !jobs(widget).get(0).isRunning());
    cluster.api().comeUp();

    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::isReady);
    assertThat(jobs(widget)).hasSize(1);
    assertThat(cluster.embedded().count(ApiVerb.UPDATE, "widgets")).isZero();
  }

  private String known() {
    return controller.resources().map(each -> each.uid()).findFirst().orElse("");
  }

  private List<InMemoryJob> jobs(Widget widget) {
    return backend.jobsOf(widget.getMetadata().getUid());
  }

  private boolean isReady() {
    return cluster.at(key).get().getStatus().path("phase").asText().equals("Ready");
  }

  private void awaitReady() {
    await().atMost(SOON).until(this::isReady);
  }

  private void awaitGone() {
    await().atMost(SOON).until(() -> cluster.at(key).get() == null);
  }

  private static final class SwitchedLeadership implements Leadership {
    private final ConcurrentLinkedQueue<Runnable> onGained = new ConcurrentLinkedQueue<>();
    private volatile boolean leads = true;

    void leads(boolean value) {
      leads = value;
      if (value) {
        onGained.forEach(Runnable::run);
      }
    }

    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public String identity() {
      return "it";
    }

    @Override
    public void onGained(Runnable wakeAll) {
      onGained.add(wakeAll);
    }
  }
}
