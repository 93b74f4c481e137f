package io.cloudkit.operator.scenes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;

/**
 * The service account of EDA's playbooks on an API that knows rights, with those that the origin's
 * playbooks need of what the simulated ones do (eda-api.md, simulator rule 13), and no others: what
 * a playbook must not be able to do, such as to write a status, fails it.
 */
final class PlaybooksAccount {
  private static final String NAMESPACE = "default";
  private static final String NAME = "playbooks";
  private static final String RIGHTS =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: playbooks, namespace: default}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: playbooks}
      rules:
      - apiGroups: [cloudkit.openshift.io]
        resources: [computeinstances]
        verbs: [get, patch]
      - apiGroups: [kubevirt.io]
        resources: [virtualmachines]
        verbs: [create, delete]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: playbooks}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: playbooks}
      subjects:
      - {kind: ServiceAccount, name: playbooks, namespace: default}
      """;

  private PlaybooksAccount() {}

  /**
   * Makes it.
   *
   * @param admin kubeconfig with all rights
   * @return its own kubeconfig
   */
  static String open(String admin) {
    Config config = Config.fromKubeconfig(admin);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      client.load(new ByteArrayInputStream(RIGHTS.getBytes(UTF_8))).create();
      TokenRequest hour =
          new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build();
      String token =
          client
              .serviceAccounts()
              .inNamespace(NAMESPACE)
              .withName(NAME)
              .tokenRequest(hour)
              .getStatus()
              .getToken();
      return kubeconfig(config, token);
    }
  }

  private static String kubeconfig(Config admin, String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: api
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: playbooks
          user: {token: "%s"}
        contexts:
        - name: playbooks
          context: {cluster: api, user: playbooks}
        current-context: playbooks
        """
        .formatted(admin.getMasterUrl(), admin.getCaCertFile(), token);
  }
}
