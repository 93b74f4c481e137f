package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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

/** Playbooks of EDA fail, which AAP shows long before the longest life of a job is over. */
class TrackedEdaIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DIGEST = "task \"make\" failed on host vm-1; see http";

  @TempDir Path folder;

  @Test
  void whatFailsIsShownAndPostedAgainBeforeItsDeadline() throws Exception {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        FakeEda eda = FakeEda.builder(api.kubeconfig()).start();
        FakeAap aap = FakeAap.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build();
        OperatorProcess operator =
            new OperatorProcess(environment(api, eda, aap), List.of(), folder.resolve("log"))) {
      Template create = aap.add(template("create-vm"));
      Template delete = aap.add(template("delete-vm"));
      Instances.prepare(client);
      Instances instances = new Instances(client, SOON);
      operator.start();
      await().atMost(SOON).until(operator::hasStarted);

      eda.scriptNext(FakeEda.CREATE, PlaybookScript.quick().fails(Failure.AFTER_FINALIZER));
      instances.create("vm", "{}");
      failsInAap(aap, create, nthEvent(eda, 1));
      instances.await("vm", "the failure", each -> isTold(each, "provisionJob"));
      instances.await("vm", "Available", Instances::isAvailable);

      eda.scriptNext(FakeEda.DELETE, PlaybookScript.quick().fails(Failure.AFTER_MACHINE));
      instances.delete("vm");
      failsInAap(aap, delete, nthEvent(eda, 3));
      instances.await("vm", "the failure", each -> isTold(each, "deprovisionJob"));
      instances.awaitGone("vm");

      assertThat(eda.events()).hasSize(4);
      assertThat(Files.readString(folder.resolve("log"))).doesNotContain(aap.token());
    }
  }

  private static TemplateSpec template(String name) {
    return TemplateSpec.job(name).script(Script.quick().untilTold());
  }

  private static Event nthEvent(FakeEda eda, int count) {
    await().atMost(SOON).until(() -> eda.events().size() >= count);
    return eda.events().get(count - 1);
  }

  /** As the rule launches it, and as it goes. */
  private static void failsInAap(FakeAap aap, Template template, Event event) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.putObject("ansible_eda").putObject("event").set("payload", event.payload());
    long id = aap.controller().launch(LaunchOrder.of(template.id(), variables, aap.user())).id();
    await()
        .atMost(SOON)
        .until(() -> aap.controller().job(id).orElseThrow().status() == AapStatus.RUNNING);
    aap.controller().finish(id, Ending.fails().after(TaskFailure.of("make", "vm-1", "no room")));
  }

  private static boolean isTold(GenericKubernetesResource instance, String slot) {
    return "Failed".equals(instance.<Object>get("status", slot, "state"))
        && String.valueOf(instance.<Object>get("status", slot, "errorDetails")).startsWith(DIGEST);
  }

  private Map<String, String> environment(EmbeddedKubernetesApi api, FakeEda eda, FakeAap aap)
      throws Exception {
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    environment.put("CLOUDKIT_SEND_WINDOW", "1s");
    environment.put("CLOUDKIT_RETRY_BACKOFF_MIN", "1s");
    environment.put("CLOUDKIT_LEADER_ELECTION", "disabled");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "eda");
    environment.put("CLOUDKIT_EDA_PROVISION_WEBHOOK", eda.createUrl());
    environment.put("CLOUDKIT_EDA_DEPROVISION_WEBHOOK", eda.deleteUrl());
    environment.put("CLOUDKIT_EDA_REQUIRED_FIELDS", "spec.templateID");
    environment.put("CLOUDKIT_EDA_CALL_TIMEOUT", "2s");
    environment.put("CLOUDKIT_EDA_DELIVERY_BOUND", "2s");
    environment.put("CLOUDKIT_EDA_MAX_JOB_DURATION", "1h");
    environment.put("CLOUDKIT_EDA_SETTLE", "500ms");
    environment.put("CLOUDKIT_EDA_TRACKER_URL", aap.apiUrl());
    environment.put("CLOUDKIT_EDA_TRACKER_TOKEN", aap.token());
    environment.put("CLOUDKIT_EDA_TRACKER_PROVISION_TEMPLATE", "create-vm");
    environment.put("CLOUDKIT_EDA_TRACKER_DEPROVISION_TEMPLATE", "delete-vm");
    environment.put("CLOUDKIT_EDA_TRACKER_INTERVAL", "200ms");
    environment.put("CLOUDKIT_EDA_TRACKER_SETTLE", "1s");
    return environment;
  }
}
