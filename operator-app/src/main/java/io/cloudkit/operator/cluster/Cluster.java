package io.cloudkit.operator.cluster;

import io.fabric8.kubernetes.client.Config;

/**
 * The cluster that is meant.
 *
 * @param config for the clients; holds credentials
 * @param origin where it was read, for a person: {@code context "kind" of /root/.kube/config}
 */
public record Cluster(Config config, String origin) {

  /** The address of its API server, without a user and without a trailing slash. */
  public String address() {
    return config.getMasterUrl().replaceAll("//.*@", "//").replaceAll("/+$", "");
  }

  /** Without the credentials that a Config prints. */
  @Override
  public String toString() {
    return address() + " (" + origin + ")";
  }
}
