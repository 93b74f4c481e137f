package io.cloudkit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeployManifestsTest {
  private final List<HasMetadata> manifests = manifests();

  @Test
  void thePodHasNoMoreThanItNeeds() {
    PodSpec pod = only(Deployment.class).getSpec().getTemplate().getSpec();
    Container operator = pod.getContainers().get(0);

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(operator.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(operator.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(operator.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(operator.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void theProbesAskTheDefaultPort() {
    Container operator =
        only(Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);

    assertThat(operator.getPorts().get(0).getContainerPort()).isEqualTo(8081);
    assertThat(operator.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/healthz");
    assertThat(operator.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
  }

  /** The entry point of the image is the launcher, and its flags for the JVM are in the image. */
  @Test
  void thePodRunsTheImageOfTheDistribution() {
    Container operator =
        only(Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);

    assertThat(operator.getCommand()).isEmpty();
    assertThat(operator.getArgs()).containsExactly("run");
    assertThat(operator.getEnv()).extracting(each -> each.getName()).isEmpty();
  }

  @Test
  void theOperatorMayNeitherReadSecretsNorDeleteAnything() {
    List<PolicyRule> rules = only(ClusterRole.class).getRules();

    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.getVerbs()).doesNotContain("delete", "deletecollection", "*");
              assertThat(rule.getResources()).doesNotContain("secrets", "*");
            });
  }

  @Test
  void theLeaseMayBeInAnotherNamespaceThanTheOperator() {
    assertThat(only(RoleBinding.class).getSubjects())
        .as("a subject without a namespace is looked for in that of the binding")
        .isEqualTo(only(ClusterRoleBinding.class).getSubjects());
  }

  private <T> T only(Class<T> kind) {
    List<T> found = manifests.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<HasMetadata> manifests() {
    List<HasMetadata> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../deploy"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        Object read = new KubernetesSerialization().unmarshal(Files.readString(file));
        if (read instanceof Collection<?> several) {
          several.forEach(each -> all.add((HasMetadata) each));
        } else {
          all.add((HasMetadata) read);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
