package io.cloudkit.operator.demo;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.truth.Playbook;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What scenes play on: a Kubernetes API, simulated backends, the operator as a process. */
public final class Stage implements AutoCloseable {
  /** The names of the templates, as the origin's documentation has them (eda-api.md §5). */
  static final String PROVISION = "innabox-create-compute-instance";

  static final String DEPROVISION = "innabox-delete-compute-instance";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Backends backends;
  private final Template provision;
  private final Template deprovision;
  private final Instances instances;
  private final OperatorProcess operator;
  private final Narrator narrator;
  private final LongSupplier nanoTime;
  private final List<Closeable> parts = new ArrayList<>();
  private final List<String> goneUids = new ArrayList<>();

  /**
   * A stage whose operator is not started yet.
   *
   * @param kubeconfig of the API, which has the CRD and the namespace already
   */
  public Stage(
      Backends backends,
      Instances instances,
      Path kubeconfig,
      Path log,
      Narrator narrator,
      LongSupplier nanoTime) {
    this.backends = backends;
    this.instances = instances;
    this.narrator = narrator;
    this.nanoTime = nanoTime;
    Script playbook =
        Script.quick()
            .takes(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(1500));
    this.provision = aap().add(TemplateSpec.job(PROVISION).script(playbook));
    this.deprovision = aap().add(TemplateSpec.job(DEPROVISION).script(playbook));
    this.operator = new OperatorProcess(environment(backends, kubeconfig), List.of(), log);
  }

  private static Map<String, String> environment(Backends backends, Path kubeconfig) {
    Map<String, String> environment = new HashMap<>(backends.environment());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    environment.put("CLOUDKIT_SEND_WINDOW", "2s");
    environment.put("CLOUDKIT_RETRY_BACKOFF_MIN", "1s");
    environment.put("CLOUDKIT_LEADER_ELECTION", "disabled");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return environment;
  }

  public Backends backends() {
    return backends;
  }

  public FakeAap aap() {
    return backends.aap();
  }

  public FakeEda eda() {
    return backends.eda();
  }

  public Template provision() {
    return provision;
  }

  public Template deprovision() {
    return deprovision;
  }

  public Instances instances() {
    return instances;
  }

  public OperatorProcess operator() {
    return operator;
  }

  /** Tells a step of the scene. */
  public void tell(String text) {
    narrator.line(text);
  }

  /** Tells something that came out well. */
  public void good(String text) {
    narrator.good(text);
  }

  /** Starts the operator, and waits until it says so. */
  public void startOperator() throws IOException, SceneFailure {
    operator.start();
    await("the operator starts", operator::hasStarted);
  }

  /** Deletes an instance, waits until it is gone, and remembers that nothing of it may be left. */
  public void deleteAndAwait(String name, String uid) throws SceneFailure {
    instances.delete(name);
    instances.awaitGone(name);
    gone(uid);
  }

  /** From now on nothing of that instance may be left. */
  public void gone(String uid) {
    goneUids.add(uid);
  }

  public List<String> goneUids() {
    return List.copyOf(goneUids);
  }

  /** The playbooks that ran for an instance so far, running ones included. */
  public List<Playbook> playbooks(String uid) {
    return backends.truth().playbooks().stream()
        .filter(each -> each.resourceUid().equals(uid))
        .toList();
  }

  /** Something that is awaited. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits for something at the simulated AAP, or of the operator. */
  public void await(String what, Condition condition) throws SceneFailure, IOException {
    long deadline = nanoTime.getAsLong() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (nanoTime.getAsLong() - deadline > 0) {
        throw new SceneFailure("expected within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Fails unless that many playbooks of that purpose ran for an instance. */
  public void expectRuns(String uid, Playbook.Purpose purpose, int expected) throws SceneFailure {
    long found = playbooks(uid).stream().filter(each -> each.purpose() == purpose).count();
    if (found != expected) {
      throw new SceneFailure(
          "expected "
              + expected
              + " "
              + purpose
              + " playbooks to have run, found "
              + found
              + ": "
              + playbooks(uid));
    }
  }

  /** Closed together with the stage. */
  public void closeToo(Closeable part) {
    parts.add(part);
  }

  @Override
  public void close() {
    operator.close();
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException gone) {
        tell("a part of the stage could not be closed: " + gone.getMessage());
      }
    }
  }
}
