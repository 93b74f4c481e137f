package io.cloudkit.operator.configuration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Variables with our prefixes that are not ours: those of the Go operator that this program has no
 * use for (eda-api.md §5), and those that Kubernetes makes for Services.
 */
final class ForeignVariables {
  private record Known(Pattern suffix, String reason) {}

  private static final String ONLY_COMPUTE_INSTANCES =
      "ignored: this operator looks after ComputeInstances alone";

  private static final List<Known> OF_THE_GO_OPERATOR =
      List.of(
          known("FULFILLMENT_(SERVER_ADDRESS|TOKEN_FILE)", "ignored: no feedback is sent by gRPC"),
          known(
              "AAP_INSECURE_SKIP_VERIFY",
              "ignored: certificates are always verified; trust a private authority instead"),
          known(
              "AAP_TEMPLATE_PREFIX",
              "ignored: set CLOUDKIT_AAP_PROVISION_TEMPLATE and CLOUDKIT_AAP_DEPROVISION_TEMPLATE"),
          known("(CLUSTER|HOSTPOOL)_(CREATE|DELETE)_WEBHOOK", ONLY_COMPUTE_INSTANCES),
          known("PUBLIC_IP_(ATTACH|DETACH)_WEBHOOK", ONLY_COMPUTE_INSTANCES),
          known(
              "(CLUSTER_ORDER|HOSTPOOL_ORDER|NETWORKING|AGENT|BARE_METAL_INSTANCE|VOLUME|TENANT)"
                  + "_NAMESPACE",
              ONLY_COMPUTE_INSTANCES),
          known(
              "(CLUSTER|STORAGE_BACKEND|STORAGE_CLUSTER)_AAP_(PROVISION|DEPROVISION)_TEMPLATE",
              ONLY_COMPUTE_INSTANCES),
          known("NETWORK_CLASS_SYNC_INTERVAL|STORAGE_CONFIG_NAMESPACE", ONLY_COMPUTE_INSTANCES),
          known("VENDOR_CONTROLLERS|REMOTE_CLUSTER_KUBECONFIG", ONLY_COMPUTE_INSTANCES),
          known("ENABLE_[A-Z_]+_CONTROLLER", ONLY_COMPUTE_INSTANCES));

  /** {@code SVC_SERVICE_HOST}, {@code SVC_PORT_8080_TCP_ADDR} and their kin. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          ".+(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT_[0-9]+_(TCP|UDP|SCTP)"
              + "(_(PROTO|PORT|ADDR))?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private ForeignVariables() {}

  /** Why a variable of the Go operator is ignored; empty if it is none that we have no use for. */
  static Optional<String> reasonToIgnore(String suffix) {
    return OF_THE_GO_OPERATOR.stream()
        .filter(known -> known.suffix().matcher(suffix).matches())
        .map(Known::reason)
        .findFirst();
  }

  /** Whether Kubernetes made the variable for a Service whose name begins like our prefix. */
  static boolean isServiceLink(String suffix, String value) {
    return SERVICE_LINK.matcher(suffix).matches()
        || (suffix.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
  }

  private static Known known(String suffix, String reason) {
    return new Known(Pattern.compile(suffix), reason);
  }
}
