package com.example.kubernetesjob;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.testkit.kubernetes.ApiFault;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.RequestLog;
import io.cloudkit.testkit.tck.BackendCall;
import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.Fault;
import io.cloudkit.testkit.tck.JobEvent;
import io.cloudkit.testkit.tck.MadeJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Jobs at an embedded API server, whose statuses nobody writes but the test. */
final class JobsHarness implements BackendHarness {
  /** The provider works in it; whoever looks at all namespaces is the test. */
  private static final String NAMESPACE = "/namespaces/automation/";

  private static final String FACTS = "jobs.example.com/";

  private final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
  private final List<ApiFault> faults = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final KubernetesClient client;
  private final Path kubeconfig;

  JobsHarness() {
    api.createNamespace("automation");
    Config config = Config.fromKubeconfig(api.kubeconfig());
    client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      kubeconfig = Files.createTempFile("kubeconfig", "");
      Files.writeString(kubeconfig, api.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
  }

  @Override
  public ProvisioningProviderFactory factory() {
    return new KubernetesJobProviderFactory();
  }

  @Override
  public Map<String, String> settings(Duration callTimeout) {
    System.setProperty(
        Config.KUBERNETES_REQUEST_TIMEOUT_SYSTEM_PROPERTY,
        Long.toString(callTimeout.toMillis()));
    return Map.of("template", "job.yaml");
  }

  @Override
  public List<BackendCall> requests() {
    return api.requests().recent().stream()
        .filter(each -> each.path().contains(NAMESPACE) && each.resource().equals("jobs"))
        .map(JobsHarness::call)
        .toList();
  }

  private static BackendCall call(RequestLog.Entry request) {
    if (request.verb() == ApiVerb.CREATE) {
      return BackendCall.LAUNCH;
    }
    return request.verb() == ApiVerb.PATCH ? BackendCall.CANCEL : BackendCall.QUESTION;
  }

  @Override
  public List<MadeJob> jobs() {
    return all().stream().map(JobsHarness::made).toList();
  }

  private static MadeJob made(Job job) {
    Map<String, String> facts = job.getMetadata().getAnnotations();
    return new MadeJob(
        JobType.fromText(facts.get(FACTS + "type")),
        facts.get(FACTS + "operation"),
        facts.get(FACTS + "claim"));
  }

  private List<Job> all() {
    return client.batch().v1().jobs().inAnyNamespace().list().getItems().stream()
        .sorted(
            Comparator.comparingLong(job -> Long.parseLong(job.getMetadata().getResourceVersion())))
        .toList();
  }

  @Override
  public boolean misbehave(BackendCall call, Fault what) {
    ApiFault fault =
        switch (call) {
          case LAUNCH -> api.next("POST", "*" + NAMESPACE + "jobs");
          case CANCEL -> api.next("PATCH", "*" + NAMESPACE + "jobs/*");
          case QUESTION -> api.next("GET", "*" + NAMESPACE + "jobs*");
        };
    faults.add(fault.times(Integer.MAX_VALUE));
    switch (what) {
      case LOSES_THE_REQUEST -> fault.drops();
      case LOSES_THE_ANSWER -> fault.losesTheAnswer();
      case FAILS -> fault.answers(500);
      case HANGS -> fault.first(this::hang);
      case REFUSES -> fault.answers(403);
      case THROTTLES -> fault.answers(429);
      case COMMITS_LATE, FAILS_AFTERWARDS, BABBLES, REFUSES_AND_TELLS_SECRETS -> {
        return false;
      }
    }
    return true;
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void behave() {
    faults.forEach(fault -> fault.times(0));
    faults.clear();
  }

  @Override
  public boolean let(String claim, JobEvent event) {
    String json =
        switch (event) {
          case BEGINS -> "{\"status\": {\"active\": 1}}";
          case SUCCEEDS -> condition("Complete");
          case FAILS, IS_CANCELLED -> condition("Failed");
          case SEEMS_TO_END, IS_PURGED -> "";
        };
    for (Job job : all()) {
      if (made(job).claim().equals(claim) && !json.isEmpty()) {
        client.resource(job).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json);
      } else if (made(job).claim().equals(claim) && event == JobEvent.IS_PURGED) {
        client.resource(job).delete();
      }
    }
    return event != JobEvent.SEEMS_TO_END;
  }

  private static String condition(String type) {
    return """
        {"status": {"active": 0, "conditions": [{"type": "%s", "status": "True"}]}}
        """
        .formatted(type);
  }

  @Override
  public void close() {
    closed.countDown();
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    System.clearProperty(Config.KUBERNETES_REQUEST_TIMEOUT_SYSTEM_PROPERTY);
    client.close();
    api.close();
    try {
      Files.delete(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
