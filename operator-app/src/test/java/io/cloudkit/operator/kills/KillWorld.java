package io.cloudkit.operator.kills;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.Verdict;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.truth.Playbook;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * What outlives every process: a real kube-apiserver, a simulated AAP, and its ledger. Times are
 * scaled for AAP and the operator together: what AAP does as late as it may, it does {@link
 * #LATEST} after the request, and the operator is told a bound above it.
 */
final class KillWorld implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * How long after a request left its effect may appear. Longer than a new process takes to look
   * for it, so that whoever does not wait finds nothing and launches again.
   */
  static final Duration LATE_COMMIT = Duration.ofSeconds(7);

  /** When a late effect does appear. */
  static final Duration LATEST = LATE_COMMIT.minusMillis(500);

  static final Duration SEND_WINDOW = Duration.ofSeconds(2);
  static final String RUNS_UNTIL_CANCELLED = "endless";
  private static final String PROVISION = "create";
  private static final String DEPROVISION = "delete";

  private final KubernetesApi kubernetes;
  private final FakeAap aap;
  private final KubernetesClient client;
  private final SSLContext tls;
  private final Queue<String> gone = new ConcurrentLinkedQueue<>();

  private KillWorld(
      KubernetesApi kubernetes, FakeAap aap, KubernetesClient client, SSLContext tls) {
    this.kubernetes = kubernetes;
    this.aap = aap;
    this.client = client;
    this.tls = tls;
  }

  /**
   * A world without operators.
   *
   * @param kubernetes closed with it
   */
  static KillWorld on(KubernetesApi kubernetes) throws IOException, GeneralSecurityException {
    Config config = Config.fromKubeconfig(kubernetes.kubeconfig());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    Instances.prepare(client);
    FakeAap aap = FakeAap.start();
    Script quick = Script.quick().leavingMachine();
    aap.add(
        TemplateSpec.job(PROVISION)
            .script(
                variables ->
                    variables.resourceName().orElse("").startsWith(RUNS_UNTIL_CANCELLED)
                        ? quick.untilTold()
                        : quick));
    aap.add(TemplateSpec.job(DEPROVISION).script(Script.quick()));
    return new KillWorld(kubernetes, aap, client, SSLUtils.sslContext(config));
  }

  /** What every operator is told, but for where its servers are and what it looks after. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("CLOUDKIT_PROVISIONING_PROVIDER", "aap");
    settings.put("CLOUDKIT_AAP_TOKEN", aap.token());
    settings.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", PROVISION);
    settings.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", DEPROVISION);
    settings.put("CLOUDKIT_AAP_CALL_TIMEOUT", "2s");
    settings.put("CLOUDKIT_AAP_LATE_COMMIT", LATE_COMMIT.toMillis() + "ms");
    settings.put("CLOUDKIT_AAP_SETTLE", "2s");
    settings.put("CLOUDKIT_SEND_WINDOW", SEND_WINDOW.toMillis() + "ms");
    settings.put("CLOUDKIT_RETRY_BACKOFF_MIN", "1s");
    settings.put("CLOUDKIT_LEADER_ELECTION_LEASE_DURATION", "4s");
    settings.put("CLOUDKIT_LEADER_ELECTION_RENEW_DEADLINE", "3s");
    settings.put("CLOUDKIT_LEADER_ELECTION_RETRY_PERIOD", "500ms");
    settings.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    settings.put("CLOUDKIT_HTTP_PORT", "0");
    return settings;
  }

  /** A kubeconfig for an address that asks for no credentials. */
  static String kubeconfig(String url) {
    return """
    clusters: [{name: gate, cluster: {server: "%s"}}]
    contexts: [{name: gate, context: {cluster: gate, user: nobody}}]
    users: [{name: nobody, user: {}}]
    current-context: gate
    """
        .formatted(url);
  }

  Socket connectToKubernetes() throws IOException {
    SocketFactory sockets =
        kubernetes.url().startsWith("https") ? tls.getSocketFactory() : SocketFactory.getDefault();
    return connected(sockets.createSocket(host(), port(kubernetes.url())));
  }

  Socket connectToAap() throws IOException {
    return connected(new Socket(host(), port(aap.url())));
  }

  private static Socket connected(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static InetAddress host() {
    return InetAddress.getLoopbackAddress();
  }

  private static int port(String url) {
    return URI.create(url).getPort();
  }

  /** Instances of a new namespace. */
  Instances instancesOf(String namespace) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return new Instances(client, namespace, PATIENCE);
  }

  /** Who holds the lease of a namespace, as it calls itself; empty if nobody does. */
  String leader(String namespace) {
    var lease = client.leases().inNamespace(namespace).withName("cloudkit-operator").get();
    if (lease == null || lease.getSpec().getHolderIdentity() == null) {
      return "";
    }
    return lease.getSpec().getHolderIdentity();
  }

  /** What ran for an instance, running ones included. */
  List<Playbook> playbooks(String uid) {
    return aap.truth().playbooks().stream().filter(each -> each.resourceUid().equals(uid)).toList();
  }

  /** From now on nothing of that instance may be left. */
  void gone(String uid) {
    gone.add(uid);
  }

  /** What the ledger says of all that ran. */
  Toll toll() {
    return new Toll(
        aap.truth().duplicates().size(),
        aap.truth().overlaps().size(),
        aap.truth().leaks(List.copyOf(gone)).size(),
        Verdict.of(aap.truth(), List.copyOf(gone)).broken());
  }

  /** Broken promises, in numbers and in words. */
  record Toll(int duplicates, int overlaps, int leaks, List<String> broken) {}

  @Override
  public void close() {
    client.close();
    aap.close();
    kubernetes.close();
  }
}
