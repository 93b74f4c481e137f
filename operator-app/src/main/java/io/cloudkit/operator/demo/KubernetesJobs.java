package io.cloudkit.operator.demo;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.testkit.jobs.JobRunner;
import io.cloudkit.testkit.jobs.PodRun;
import io.cloudkit.testkit.jobs.PodWatcher;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.cloudkit.testkit.truth.Run;
import io.cloudkit.testkit.truth.Subject;
import io.cloudkit.testkit.truth.Truth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plays the Jobs that a third party's provider creates (examples/kubernetes-job-provider), and
 * writes what ran into the ledger.
 */
final class KubernetesJobs implements AutoCloseable {
  /** The instance, and the backend in the ledger. */
  static final String NAME = "kubernetes-job";

  private static final String OF_THE_PROVIDER = "jobs.example.com/";
  private static final String TEMPLATE =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        namespace: %s
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers:
              - name: automation
                image: automation
      """
          .formatted(Instances.NAMESPACE);

  private final Path template;
  private final KubernetesClient client;
  private final JobRunner runner;

  private KubernetesJobs(Path template, KubernetesClient client, JobRunner runner) {
    this.template = template;
    this.client = client;
    this.runner = runner;
  }

  /**
   * Begins to play.
   *
   * @param folder for the template of the Jobs
   */
  static KubernetesJobs start(String kubeconfig, Path folder, Truth truth) {
    try {
      Path template = Files.writeString(folder.resolve("job.yaml"), TEMPLATE);
      KubernetesClient client = StrictClient.patient(Config.fromKubeconfig(kubeconfig));
      JobRunner runner =
          JobRunner.start(
              client,
              Instances.NAMESPACE,
              OF_THE_PROVIDER + "provider",
              job -> PodRun.succeedsAfter(Duration.ofMillis(1500)),
              new Ledger(truth, Surroundings.real().clock()));
      return new KubernetesJobs(template, client, runner);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The file from which the provider makes its Jobs. */
  Path template() {
    return template;
  }

  @Override
  public void close() {
    runner.close();
    client.close();
  }

  /** Tells the ledger what the pods do. */
  private static final class Ledger implements PodWatcher {
    private final Truth truth;
    private final InstantSource clock;
    private final Map<String, Playbook> running = new ConcurrentHashMap<>();

    Ledger(Truth truth, InstantSource clock) {
      this.truth = truth;
      this.clock = clock;
    }

    @Override
    public void started(Job job) {
      running.put(job.getMetadata().getUid(), truth.start(run(job), clock.instant()));
    }

    @Override
    public void ended(Job job, PodRun.Ending ending) {
      Playbook playbook = running.remove(job.getMetadata().getUid());
      if (playbook != null) {
        truth.stop(playbook.number(), result(ending), clock.instant());
      }
    }

    private static Run run(Job job) {
      ObjectMeta meta = job.getMetadata();
      BackendJob ran = new BackendJob(NAME, meta.getName());
      boolean provision = "Provision".equals(said(meta, "type"));
      return new Run(
          ran,
          ran,
          NAME,
          provision ? Purpose.PROVISION : Purpose.DEPROVISION,
          subject(job),
          said(meta, "operation"),
          said(meta, "claim"),
          Run.Cause.ASKED);
    }

    /** A pod is given the whole resource. */
    private static Subject subject(Job job) {
      ObjectMeta pod = job.getSpec().getTemplate().getMetadata();
      GenericKubernetesResource resource =
          Serialization.unmarshal(said(pod, "resource"), GenericKubernetesResource.class);
      ObjectMeta meta = resource.getMetadata();
      return new Subject(meta.getUid(), meta.getNamespace(), meta.getName());
    }

    private static String said(ObjectMeta meta, String name) {
      return meta.getAnnotations().getOrDefault(OF_THE_PROVIDER + name, "");
    }

    private static Playbook.Result result(PodRun.Ending ending) {
      return switch (ending) {
        case SUCCEEDED -> Playbook.Result.SUCCEEDED;
        case FAILED -> Playbook.Result.FAILED;
        case DEADLINE_EXCEEDED, DELETED -> Playbook.Result.KILLED;
      };
    }
  }
}
