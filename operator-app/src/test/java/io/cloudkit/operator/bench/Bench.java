package io.cloudkit.operator.bench;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.truth.Playbook;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints figures of the operator as a process: start, memory, and how it does in a burst against an
 * AAP that answers in 500 ms, on the embedded Kubernetes API. Not a test: machines differ.
 */
public final class Bench {
  private static final Duration ANSWER = Duration.ofMillis(500);

  /** Not the defaults, which spare AAP: here it is the operator that is measured. */
  private static final String CALLS_IN_FLIGHT = "256";

  private static final String LAUNCHES_PER_SECOND = "1000";
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-Xmx160m", "-Xss512k", "-XX:TieredStopAtLevel=1");

  private final Map<String, Instant> readyAt = new ConcurrentHashMap<>();
  private final Map<String, String> uids = new HashMap<>();
  private final EmbeddedKubernetesApi kubernetes;
  private final FakeAap aap;
  private final Instances instances;

  private Bench(EmbeddedKubernetesApi kubernetes, FakeAap aap, Instances instances) {
    this.kubernetes = kubernetes;
    this.aap = aap;
    this.instances = instances;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("cloudkit-bench-");
    try (EmbeddedKubernetesApi kubernetes = EmbeddedKubernetesApi.start();
        FakeAap aap = FakeAap.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build()) {
      Instances.prepare(client);
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
      Script second =
          Script.quick()
              .takes(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(20));
      aap.add(TemplateSpec.job("create").script(second));
      aap.add(TemplateSpec.job("delete").script(second));
      Instances instances = new Instances(client, Duration.ofMinutes(3));
      Map<String, String> environment = environment(aap, kubeconfig);
      try (OperatorProcess operator =
          new OperatorProcess(environment, FLAGS, folder.resolve("operator.log"))) {
        new Bench(kubernetes, aap, instances).run(operator);
      }
    }
  }

  private static Map<String, String> environment(FakeAap aap, Path kubeconfig) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    environment.put("CLOUDKIT_AAP_URL", aap.apiUrl());
    environment.put("CLOUDKIT_AAP_TOKEN", aap.token());
    environment.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", "create");
    environment.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", "delete");
    environment.put("CLOUDKIT_AAP_CALL_CONCURRENCY", CALLS_IN_FLIGHT);
    environment.put("CLOUDKIT_AAP_REQUESTS_PER_SECOND", "0");
    environment.put("CLOUDKIT_LAUNCHES_PER_SECOND", LAUNCHES_PER_SECOND);
    environment.put("CLOUDKIT_LEADER_ELECTION", "disabled");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return environment;
  }

  private void run(OperatorProcess operator) throws Exception {
    Figures.print("AAP answers after", ANSWER.toMillis() + " ms");
    Figures.print(
        "calls in flight, launches per second", CALLS_IN_FLIGHT + ", " + LAUNCHES_PER_SECOND);
    Figures.print("JVM", String.join(" ", FLAGS));
    long begin = System.nanoTime();
    operator.start();
    Figures.until(() -> started(operator));
    Figures.print("cold start to watching", Figures.millis(System.nanoTime() - begin) + " ms");
    Figures.print(
        "resident memory, empty cluster",
        Figures.ofProcess(operator.pid(), "VmRSS") / 1024 + " MiB");
    aap.latency(ANSWER);
    Watch watch =
        instances.follow(
            (name, line) -> {
              if (line.startsWith("Ready")) {
                readyAt.putIfAbsent(name, Instant.now());
              }
            });
    burst("a", 50);
    burst("b", 500);
    Figures.print(
        "resident memory, after 550 instances",
        Figures.ofProcess(operator.pid(), "VmRSS") / 1024 + " MiB");
    watch.close();
  }

  private static boolean started(OperatorProcess operator) {
    try {
      return operator.hasStarted();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void burst(String prefix, int count) {
    long writesBefore = writes();
    long begin = System.nanoTime();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    names.parallelStream().forEach(name -> put(name, instances.create(name, "{\"cores\": 1}")));
    Figures.until(() -> names.stream().allMatch(name -> readyAt.containsKey(name)));
    Map<String, Instant> deleted = new ConcurrentHashMap<>();
    names.parallelStream()
        .forEach(
            name -> {
              deleted.put(uid(name), Instant.now());
              instances.delete(name);
            });
    Figures.until(() -> names.stream().noneMatch(name -> instances.find(name).isPresent()));
    Figures.print(
        count + " instances: wall time", Figures.millis(System.nanoTime() - begin) + " ms");
    Figures.print(count + " instances: job ended -> status says so", lags(names));
    Figures.print(count + " instances: deletion ordered -> launched", launchLags(deleted));
    Figures.print(
        count + " instances: API-server writes per lifecycle",
        String.format(Locale.ROOT, "%.1f", (writes() - writesBefore) / (double) count));
  }

  private synchronized void put(String name, String uid) {
    uids.put(name, uid);
  }

  private synchronized String uid(String name) {
    return uids.get(name);
  }

  private String lags(List<String> names) {
    Map<String, Instant> ended = new HashMap<>();
    for (Playbook playbook : aap.truth().playbooks()) {
      if (playbook.purpose() == Playbook.Purpose.PROVISION) {
        playbook.ended().ifPresent(end -> ended.put(playbook.resourceUid(), end));
      }
    }
    List<Long> lags = new ArrayList<>();
    for (String name : names) {
      lags.add(Duration.between(ended.get(uid(name)), readyAt.get(name)).toMillis());
    }
    return Figures.percentiles(lags);
  }

  private String launchLags(Map<String, Instant> deleted) {
    List<Long> lags = new ArrayList<>();
    for (Launch launch : aap.controller().launches()) {
      boolean deprovision =
          launch.variables().purpose().filter(Playbook.Purpose.DEPROVISION::equals).isPresent();
      launch
          .variables()
          .resourceUid()
          .filter(uid -> deprovision && deleted.containsKey(uid))
          .ifPresent(uid -> lags.add(Duration.between(deleted.get(uid), launch.at()).toMillis()));
    }
    return Figures.percentiles(lags);
  }

  private long writes() {
    return kubernetes.count(ApiVerb.UPDATE, "computeinstances/status")
        + kubernetes.count(ApiVerb.PATCH, "computeinstances/status")
        + kubernetes.count(ApiVerb.PATCH, "computeinstances")
        + kubernetes.count(ApiVerb.UPDATE, "computeinstances");
  }
}
