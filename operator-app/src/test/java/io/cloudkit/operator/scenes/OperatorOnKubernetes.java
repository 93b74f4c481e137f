package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.demo.Backends;
import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.Narrator;
import io.cloudkit.operator.demo.Stage;
import io.cloudkit.operator.demo.Verdict;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator as a process, simulated backends over HTTP, and a Kubernetes API. Whatever happens,
 * the ledger must be clean.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OperatorOnKubernetes {
  static final String ONE_CORE = "{\"cores\": 1}";
  static final String TWO_CORES = "{\"cores\": 2}";

  KubernetesApi kubernetes;
  Backends backends;
  FakeAap aap;
  Stage stage;
  Instances instances;
  KubernetesClient client;
  private Path log;

  /** Starts the API of this suite. */
  abstract KubernetesApi startKubernetes();

  /** The kubeconfig of EDA's playbooks. The embedded API knows no rights: there it is anybody's. */
  String playbooks() {
    return kubernetes.kubeconfig();
  }

  /** How EDA is in this suite. */
  EdaOnStage eda() {
    return EdaOnStage.byWebhook();
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kubernetes = startKubernetes();
    backends = Backends.start(kubernetes.kubeconfig(), playbooks(), folder, eda());
    aap = backends.aap();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
            .build();
    Instances.prepare(client);
    instances = new Instances(client, Duration.ofSeconds(40));
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
    // kept: who looks for the cause of a failure begins there
    log = Path.of("target", getClass().getSimpleName() + "-operator.log");
    Files.deleteIfExists(log);
    Narrator narrator = new Narrator(System.out, System::nanoTime, Narrator.Color.OFF);
    stage = new Stage(backends, instances, kubeconfig, log, narrator, System::nanoTime);
    stage.startOperator();
  }

  @AfterAll
  void stop() {
    Stream.of(stage, client, backends, kubernetes)
        .filter(Objects::nonNull)
        .forEach(
            part -> {
              try {
                part.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** After each scene: no promise was broken, and no secret was shown. */
  @AfterEach
  void theLedgerIsClean() throws Exception {
    backends.recover();
    assertThat(Verdict.of(backends.truth(), stage.goneUids()).broken()).isEmpty();
    assertThat(Files.readString(log)).doesNotContain(backends.secrets());
  }

  static String message(GenericKubernetesResource instance, String type) {
    return Instances.message(instance, type);
  }
}
