package io.cloudkit.architecture.culprits.controller.status;

import io.cloudkit.architecture.Breaks;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Data that holds a connection. */
@Breaks({"the_status_is_data", "kubernetes_stays_at_the_edge"})
record StatusThatStoresItself(KubernetesClient client) {}
