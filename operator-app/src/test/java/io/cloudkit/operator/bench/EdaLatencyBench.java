package io.cloudkit.operator.bench;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.cloudkit.testkit.truth.Truth;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Prints what the paths to a playbook and back cost by EDA and by AAP directly, with the operator's
 * own settings and playbooks that take equally long: docs/eda-latency.md. Not a test: machines
 * differ.
 */
public final class EdaLatencyBench {
  private static final int INSTANCES = 10;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** From the event, or the launch, to the playbook's first task: eda-api.md §8.7, idle. */
  private static final Duration LAUNCH = Duration.ofSeconds(1);

  private static final Duration PLAYBOOK = Duration.ofSeconds(20);
  private static final List<String> PROVIDERS = List.of("aap", "eda");

  private final Truth truth = new Truth();
  private final Instances instances;
  private final Map<String, Instant> created = new ConcurrentHashMap<>();
  private final Map<String, Instant> ready = new ConcurrentHashMap<>();
  private final Map<String, Instant> deleted = new ConcurrentHashMap<>();
  private final Map<String, Instant> gone = new ConcurrentHashMap<>();
  private final Map<String, String> uids = new HashMap<>();

  private EdaLatencyBench(Instances instances) {
    this.instances = instances;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("cloudkit-bench-");
    try (EmbeddedKubernetesApi kubernetes = EmbeddedKubernetesApi.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build()) {
      Instances.prepare(client);
      Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
      EdaLatencyBench bench = new EdaLatencyBench(new Instances(client, Duration.ofMinutes(3)));
      bench.run(kubernetes.kubeconfig(), folder);
    }
  }

  private void run(String kubeconfig, Path folder) throws IOException {
    PlaybookScript events = PlaybookScript.quick().launchesAfter(LAUNCH).runsFor(PLAYBOOK);
    Script jobs = Script.quick().takes(LAUNCH.dividedBy(2), LAUNCH.dividedBy(2), PLAYBOOK);
    try (FakeAap aap = FakeAap.builder().truth(truth, "aap").start();
        FakeEda eda = FakeEda.builder(kubeconfig).truth(truth, "eda").script(events).start();
        OperatorProcess operator =
            new OperatorProcess(
                environment(aap, eda, folder),
                List.of("-XX:+UseSerialGC"),
                folder.resolve("operator.log"))) {
      aap.add(TemplateSpec.job("create").script(jobs));
      aap.add(TemplateSpec.job("delete").script(jobs));
      operator.start();
      Figures.until(() -> started(operator));
      Figures.print("launch, playbook", LAUNCH.toSeconds() + " s, " + PLAYBOOK.toSeconds() + " s");
      Watch watch = instances.follow(this::saw);
      lives();
      deletedEarly();
      watch.close();
    }
  }

  private static Map<String, String> environment(FakeAap aap, FakeEda eda, Path folder) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "aap");
    environment.put("CLOUDKIT_AAP_URL", aap.apiUrl());
    environment.put("CLOUDKIT_AAP_TOKEN", aap.token());
    environment.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", "create");
    environment.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", "delete");
    environment.put("CLOUDKIT_EDA_PROVISION_WEBHOOK", eda.createUrl());
    environment.put("CLOUDKIT_EDA_DEPROVISION_WEBHOOK", eda.deleteUrl());
    environment.put("CLOUDKIT_EDA_REQUIRED_FIELDS", "spec.templateID");
    environment.put("CLOUDKIT_LEADER_ELECTION", "disabled");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return environment;
  }

  private static boolean started(OperatorProcess operator) {
    try {
      return operator.hasStarted();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void saw(String name, String line) {
    if (line.startsWith("Ready")) {
      ready.putIfAbsent(name, Instant.now());
    } else if (line.equals("gone")) {
      gone.putIfAbsent(name, Instant.now());
    }
  }

  /** Created, left to become Ready, and deleted. */
  private void lives() {
    List<String> names = IntStream.range(0, INSTANCES).mapToObj(i -> "life" + i).toList();
    create(names);
    Figures.until(() -> ready.keySet().containsAll(all(names)));
    all(names).forEach(this::delete);
    Figures.until(() -> gone.keySet().containsAll(all(names)));
    print("created -> playbook's first task", names, created::get, start(Purpose.PROVISION));
    print("playbook ended -> Ready", names, end(Purpose.PROVISION), ready::get);
    print("created -> Ready", names, created::get, ready::get);
    print("deleted -> playbook's first task", names, deleted::get, start(Purpose.DEPROVISION));
    print("playbook ended -> gone", names, end(Purpose.DEPROVISION), gone::get);
    print("deleted -> gone", names, deleted::get, gone::get);
  }

  /** Deleted as soon as the create playbook runs: by AAP it is cancelled, by EDA waited for. */
  private void deletedEarly() {
    List<String> names = IntStream.range(0, INSTANCES).mapToObj(i -> "early" + i).toList();
    create(names);
    Figures.until(
        () -> all(names).stream().allMatch(name -> playbook(name, Purpose.PROVISION).isPresent()));
    all(names).forEach(this::delete);
    Figures.until(() -> gone.keySet().containsAll(all(names)));
    print(
        "deleted while created -> delete's first task",
        names,
        deleted::get,
        start(Purpose.DEPROVISION));
    print("deleted while created -> gone", names, deleted::get, gone::get);
  }

  private void create(List<String> names) {
    for (String name : names) {
      for (String provider : PROVIDERS) {
        String full = provider + "-" + name;
        created.put(full, Instant.now());
        uids.put(full, instances.createAt(provider, full, "{}"));
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private void delete(String name) {
    deleted.put(name, Instant.now());
    instances.delete(name);
  }

  private static List<String> all(List<String> names) {
    return PROVIDERS.stream()
        .flatMap(provider -> names.stream().map(name -> provider + "-" + name))
        .toList();
  }

  private Optional<Playbook> playbook(String name, Purpose purpose) {
    return truth.playbooks().stream()
        .filter(each -> each.resourceUid().equals(uids.get(name)) && each.purpose() == purpose)
        .findFirst();
  }

  private Function<String, Instant> start(Purpose purpose) {
    return name -> playbook(name, purpose).orElseThrow().started();
  }

  private Function<String, Instant> end(Purpose purpose) {
    return name -> playbook(name, purpose).flatMap(Playbook::ended).orElseThrow();
  }

  private void print(
      String what,
      List<String> names,
      Function<String, Instant> from,
      Function<String, Instant> to) {
    for (String provider : PROVIDERS) {
      List<Long> millis =
          names.stream()
              .map(name -> provider + "-" + name)
              .map(name -> Duration.between(from.apply(name), to.apply(name)).toMillis())
              .toList();
      Figures.print(provider + ": " + what, Figures.percentiles(millis));
    }
  }
}
