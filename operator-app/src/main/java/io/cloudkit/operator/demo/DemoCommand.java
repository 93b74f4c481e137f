package io.cloudkit.operator.demo;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the scenes and gives the verdict. */
@Command(name = "demo", description = DemoElsewhere.WHAT_IT_PLAYS)
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

  @Spec private CommandSpec spec = CommandSpec.create();

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
  private volatile boolean over;

  @Override
  public Integer call() throws Exception {
    List<Scene> scenes = chosen();
    Narrator narrator =
        new Narrator(
            out, Surroundings.real().nanoTime(), Terminal.color(System.getenv(), System.console()));
    try (DemoFolder folder = DemoFolder.create();
        KubernetesApi kubernetes = startApi();
        Backends backends = Backends.start(kubernetes.kubeconfig(), folder.path());
        KubernetesClient client = client(kubernetes)) {
      Files.writeString(folder.kubeconfig(), kubernetes.kubeconfig());
      Instances.prepare(client);
      Instances instances = new Instances(client, PATIENCE);
      introduce(backends, folder);
      try (Stage stage =
          new Stage(
              backends,
              instances,
              folder.kubeconfig(),
              folder.operatorLog(),
              narrator,
              Surroundings.real().nanoTime())) {
        stage.closeToo(instances.follow((name, line) -> narrator.line(name + "  " + line)));
        Thread onSignal = new Thread(() -> end(stage, kubernetes, folder), "end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        int code = play(stage, scenes, narrator, folder);
        if (!over) {
          boolean unused = Runtime.getRuntime().removeShutdownHook(onSignal);
        }
        return code;
      }
    }
  }

  /** A signal ends the operator and a real API, too, which are processes of their own. */
  private void end(Stage stage, KubernetesApi kubernetes, DemoFolder folder) {
    over = true;
    stage.operator().close();
    kubernetes.close();
    folder.close();
  }

  private List<Scene> chosen() {
    for (String name : names) {
      if (Scenes.ALL.stream().noneMatch(scene -> scene.name().equals(name))) {
        throw new ParameterException(
            spec.commandLine(),
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
    throw new ParameterException(
        spec.commandLine(), "--api: expected embedded or kube-apiserver, found \"" + api + "\"");
  }

  private static KubernetesClient client(KubernetesApi kubernetes) {
    return StrictClient.patient(Config.fromKubeconfig(kubernetes.kubeconfig()));
  }

  private void introduce(Backends backends, DemoFolder folder) {
    out.println("cloudkit-operator demo: nothing of this leaves your machine");
    out.println();
    out.println("  Kubernetes     export KUBECONFIG=" + folder.kubeconfig());
    out.println("                 kubectl -n " + Instances.NAMESPACE + " get ci -w");
    out.println("  simulated AAP  curl " + backends.aap().url() + "/__jobs");
    out.println("                 curl " + backends.aap().url() + "/__ledger");
    out.println("  simulated EDA  curl " + backends.eda().url() + "/__jobs");
    out.println("  operator log   tail -f " + folder.operatorLog());
  }

  private int play(Stage stage, List<Scene> scenes, Narrator narrator, DemoFolder folder)
      throws IOException {
    @Nullable String failure = null;
    try {
      stage.startOperator();
    } catch (SceneFailure | IllegalStateException notStarted) {
      failure = String.valueOf(notStarted.getMessage());
      narrator.bad(failure);
    }
    for (Scene scene : failure == null ? scenes : List.<Scene>of()) {
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
    Verdict verdict = Verdict.of(stage.backends().truth(), stage.goneUids());
    narrator.title("What really ran, by the ledger of the simulated backends");
    verdict.table(stage.backends().truth()).forEach(narrator::plain);
    verdict.broken().forEach(narrator::bad);
    if (failure != null) {
      narrator.plain("\nThe operator's last words:\n" + stage.operator().tail(30));
    }
    boolean well = failure == null && verdict.broken().isEmpty();
    narrator.title(
        well
            ? "All went well."
            : "It did not go well: " + (failure == null ? "a promise was broken" : failure));
    if (!well && !over) {
      folder.keep();
      narrator.plain("Kept for you to look at: " + folder.path());
    }
    if (keepRunning) {
      new Encore(stage, folder, narrator).play(() -> over);
    }
    return well ? 0 : 1;
  }
}
