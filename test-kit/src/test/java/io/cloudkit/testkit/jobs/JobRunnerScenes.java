package io.cloudkit.testkit.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of Jobs relies on; holds on both kinds of API, the real one having no kubelet. */
abstract class JobRunnerScenes {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private KubernetesClient client;
  private JobRunner runner;
  private PodRun run = PodRun.succeedsAfter(SHORT);

  JobRunnerScenes() {}

  abstract KubernetesApi api();

  @BeforeEach
  void start() {
    Config config = Config.fromKubeconfig(api().kubeconfig());
    config.setNamespace("default");
    client = new KubernetesClientBuilder().withConfig(config).build();
    runner = JobRunner.start(client, "default", "played", job -> run, new Told());
  }

  @AfterEach
  void stop() {
    client.batch().v1().jobs().withLabel("played").delete();
    runner.close();
    client.close();
  }

  @Test
  void aJobRunsAndSucceeds() {
    create("good");

    awaitCondition("good", "Complete");
    assertThat(named("good").get().getStatus().getSucceeded()).isEqualTo(1);
    assertThat(told).containsExactly("good started", "good SUCCEEDED");
  }

  @Test
  void aJobRunsAndFails() {
    run = PodRun.failsAfter(SHORT);
    create("bad");

    awaitCondition("bad", "Failed");
    assertThat(told).containsExactly("bad started", "bad FAILED");
  }

  @Test
  void aDeadlineThatIsSetLaterKillsTheRunningPod() {
    run = PodRun.succeedsAfter(LONG);
    create("slow");
    await().until(() -> named("slow").get().getStatus().getStartTime() != null);

    named("slow")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");

    awaitCondition("slow", "Failed");
    assertThat(told).containsExactly("slow started", "slow DEADLINE_EXCEEDED");
  }

  @Test
  void aDeletedJobIsKilledAndGoes() {
    run = PodRun.succeedsAfter(LONG);
    create("unwanted");
    await().until(() -> told.contains("unwanted started"));

    named("unwanted").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

    await().until(() -> named("unwanted").get() == null);
    await().until(() -> told.contains("unwanted DELETED"));
  }

  @Test
  void aSuspendedJobBeginsWhenItIsResumed() {
    create(new JobBuilder(job("patient")).editSpec().withSuspend(true).endSpec().build());
    create("other");
    awaitCondition("other", "Complete");
    assertThat(told).doesNotContain("patient started");

    named("patient").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");

    awaitCondition("patient", "Complete");
  }

  private void awaitCondition(String name, String type) {
    await()
        .until(
            () ->
                Optional.ofNullable(named(name).get().getStatus()).stream()
                    .flatMap(status -> status.getConditions().stream())
                    .anyMatch(condition -> condition.getType().equals(type)));
  }

  private ScalableResource<Job> named(String name) {
    return client.batch().v1().jobs().withName(name);
  }

  private void create(String name) {
    create(job(name));
  }

  private void create(Job job) {
    client.batch().v1().jobs().resource(job).create();
  }

  private static Job job(String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("played", "yes")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("work")
        .withImage("example.com/work:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private final class Told implements PodWatcher {
    @Override
    public void started(Job job) {
      told.add(job.getMetadata().getName() + " started");
    }

    @Override
    public void ended(Job job, PodRun.Ending ending) {
      told.add(job.getMetadata().getName() + " " + ending);
    }
  }
}
