package io.cloudkit.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What is wrong with the API server, and what to check, from what its client threw. */
final class Trouble {
  private final Cluster cluster;

  Trouble(Cluster cluster) {
    this.cluster = cluster;
  }

  /** One sentence with the address, one with what to check. */
  String of(RuntimeException thrown) {
    return "the Kubernetes API at " + cluster.address() + " " + what(thrown);
  }

  private String what(RuntimeException thrown) {
    Optional<KubernetesClientException> answer =
        causes(thrown)
            .filter(KubernetesClientException.class::isInstance)
            .map(KubernetesClientException.class::cast)
            .filter(each -> each.getCode() > 0)
            .findFirst();
    return answer.map(this::answered).orElseGet(() -> unanswered(thrown));
  }

  private String answered(KubernetesClientException refused) {
    int code = refused.getCode();
    String said =
        Optional.ofNullable(refused.getStatus()).map(each -> each.getMessage()).orElse("");
    return "answers "
        + code
        + switch (code) {
          case 401 ->
              ": it does not know who asks. Check the user of "
                  + cluster.origin()
                  + ": its token or certificate may have ended";
          case 403 ->
              ": "
                  + said
                  + ". Give that account the rights in deploy/20-clusterrole.yaml and"
                  + " deploy/40-lease-role.yaml";
          case 404 ->
              ": the cluster has no computeinstances.cloudkit.openshift.io. Run kubectl apply -f"
                  + " deploy/crd/";
          case 400 ->
              ": it does not understand the request. Check whether its address should begin with"
                  + " https, and the address; it comes from "
                  + cluster.origin();
          default -> (said.isEmpty() ? "" : ": " + said) + ". Look at the logs of that server";
        };
  }

  private String unanswered(RuntimeException thrown) {
    String where = "; it comes from " + cluster.origin();
    if (has(thrown, UnknownHostException.class)) {
      return "can not be found: unknown host. Check the name and the DNS" + where;
    }
    if (has(thrown, SSLException.class)) {
      return "can not be trusted: TLS: "
          + last(thrown, SSLException.class)
          + ". Check the certificate authority, and that the port speaks TLS"
          + where;
    }
    if (has(thrown, ConnectException.class)) {
      return "refuses the connection: "
          + last(thrown, ConnectException.class)
          + ". Check that it runs, and the address"
          + where;
    }
    if (has(thrown, SocketTimeoutException.class)
        || has(thrown, HttpTimeoutException.class)
        || has(thrown, TimeoutException.class)) {
      return "does not answer in time. Check the network and its firewalls, and the address"
          + where;
    }
    if (has(thrown, FileSystemException.class) || has(thrown, FileNotFoundException.class)) {
      return "is not asked: a file can not be read: "
          + last(thrown, IOException.class)
          + ". Check the certificates and keys that are named there"
          + where;
    }
    return "can not be used: " + last(thrown, Throwable.class) + ". Check the address" + where;
  }

  private static boolean has(RuntimeException thrown, Class<? extends Throwable> type) {
    return causes(thrown).anyMatch(type::isInstance);
  }

  /** The innermost one of a type says it best; one without words is named by its class. */
  private static String last(RuntimeException thrown, Class<? extends Throwable> type) {
    Throwable last =
        causes(thrown).filter(type::isInstance).reduce((outer, inner) -> inner).orElse(thrown);
    String message = last.getMessage();
    return message == null
        ? last.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause).limit(20);
  }
}
