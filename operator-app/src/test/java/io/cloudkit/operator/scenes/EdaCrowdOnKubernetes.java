package io.cloudkit.operator.scenes;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many resources at once and a rulebook that runs 25 jobs at once, as newer ones do (eda-api.md §1,
 * "Backpressure"): of the posts some hang, or their events wait, for longer than anybody waits for
 * an answer. Times are shortened, those that the operator is told of EDA with them.
 */
abstract class EdaCrowdOnKubernetes {
  private static final int RESOURCES = 200;
  private static final int SLOTS = 25;
  private static final int WAITING = 40;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /**
   * Much less than an event waits: 200 jobs, 25 of them at once, take eight times as long as one.
   */
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(500);

  private static final Duration JOB = Duration.ofMillis(400);

  @TempDir Path folder;

  /** Starts the API of this suite. */
  abstract KubernetesApi startKubernetes();

  /** Where events come in. */
  abstract EdaOnStage eda();

  @Test
  void allAreMadeAndTakenAwayOnceAndNoMoreAtOnceThanMayBe() throws Exception {
    try (KubernetesApi api = startKubernetes();
        FakeEda eda = full(eda().applyTo(receiver(api)).start());
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
        OperatorProcess operator = new OperatorProcess(environment(api, eda), List.of(), log())) {
      Instances.prepare(client);
      Instances instances = new Instances(client, BOUND);
      operator.start();
      await().atMost(BOUND).until(operator::hasStarted);

      List<String> names = IntStream.range(0, RESOURCES).mapToObj(i -> "vm" + i).toList();
      names.parallelStream().forEach(name -> instances.create(name, "{}"));
      // more than are posted at once: of a webhook's some are not waited for any more
      await().atMost(BOUND).until(() -> eda.waiting() >= WAITING);
      assertThat(eda.jobs()).hasSize(SLOTS);
      eda.jobs().forEach(job -> eda.goOn(job.id()));
      await().atMost(BOUND).until(() -> instances.count(Instances::isAvailable) == RESOURCES);
      expectRuns(eda, Purpose.PROVISION);
      assertThat(longestWait(eda.jobs()))
          .as("long after nobody waited for the answer any more, and within the bound")
          .isBetween(CALL_TIMEOUT.multipliedBy(4), BOUND);

      names.parallelStream().forEach(instances::delete);
      await().atMost(BOUND).until(() -> instances.count(any -> true) == 0);
      expectRuns(eda, Purpose.DEPROVISION);
      assertThat(eda.truth().machines()).isEmpty();
      assertThat(eda.truth().overlaps()).isEmpty();
    }
  }

  /** Kept: who looks for the cause of a failure begins there. */
  private Path log() throws IOException {
    Path log = Path.of("target", getClass().getSimpleName() + "-operator.log");
    Files.deleteIfExists(log);
    return log;
  }

  private static FakeEdaBuilder receiver(KubernetesApi api) {
    return FakeEda.builder(api.kubeconfig())
        .strategy(Strategy.parallel(SLOTS))
        .script(PlaybookScript.quick().launchesAfter(Duration.ZERO).runsFor(JOB));
  }

  /** One whose places are taken until it is told to go on. */
  private static FakeEda full(FakeEda eda) {
    eda.scriptNext(
        FakeEda.CREATE,
        Stream.generate(() -> PlaybookScript.quick().untilTold())
            .limit(SLOTS)
            .toArray(PlaybookScript[]::new));
    return eda;
  }

  private static void expectRuns(FakeEda eda, Purpose purpose) {
    assertThat(eda.truth().duplicates()).isEmpty();
    assertThat(eda.truth().playbooks())
        .filteredOn(each -> each.purpose() == purpose)
        .hasSize(RESOURCES);
    // by the creates; the deletes need not take them all, and never take more
    assertThat(mostAtOnce(eda.jobs())).as("as many as there are places").isEqualTo(SLOTS);
  }

  /** From the first event to the job that began last, as those that came at once had to wait. */
  private static Duration longestWait(List<EdaJob> jobs) {
    Instant first =
        jobs.stream().map(each -> each.event().receivedAt()).min(naturalOrder()).orElseThrow();
    Instant last = jobs.stream().map(EdaJob::launched).max(naturalOrder()).orElseThrow();
    return Duration.between(first, last);
  }

  /** A job that ends in the moment in which another starts had ended before. */
  private static int mostAtOnce(List<EdaJob> jobs) {
    Map<Instant, Integer> changes = new TreeMap<>();
    for (EdaJob job : jobs) {
      changes.merge(job.launched(), 1, Integer::sum);
      job.ended().ifPresent(end -> changes.merge(end, -1, Integer::sum));
    }
    int running = 0;
    int most = 0;
    for (int change : changes.values()) {
      running += change;
      most = Math.max(most, running);
    }
    return most;
  }

  private Map<String, String> environment(KubernetesApi api, FakeEda eda) throws Exception {
    Map<String, String> environment = new HashMap<>(eda().environment());
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "eda");
    environment.put("CLOUDKIT_EDA_PROVISION_WEBHOOK", eda.createUrl());
    environment.put("CLOUDKIT_EDA_DEPROVISION_WEBHOOK", eda.deleteUrl());
    environment.put("CLOUDKIT_EDA_CALL_TIMEOUT", CALL_TIMEOUT.toMillis() + "ms");
    environment.put("CLOUDKIT_EDA_DELIVERY_BOUND", "60s");
    environment.put("CLOUDKIT_EDA_SETTLE", "500ms");
    environment.put("CLOUDKIT_EDA_REQUIRED_FIELDS", "spec.templateID");
    environment.put("CLOUDKIT_LAUNCHES_PER_SECOND", "200");
    environment.put("CLOUDKIT_LEADER_ELECTION", "disabled");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return environment;
  }
}
