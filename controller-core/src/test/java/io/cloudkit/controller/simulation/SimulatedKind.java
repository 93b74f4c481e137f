package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** What the engine is told of the simulated resources. */
final class SimulatedKind implements ResourceAdapter {
  @Override
  public String finalizer() {
    return SimulatedApi.FINALIZER;
  }

  @Override
  public Intent intent(ResourceSnapshot resource) {
    Intent intent = Intent.of(Wanted.version(String.valueOf(resource.section("spec").get("size"))));
    String provider =
        resource.annotations().getOrDefault(SimulatedApi.PREFIX + Wanted.PROVIDER, "");
    return provider.isEmpty() ? intent : intent.by(provider);
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return resource.finalizers().contains(EdaPlaybooks.FINALIZER);
  }
}
