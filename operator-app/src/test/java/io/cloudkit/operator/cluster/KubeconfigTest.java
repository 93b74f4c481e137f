package io.cloudkit.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudkit.operator.configuration.ConfigurationException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  private static final String GOOD =
      """
      clusters: [{name: there, cluster: {server: "https://api.example.com:6443"}}]
      contexts: [{name: work, context: {cluster: there, user: me}}]
      users: [{name: me, user: {token: s3cret}}]
      current-context: work
      """;

  @TempDir Path home;

  @Test
  void readsTheFileThatIsNamedAndSaysWhere() throws IOException {
    Path file = file("mine", GOOD);

    Cluster cluster = read(file.toString(), file);

    assertThat(cluster.address()).isEqualTo("https://api.example.com:6443");
    assertThat(cluster.origin()).isEqualTo("context \"work\" of " + file);
    assertThat(cluster.toString()).doesNotContain("s3cret");
  }

  @Test
  void readsTheFileInTheHomeWhenNoneIsNamed() throws IOException {
    Files.createDirectory(home.resolve(".kube"));
    Path file = file(".kube/config", GOOD);

    assertThat(read("", file).origin()).isEqualTo("context \"work\" of " + file);
  }

  @Test
  void saysNothingOfWhatIsInAFileThatIsNoKubeconfig() throws IOException {
    Path file = file("passwd", "root:x:0:0:s3cret\n");

    assertThat(refusal(file.toString(), file))
        .contains("KUBECONFIG  is \"" + file + "\"   expected a kubeconfig: YAML with clusters")
        .endsWith(file + " can not be read as one")
        .doesNotContain("root:x")
        .doesNotContain("s3cret");
  }

  @Test
  void saysNothingOfAKubeconfigThatWasPastedForItsPath() throws IOException {
    assertThat(refusal(GOOD, file("mine", GOOD)))
        .contains("KUBECONFIG  is set (not shown)   expected the path of a kubeconfig")
        .doesNotContain("s3cret");
  }

  @Test
  void refusesAFileThatIsNotThere() throws IOException {
    Path file = home.resolve("nowhere");

    assertThat(refusal(file.toString(), file("mine", GOOD)))
        .contains("KUBECONFIG  is \"" + file + "\"")
        .endsWith("this one does not exist");
  }

  @Test
  void overlooksAMissingFileBesideOneThatIsThereAsKubectlDoes() throws IOException {
    Path file = file("mine", GOOD);

    assertThat(read(home.resolve("nowhere") + ":" + file, file).origin()).endsWith("of " + file);
  }

  @Test
  void refusesAFolder() throws IOException {
    assertThat(refusal(home.toString(), file("mine", GOOD)))
        .endsWith(home + " is not a regular file");
  }

  @Test
  void refusesAFileWithoutACurrentContext() throws IOException {
    Path file = file("mine", GOOD.replace("current-context: work", ""));

    assertThat(refusal(file.toString(), file)).contains(file + " has no current-context");
  }

  @Test
  void refusesAContextWhoseClusterIsNotThere() throws IOException {
    Path file = file("mine", GOOD.replace("name: there", "name: elsewhere"));

    assertThat(refusal(file.toString(), file)).endsWith("or names none of its clusters");
  }

  @Test
  void refusesToAskAClusterThatNobodyMeant() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> new Kubeconfig(Map.of("HOME", home.toString()), Config::empty).read());

    assertThat(refused).hasMessageContaining("KUBECONFIG  is not set   expected the path of a");
  }

  @Test
  void takesTheServiceAccountOfThePod() {
    Config inPod = Config.empty();
    inPod.setMasterUrl("https://10.0.0.1:443");

    Cluster cluster = new Kubeconfig(Map.of("HOME", home.toString()), () -> inPod).read();

    assertThat(cluster).hasToString("https://10.0.0.1:443 (the service account of the pod)");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private Cluster read(String variable, Path file) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", variable);
    return new Kubeconfig(environment, () -> Config.fromKubeconfig(file.toFile())).read();
  }

  private String refusal(String variable, Path file) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(variable, file))
        .getMessage();
  }
}
