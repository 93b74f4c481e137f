package io.cloudkit.testkit.truth;

/**
 * The resource that a playbook works for, as far as its backend knows it.
 *
 * @param uid empty if nobody said
 * @param namespace empty if nobody said
 * @param name empty if nobody said
 */
public record Subject(String uid, String namespace, String name) {

  /** Whether a machine made for the other is, in the world outside, found under the same name. */
  boolean sharesMachineWith(Subject other) {
    return isNamed() && namespace.equals(other.namespace) && name.equals(other.name);
  }

  private boolean isNamed() {
    return !namespace.isEmpty() && !name.isEmpty();
  }
}
