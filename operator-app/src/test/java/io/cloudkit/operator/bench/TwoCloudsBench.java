package io.cloudkit.operator.bench;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Prints whether an operator launches as fast as it may and loses nothing, and what an AAP that
 * hangs costs another one beside it. Not a test: machines differ.
 */
public final class TwoCloudsBench {
  private static final Duration ANSWER = Duration.ofMillis(500);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final int LAUNCHES = Integer.getInteger("launches", 600);
  private static final int LAUNCHES_PER_SECOND = Integer.getInteger("budget", 20);
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final int BESIDE = 40;
  private static final int HANGING = Integer.getInteger("hanging", 200);

  private final FakeAap east = cloud();
  private final FakeAap west = cloud();
  private final Instances instances;
  private final OperatorProcess operator;

  private TwoCloudsBench(EmbeddedKubernetesApi kubernetes, KubernetesClient client, Path folder)
      throws IOException {
    this.instances = new Instances(client, Duration.ofMinutes(3));
    this.operator =
        new OperatorProcess(
            environment(kubernetes, folder), List.of("-XX:+UseSerialGC"), folder.resolve("log"));
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("cloudkit-bench-");
    try (EmbeddedKubernetesApi kubernetes = EmbeddedKubernetesApi.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build()) {
      Instances.prepare(client);
      TwoCloudsBench bench = new TwoCloudsBench(kubernetes, client, folder);
      try {
        bench.run();
      } finally {
        bench.close();
      }
    }
  }

  private static FakeAap cloud() {
    FakeAap aap = FakeAap.builder().latency(ANSWER).start();
    Script script = Script.quick().runsFor(Duration.ofSeconds(20));
    aap.add(TemplateSpec.job("create").script(script));
    aap.add(TemplateSpec.job("delete").script(script));
    return aap;
  }

  private Map<String, String> environment(EmbeddedKubernetesApi kubernetes, Path folder)
      throws IOException {
    Path token = Files.writeString(folder.resolve("west-token"), west.token());
    String settings =
        """
        provisioning-provider=east
        compute-instance-namespace=%s
        http-bind-address=127.0.0.1
        http-port=0
        leader-election=disabled
        providers.east.type=aap
        providers.east.url=%s
        providers.east.provision-template=create
        providers.east.deprovision-template=delete
        providers.east.launches-per-second=%d
        providers.east.call-concurrency=64
        providers.west.type=aap
        providers.west.url=%s
        providers.west.token-file=%s
        providers.west.provision-template=create
        providers.west.deprovision-template=delete
        """
            .formatted(
                Instances.NAMESPACE, east.apiUrl(), LAUNCHES_PER_SECOND, west.apiUrl(), token);
    Map<String, String> environment = new HashMap<>();
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
    environment.put("KUBECONFIG", kubeconfig.toString());
    Path file = Files.writeString(folder.resolve("cloudkit.properties"), settings);
    environment.put("CLOUDKIT_CONFIG_FILE", file.toString());
    environment.put("CLOUDKIT_PROVIDERS_EAST_TOKEN", east.token());
    return environment;
  }

  private void run() throws IOException {
    operator.start();
    Figures.until(this::hasStarted);
    Figures.print("AAP answers after", ANSWER.toMillis() + " ms");
    launchAsFastAsAllowed();
    hangBeside();
  }

  private boolean hasStarted() {
    try {
      return operator.hasStarted();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void launchAsFastAsAllowed() {
    Duration cpu = cpu();
    IntStream.range(0, LAUNCHES)
        .parallel()
        .forEach(i -> instances.createAt("east", "launched" + i, "{}"));
    Figures.until(() -> operations(east) >= LAUNCHES);
    List<Instant> sent = east.controller().launches().stream().map(Launch::at).sorted().toList();
    double seconds = Duration.between(sent.get(0), sent.get(sent.size() - 1)).toMillis() / 1e3;
    Figures.print(
        "launches per second, at most " + LAUNCHES_PER_SECOND,
        String.format(Locale.ROOT, "%.1f, over %.0f s", (sent.size() - 1) / seconds, seconds));
    Figures.print("CPU of the operator for each", cpu().minus(cpu).toMillis() / LAUNCHES + " ms");
    Figures.print(
        "launches, operations, asked for", sent.size() + ", " + operations(east) + ", " + LAUNCHES);
  }

  private Duration cpu() {
    return ProcessHandle.of(operator.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private static long operations(FakeAap aap) {
    return aap.controller().launches().stream()
        .flatMap(launch -> launch.variables().operation().stream())
        .distinct()
        .count();
  }

  private void hangBeside() throws IOException {
    Figures.until(() -> east.jobs().stream().noneMatch(job -> job.status().isActive()));
    LockSupport.parkNanos(CALM.toNanos());
    List<Long> before = createdToLaunched("before");
    Figures.print("threads of the operator", threads());
    Figures.print("created -> launched, both well", Figures.percentiles(before));
    east.next("*", "*").always().after(Duration.ofHours(1)).isSlow();
    IntStream.range(0, HANGING)
        .parallel()
        .forEach(i -> instances.createAt("east", "hanging" + i, "{}"));
    LockSupport.parkNanos(CALM.toNanos());
    List<Long> beside = createdToLaunched("beside");
    Figures.print("threads of the operator, one AAP hangs", threads());
    Figures.print("created -> launched, the other one hangs", Figures.percentiles(beside));
    Figures.print(
        "ratio of p50, of p95",
        String.format(
            Locale.ROOT, "%.2f, %.2f", ratio(beside, before, 50), ratio(beside, before, 95)));
  }

  private static double ratio(List<Long> one, List<Long> other, int percent) {
    return Figures.percentile(one, percent) / (double) Figures.percentile(other, percent);
  }

  private String threads() throws IOException {
    return String.valueOf(Figures.ofProcess(operator.pid(), "Threads"));
  }

  /** Milliseconds of each of some instances at the AAP that is well. */
  private List<Long> createdToLaunched(String prefix) {
    Map<String, Instant> created = new HashMap<>();
    for (int i = 0; i < BESIDE; i++) {
      Instant now = Instant.now();
      created.put(instances.createAt("west", prefix + i, "{}"), now);
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    Figures.until(() -> launchedAt(created).size() == BESIDE);
    List<Long> millis = new ArrayList<>();
    launchedAt(created)
        .forEach((uid, at) -> millis.add(Duration.between(created.get(uid), at).toMillis()));
    return millis;
  }

  private Map<String, Instant> launchedAt(Map<String, Instant> created) {
    Map<String, Instant> launched = new HashMap<>();
    for (Launch launch : west.controller().launches()) {
      launch
          .variables()
          .resourceUid()
          .filter(created::containsKey)
          .ifPresent(uid -> launched.putIfAbsent(uid, launch.at()));
    }
    return launched;
  }

  private void close() {
    operator.close();
    east.close();
    west.close();
  }
}
