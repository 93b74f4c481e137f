package io.cloudkit.testkit.kubernetes;

/** A Kubernetes API that belongs to whoever started it, until it is closed. */
public interface KubernetesApi extends AutoCloseable {

  /** Its address, for people. */
  String url();

  /** A kubeconfig with all rights, as YAML. */
  String kubeconfig();

  /** Takes the API away; clients see refused connections. What is stored stays. */
  void goDown();

  /** Gives it back at the same address. */
  void comeUp();

  @Override
  void close();
}
