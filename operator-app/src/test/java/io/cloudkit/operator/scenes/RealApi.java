package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import org.junit.jupiter.api.Assumptions;

/**
 * A real kube-apiserver for a suite. Without its binaries the suite is skipped, loudly; where
 * {@code CLOUDKIT_REQUIRE_KUBE_APISERVER} is true that is a failure.
 */
public final class RealApi {
  private RealApi() {}

  /** One that is running, or an end of the test. */
  public static KubernetesApi startOrSkip(Class<?> suite) {
    boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
    if (RealKubernetesApi.binaries().isEmpty() && !required) {
      String skipped =
          "SKIPPED: "
              + suite.getSimpleName()
              + " on a real kube-apiserver. To run it:"
              + " export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh)";
      System.err.println("\n" + "*".repeat(100) + "\n" + skipped + "\n" + "*".repeat(100) + "\n");
      Assumptions.abort(skipped);
    }
    return RealKubernetesApi.start();
  }
}
