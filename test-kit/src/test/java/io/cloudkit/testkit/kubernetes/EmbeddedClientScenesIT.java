package io.cloudkit.testkit.kubernetes;

final class EmbeddedClientScenesIT extends ClientScenes {
  private final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();

  EmbeddedClientScenesIT() {
    api.applyCrd(Widgets.crd());
  }

  @Override
  KubernetesApi api() {
    return api;
  }

  @Override
  void release() {
    api.close();
  }
}
