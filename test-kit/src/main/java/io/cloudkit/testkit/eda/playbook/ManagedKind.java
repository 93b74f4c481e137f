package io.cloudkit.testkit.eda.playbook;

/**
 * The kind of resource that playbooks work on, which they have built in: they read neither
 * apiVersion nor kind from the payload (§4).
 *
 * @param finalizer the playbooks' own
 * @param annotation where a create playbook writes the version it was given
 */
public record ManagedKind(
    String group, String version, String kind, String plural, String finalizer, String annotation) {

  /** ComputeInstances of the origin. */
  public static ManagedKind computeInstance() {
    return new ManagedKind(
        "cloudkit.openshift.io",
        "v1alpha1",
        "ComputeInstance",
        "computeinstances",
        "cloudkit.openshift.io/computeinstance-aap",
        "cloudkit.openshift.io/reconciled-config-version");
  }

  String apiVersion() {
    return group + "/" + version;
  }
}
