package io.cloudkit.operator.demo;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.operator.resource.ComputeInstance;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays the scenes and gives the verdict. */
@Command(
    name = "demo",
    description =
        "Plays the operator's main job against a simulated AAP, and proves from its ledger what ran.")
public final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Which Kubernetes API the demo runs on. */
  enum Api {
    EMBEDDED("embedded"),
    KUBE_APISERVER("kube-apiserver");

    private final String text;

    Api(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Option(
      names = "--scene",
      paramLabel = "NAME",
      description = "Play this scene only; may be given several times.")
  private List<String> names = List.of();

  @Option(
      names = "--keep-running",
      description = "Leave everything up after the scenes, to play with; end it with Ctrl-C.")
  private boolean keepRunning;

  @Option(
      names = "--api",
      paramLabel = "API",
      description =
          "embedded, or kube-apiserver: a real one, whose binaries KUBE_API_TEST_DIR names."
              + " Default: ${DEFAULT-VALUE}.")
  private String api = Api.EMBEDDED.toString();

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws Exception {
    List<Scene> scenes = chosen();
    Narrator narrator =
        new Narrator(
            out,
            Surroundings.real().nanoTime(),
            System.getenv("NO_COLOR") == null ? Narrator.Color.ON : Narrator.Color.OFF);
    Path folder = Files.createTempDirectory("cloudkit-demo-");
    try (KubernetesApi kubernetes = startApi();
        FakeAap aap = FakeAap.start();
        KubernetesClient client = client(kubernetes)) {
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
      prepare(client);
      Instances instances = new Instances(client, PATIENCE);
      introduce(aap, kubeconfig, folder);
      try (Stage stage =
          new Stage(
              aap,
              instances,
              kubeconfig,
              operatorLog(folder),
              narrator,
              Surroundings.real().nanoTime())) {
        stage.closeToo(instances.follow((name, line) -> narrator.line(name + "  " + line)));
        return play(stage, scenes, narrator);
      }
    }
  }

  private List<Scene> chosen() {
    for (String name : names) {
      if (Scenes.ALL.stream().noneMatch(scene -> scene.name().equals(name))) {
        throw new IllegalArgumentException(
            "--scene: expected one of "
                + Scenes.ALL.stream().map(Scene::name).collect(Collectors.joining(", "))
                + ", found \""
                + name
                + "\"");
      }
    }
    return Scenes.ALL.stream()
        .filter(scene -> names.isEmpty() || names.contains(scene.name()))
        .toList();
  }

  private KubernetesApi startApi() throws Exception {
    if (api.equals(Api.EMBEDDED.toString())) {
      return EmbeddedKubernetesApi.start();
    }
    if (api.equals(Api.KUBE_APISERVER.toString())) {
      return RealKubernetesApi.start();
    }
    throw new IllegalArgumentException(
        "--api: expected embedded or kube-apiserver, found \"" + api + "\"");
  }

  private static KubernetesClient client(KubernetesApi kubernetes) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
        .build();
  }

  /** What an administrator does once: the CRD and a namespace. */
  static void prepare(KubernetesClient client) {
    byte[] crd = ComputeInstance.crdYaml().getBytes(StandardCharsets.UTF_8);
    client.load(new ByteArrayInputStream(crd)).create();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(Instances.NAMESPACE)
                .endMetadata()
                .build())
        .create();
  }

  private static Path operatorLog(Path folder) {
    return folder.resolve("operator.log");
  }

  private void introduce(FakeAap aap, Path kubeconfig, Path folder) {
    out.println("cloudkit-operator demo: nothing of this leaves your machine");
    out.println();
    out.println("  Kubernetes     export KUBECONFIG=" + kubeconfig);
    out.println("                 kubectl -n " + Instances.NAMESPACE + " get ci -w");
    out.println("  simulated AAP  curl " + aap.url() + "/__jobs");
    out.println("                 curl " + aap.url() + "/__ledger");
    out.println("  operator log   tail -f " + operatorLog(folder));
  }

  private int play(Stage stage, List<Scene> scenes, Narrator narrator) throws IOException {
    stage.startOperator();
    @Nullable String failure = null;
    for (Scene scene : scenes) {
      narrator.title(scene.name() + ": " + scene.title());
      try {
        scene.play(stage);
      } catch (SceneFailure failed) {
        failure = scene.name() + ": " + failed.getMessage();
      } catch (Exception broken) {
        failure = scene.name() + ": " + broken;
      }
      if (failure != null) {
        narrator.bad(failure);
        break;
      }
    }
    Verdict verdict = Verdict.of(stage.aap().truth(), stage.goneUids());
    narrator.title("What really ran, by the ledger of the simulated AAP");
    verdict.table(stage.aap().truth()).forEach(narrator::plain);
    verdict.broken().forEach(narrator::bad);
    if (failure != null) {
      narrator.plain("\nThe operator's last words:\n" + stage.operator().tail(30));
    }
    boolean well = failure == null && verdict.broken().isEmpty();
    narrator.title(
        well
            ? "All went well."
            : "It did not go well: " + (failure == null ? "a promise was broken" : failure));
    if (keepRunning) {
      narrator.plain("Everything is left running; Ctrl-C ends it.");
      waitForTheEnd();
    }
    return well ? 0 : 1;
  }

  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
