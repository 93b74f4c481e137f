package com.example.kubernetesjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.jobs.JobRunner;
import io.cloudkit.testkit.jobs.PodRun;
import io.cloudkit.testkit.jobs.PodWatcher;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesJobProviderTest {
  private static final Duration SETTLE = Duration.ofMinutes(3);

  private final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final ResourceSnapshot resource =
      ResourceSnapshot.of(
          Map.of(
              "apiVersion",
              "example.com/v1",
              "kind",
              "Database",
              "metadata",
              Map.of("name", "orders", "namespace", "shop", "uid", "u-1"),
              "spec",
              Map.of("size", 3, "motto", "$(CLOUDKIT_CLAIM)")));
  private PodRun run = PodRun.succeedsAfter(Duration.ofMillis(50));
  private KubernetesClient client;
  private JobRunner runner;
  private KubernetesJobProvider provider;

  @BeforeEach
  void start() throws IOException {
    api.createNamespace("automation");
    client = new KubernetesClientBuilder().withConfig(config()).build();
    runner =
        JobRunner.start(
            client, "automation", "jobs.example.com/provider", job -> run, new RunsNoted());
    Job template = Serialization.unmarshal(Files.readString(Path.of("job.yaml")), Job.class);
    provider =
        new KubernetesJobProvider("jobs", template, KubernetesJobProviderFactory.client(config()));
  }

  @AfterEach
  void stop() {
    runner.close();
    provider.close();
    client.close();
    api.close();
  }

  @Test
  void oneOperationHasOneJobHoweverOftenItIsSent() {
    JobRef first = launch("0a", "c1");
    JobRef again = launch("0a", "c2");

    assertThat(again).isEqualTo(first);
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void theAutomationIsGivenAllThatIsKnown() {
    launch("0b", "c1");

    Map<String, String> facts =
        jobs().get(0).getSpec().getTemplate().getMetadata().getAnnotations();
    assertThat(facts)
        .containsEntry("jobs.example.com/operation", "0b")
        .containsEntry("jobs.example.com/claim", "c1")
        .containsEntry("jobs.example.com/type", "Provision")
        .containsEntry("jobs.example.com/config-version", "v1");
    assertThat(Serialization.unmarshal(facts.get("jobs.example.com/resource"), Map.class))
        .isEqualTo(resource.document());
  }

  @Test
  void aJobIsFollowedToItsEndByOneListATick() {
    JobRef good = launch("0c", "c1");
    await().until(() -> observe(good).state() == JobState.SUCCEEDED);
    run = PodRun.failsAfter(Duration.ofMillis(50));
    JobRef bad = launch("0d", "c2");
    await().until(() -> observe(bad).state() == JobState.FAILED);
    api.requests().reset();

    Map<JobRef, JobObservation> news = provider.news(List.of(query(good), query(bad)));

    assertThat(state(news.get(good))).isEqualTo(JobState.SUCCEEDED);
    assertThat(state(news.get(bad))).isEqualTo(JobState.FAILED);
    assertThat(api.requests().counts()).isEqualTo(Map.of("list jobs", 1L));
  }

  @Test
  void aLaunchWhoseAnswerWasLostIsFound() {
    api.next("POST", "*/jobs").losesTheAnswer();
    assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> launch("0e", "c1"));

    Recovery recovery = provider.recover(unresolved("0e", Duration.ZERO));

    assertThat(found(recovery)).hasSize(1);
    assertThat(found(recovery).get(0).claim()).contains("c1");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void nothingIsProvenBeforeALateJobCouldHaveAppeared() {
    assertThat(found(provider.recover(unresolved("0f", Duration.ZERO)))).isEmpty();
    Recovery later = provider.recover(unresolved("0f", SETTLE));

    assertThat(later.<String>match(f -> "found", proof -> proof, early -> "early", remedy -> "?"))
        .isEqualTo("the backend has no job cloudkit-0f");
  }

  @Test
  void aCancelledJobIsKilledAndStaysToTellOfIt() {
    run = PodRun.succeedsAfter(Duration.ofMinutes(10));
    JobRef job = launch("1a", "c1");
    await().until(() -> observe(job).state() == JobState.RUNNING);

    provider.cancel(query(job));

    await().until(() -> observe(job).state() == JobState.CANCELED);
    assertThat(ran).contains("DEADLINE_EXCEEDED");
  }

  @Test
  void whatRunsForAResourceIsShownAndWhatEndedIsNot() {
    JobRef ended = launch("1b", "c1");
    await().until(() -> observe(ended).state() == JobState.SUCCEEDED);
    run = PodRun.succeedsAfter(Duration.ofMinutes(10));
    JobRef alive = launch("1c", "c2");

    assertThat(
            provider
                .liveJobs(resource)
                .<List<JobRef>>match(
                    jobs -> jobs.stream().map(FoundJob::job).toList(), reason -> List.of()))
        .containsExactly(alive);
  }

  @Test
  void aJobThatSomebodyDeletedIsGoneAndNotEnded() {
    JobRef job = launch("1d", "c1");
    client.batch().v1().jobs().withName(job.id()).delete();

    assertThat(
            provider
                .observe(query(job))
                .<String>match(s -> "seen", reason -> "purged", n -> "", f -> ""))
        .isEqualTo("purged");
  }

  @Test
  void aRefusalIsToldWithTheWordsOfTheServer() {
    api.next("POST", "*/jobs").answers(403);

    assertThat(
            provider
                .triggerProvision(request("1e", "c1", Deadline.after(SETTLE, System::nanoTime)))
                .<String>match((j, s) -> "", (r, t) -> "", (kind, reason) -> kind + ": " + reason))
        .startsWith("Unauthorized: no Job: ");
  }

  @Test
  void nothingIsSentTooLate() {
    provider.triggerProvision(request("1f", "c1", Deadline.after(Duration.ZERO, System::nanoTime)));

    assertThat(api.count(ApiVerb.CREATE, "jobs")).isZero();
  }

  @Test
  void aTemplateThatIsNoneIsRefusedWithItsReason() {
    var factory = new KubernetesJobProviderFactory();
    ProviderConfig config =
        ProviderConfig.of("jobs", factory.properties(), Map.of("template", "no-such-file.yaml"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> factory.create(config, null))
        .withMessageContaining("no-such-file.yaml");
  }

  private JobRef launch(String operation, String claim) {
    LaunchRequest request =
        request(operation, claim, Deadline.after(Duration.ofSeconds(5), System::nanoTime));
    return provider
        .triggerProvision(request)
        .match((job, status) -> job, (r, t) -> fail(r), (kind, reason) -> fail(reason));
  }

  private static JobRef fail(String reason) {
    throw new AssertionError(reason);
  }

  private LaunchPlan plan(String operation) {
    return new LaunchPlan("jobs", operation, JobType.PROVISION, "v1", Map.of(), resource);
  }

  private LaunchRequest request(String operation, String claim, Deadline sendBy) {
    return new LaunchRequest(plan(operation), claim, 1, Optional.empty(), sendBy);
  }

  private UnresolvedLaunch unresolved(String operation, Duration since) {
    return new UnresolvedLaunch(plan(operation), "c1", 1, Optional.empty(), since, SETTLE);
  }

  private JobQuery query(JobRef job) {
    return new JobQuery(job, "c1", "v1", resource);
  }

  private JobStatus observe(JobRef job) {
    return provider
        .observe(query(job))
        .match(s -> s, r -> JobStatus.of(JobState.UNKNOWN), n -> null, f -> null);
  }

  private static JobState state(JobObservation observation) {
    return observation.match(JobStatus::state, r -> null, n -> null, f -> null);
  }

  private static List<FoundJob> found(Recovery recovery) {
    return recovery.match(jobs -> jobs, p -> List.of(), t -> List.of(), r -> List.of());
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().list().getItems();
  }

  private Config config() {
    Config config = Config.fromKubeconfig(api.kubeconfig());
    config.setNamespace("automation");
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  private final class RunsNoted implements PodWatcher {
    @Override
    public void started(Job job) {}

    @Override
    public void ended(Job job, PodRun.Ending ending) {
      ran.add(ending.toString());
    }
  }
}
