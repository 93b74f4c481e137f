package io.cloudkit.operator.demo;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.truth.Truth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The simulated backends of a stage, which write what really runs into one ledger. Their times and
 * those that the operator is told of them are shortened together: what they do within seconds, real
 * ones do within minutes.
 */
public final class Backends implements AutoCloseable {
  private final Truth truth;
  private final FakeAap aap;
  private final FakeEda eda;
  private final EdaOnStage how;
  private final KubernetesJobs jobs;

  private Backends(Truth truth, FakeAap aap, FakeEda eda, EdaOnStage how, KubernetesJobs jobs) {
    this.truth = truth;
    this.aap = aap;
    this.eda = eda;
    this.how = how;
    this.jobs = jobs;
  }

  /**
   * Starts them.
   *
   * @param kubeconfig of the API on which EDA's playbooks answer and Jobs run, as YAML
   * @param folder for what they need as a file
   */
  public static Backends start(String kubeconfig, Path folder) {
    return start(kubeconfig, kubeconfig, folder, EdaOnStage.byWebhook());
  }

  /**
   * Starts them, with such an EDA.
   *
   * @param playbooks kubeconfig of EDA's playbooks, which have rights of their own
   */
  public static Backends start(String kubeconfig, String playbooks, Path folder, EdaOnStage how) {
    Truth truth = new Truth();
    return new Backends(
        truth,
        FakeAap.builder().truth(truth, "aap").start(),
        how.applyTo(FakeEda.builder(playbooks)).truth(truth, "eda").start(),
        how,
        KubernetesJobs.start(kubeconfig, folder, truth));
  }

  public FakeAap aap() {
    return aap;
  }

  public FakeEda eda() {
    return eda;
  }

  /** Their provider instances. */
  List<String> names() {
    return List.of("aap", "eda", KubernetesJobs.NAME);
  }

  /** What really ran, at all of them. */
  public Truth truth() {
    return truth;
  }

  /** Texts that must not be read anywhere. */
  public List<String> secrets() {
    return Stream.concat(Stream.of(aap.token()), how.secrets().stream()).toList();
  }

  /** What the operator is told of them. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(how.environment());
    environment.put("CLOUDKIT_PROVISIONING_PROVIDER", "aap");
    environment.put("CLOUDKIT_AAP_URL", aap.apiUrl());
    environment.put("CLOUDKIT_AAP_TOKEN", aap.token());
    environment.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", Stage.PROVISION);
    environment.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", Stage.DEPROVISION);
    environment.put("CLOUDKIT_AAP_CALL_TIMEOUT", "3s");
    environment.put("CLOUDKIT_AAP_LATE_COMMIT", "3s");
    environment.put("CLOUDKIT_AAP_SETTLE", "2s");
    environment.put("CLOUDKIT_EDA_PROVISION_WEBHOOK", eda.createUrl());
    environment.put("CLOUDKIT_EDA_DEPROVISION_WEBHOOK", eda.deleteUrl());
    environment.put("CLOUDKIT_EDA_CALL_TIMEOUT", "2s");
    environment.put("CLOUDKIT_EDA_DELIVERY_BOUND", "4s");
    environment.put("CLOUDKIT_EDA_SETTLE", "500ms");
    // the playbooks here need no tenant
    environment.put("CLOUDKIT_EDA_REQUIRED_FIELDS", "spec.templateID");
    environment.put("CLOUDKIT_KUBERNETES_JOB_TEMPLATE", jobs.template().toString());
    return environment;
  }

  /** Whatever a scene that failed left behind is gone. */
  public void recover() {
    aap.goDown();
    aap.comeUp();
    aap.accept(aap.token(), aap.user());
    aap.clearFaults();
    eda.killActivation();
    eda.startActivation();
    eda.clearFaults();
  }

  @Override
  public void close() {
    jobs.close();
    eda.close();
    aap.close();
  }
}
