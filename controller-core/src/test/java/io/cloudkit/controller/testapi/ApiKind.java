package io.cloudkit.controller.testapi;

import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import org.junit.jupiter.api.Assumptions;

/** What stands behind a test: the rules that we wrote down, or the real thing. */
public enum ApiKind {
  EMBEDDED {
    @Override
    public KubernetesApi start() {
      return EmbeddedKubernetesApi.start();
    }
  },

  /**
   * Skipped where its binaries are not, and then loudly; a failure where {@code
   * CLOUDKIT_REQUIRE_KUBE_APISERVER=true}.
   */
  REAL {
    @Override
    public KubernetesApi start() {
      boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
      if (RealKubernetesApi.binaries().isEmpty() && !required) {
        String skipped =
            "SKIPPED: no real kube-apiserver here, so what follows was not tested against one;"
                + " export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh) to do so";
        System.err.println(skipped);
        Assumptions.abort(skipped);
      }
      return RealKubernetesApi.start();
    }
  };

  public abstract KubernetesApi start();
}
