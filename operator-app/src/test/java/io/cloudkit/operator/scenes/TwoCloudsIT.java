package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One operator and two AAPs, from a properties file. */
class TwoCloudsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OPTION = ComputeInstanceAdapter.OPTION_PREFIX;

  @TempDir Path folder;

  @Test
  void eachResourceGoesToTheCloudThatIsChosenForIt() throws Exception {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        FakeAap east = cloud();
        FakeAap west = cloud();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
        OperatorProcess operator =
            new OperatorProcess(environment(api, east, west), List.of(), folder.resolve("log"))) {
      Instances.prepare(client);
      Instances instances = new Instances(client, SOON);
      operator.start();
      await().atMost(SOON).until(operator::hasStarted);

      create(instances, "first");
      assertThat(east.jobs()).as("the operator's default").hasSize(1);

      choose(client, "west");
      await()
          .atMost(SOON)
          .until(() -> operator.tail(100).contains("chooses provider instance west"));
      create(instances, "second");
      assertThat(west.jobs()).as("the namespace's choice").hasSize(1);

      instances.create("third", "{}");
      instances.annotate("third", ComputeInstanceAdapter.PROVIDER_ANNOTATION, "east");
      instances.await("third", "Available", Instances::isAvailable);

      assertThat(instances.find("first").map(Instances::phase))
          .as("nothing anew")
          .hasValue("Ready");
      assertThat(east.jobs().size() + west.jobs().size()).isEqualTo(3);
    }
  }

  @Test
  void anOptionThatTheCloudDoesNotTakeIsSaidAndNothingIsLaunched() throws Exception {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        FakeAap east = cloud();
        FakeAap west = cloud();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
        OperatorProcess operator =
            new OperatorProcess(environment(api, east, west), List.of(), folder.resolve("log"))) {
      Instances.prepare(client);
      Instances instances = new Instances(client, SOON);
      instances.create("vm", "{}");
      instances.annotate("vm", OPTION + "limt", "web*");
      operator.start();

      instances.await("vm", "Failed", each -> Instances.phase(each).equals("Failed"));
      assertThat(instances.find("vm").map(each -> Instances.message(each, "Accepted")).orElse(""))
          .isEqualTo(
              "launch option limt: expected one of limit, job-tags, skip-tags, inventory, labels,"
                  + " execution-environment, timeout, which is what provider instance \"east\" takes;"
                  + " remove it");
      assertThat(east.jobs()).isEmpty();
    }
  }

  private static void create(Instances instances, String name) throws Exception {
    instances.create(name, "{}");
    instances.await(name, "Available", Instances::isAvailable);
  }

  private static void choose(KubernetesClient client, String instance) {
    client
        .namespaces()
        .withName(Instances.NAMESPACE)
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToAnnotations(ComputeInstanceAdapter.PROVIDER_ANNOTATION, instance)
                    .endMetadata()
                    .build());
  }

  private static FakeAap cloud() {
    FakeAap aap = FakeAap.start();
    aap.add(TemplateSpec.job("create").script(Script.quick()));
    aap.add(TemplateSpec.job("delete").script(Script.quick()));
    return aap;
  }

  private Map<String, String> environment(EmbeddedKubernetesApi api, FakeAap east, FakeAap west)
      throws Exception {
    Path token = Files.writeString(folder.resolve("west-token"), west.token());
    Path file =
        Files.writeString(
            folder.resolve("cloudkit.properties"),
            """
            provisioning-provider=east
            compute-instance-namespace=%s
            http-bind-address=127.0.0.1
            http-port=0
            providers.east.type=aap
            providers.east.url=%s
            providers.east.provision-template=create
            providers.east.deprovision-template=delete
            providers.west.type=aap
            providers.west.url=%s
            providers.west.token-file=%s
            providers.west.provision-template=create
            providers.west.deprovision-template=delete
            """
                .formatted(Instances.NAMESPACE, east.apiUrl(), west.apiUrl(), token));
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "KUBECONFIG", Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig()).toString());
    environment.put("CLOUDKIT_CONFIG_FILE", file.toString());
    environment.put("CLOUDKIT_PROVIDERS_EAST_TOKEN", east.token());
    return environment;
  }
}
