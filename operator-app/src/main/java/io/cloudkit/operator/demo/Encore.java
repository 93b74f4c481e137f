package io.cloudkit.operator.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * After the scenes: everything is left to the person who plays with it. An operator that is killed
 * is started again, as a Deployment would.
 */
final class Encore {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private final Stage stage;
  private final DemoFolder folder;
  private final Narrator narrator;

  Encore(Stage stage, DemoFolder folder, Narrator narrator) {
    this.stage = stage;
    this.folder = folder;
    this.narrator = narrator;
  }

  /** Plays until it is over. */
  void play(BooleanSupplier over) throws IOException {
    narrator.title("Everything is left running; Ctrl-C ends it.");
    narrator.plain(
        """

        export KUBECONFIG=%s
        kubectl apply -f - <<'EOF'
        apiVersion: cloudkit.openshift.io/v1alpha1
        kind: ComputeInstance
        metadata: {name: mine, namespace: %s}
        spec: {templateID: demo.templates.small, templateParameters: '{"cores": 2}'}
        EOF

        tail -f %s"""
            .formatted(folder.kubeconfig(), Instances.NAMESPACE, folder.operatorLog()));
    tellWhereItServes();
    while (!over.getAsBoolean()) {
      OptionalInt ended = stage.operator().exitCode();
      if (ended.isPresent()) {
        startAgain(ended.getAsInt(), over);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void startAgain(int code, BooleanSupplier over) throws IOException {
    narrator.line("the operator ended with code " + code + "; it is started again in a second");
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RESTART_DELAY.toMillis()));
    if (over.getAsBoolean()) {
      return;
    }
    try {
      stage.startOperator();
      narrator.line("started again");
      tellWhereItServes();
    } catch (SceneFailure | IllegalStateException notStarted) {
      narrator.bad(String.valueOf(notStarted.getMessage()));
    }
  }

  private void tellWhereItServes() throws IOException {
    String address = stage.operator().address().orElse("(not started)");
    narrator.plain(
        """
        curl http://%1$s/readyz
        curl http://%1$s/metrics
        kill -9 %2$d   # the operator; it is started again, as a Deployment would"""
            .formatted(address, stage.operator().pid()));
  }
}
