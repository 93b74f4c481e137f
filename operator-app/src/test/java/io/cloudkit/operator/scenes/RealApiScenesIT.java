package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import org.junit.jupiter.api.Assumptions;

/**
 * The scenes on a real kube-apiserver. Without its binaries they are skipped, loudly; where {@code
 * CLOUDKIT_REQUIRE_KUBE_APISERVER} is true that is a failure.
 */
class RealApiScenesIT extends ScenesOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
    if (RealKubernetesApi.binaries().isEmpty() && !required) {
      String skipped =
          "SKIPPED: the scenes on a real kube-apiserver. To run them:"
              + " export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh)";
      System.err.println("\n" + "*".repeat(100) + "\n" + skipped + "\n" + "*".repeat(100) + "\n");
      Assumptions.abort(skipped);
    }
    return RealKubernetesApi.start();
  }
}
