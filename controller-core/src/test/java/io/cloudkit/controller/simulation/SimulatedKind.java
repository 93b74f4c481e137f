package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Optional;

/** What the engine is told of the simulated resources. */
final class SimulatedKind implements ResourceAdapter {
  @Override
  public String finalizer() {
    return SimulatedApi.FINALIZER;
  }

  @Override
  public Intent intent(ResourceSnapshot resource) {
    String size = String.valueOf(resource.section("spec").get("size"));
    Intent intent =
        size.equals(Wanted.NONSENSE)
            ? Intent.invalid(Wanted.version(size), "size: expected one of " + Wanted.SIZES)
            : Intent.of(Wanted.version(size));
    String provider =
        resource.annotations().getOrDefault(SimulatedApi.PREFIX + Wanted.PROVIDER, "");
    return provider.isEmpty() ? intent : intent.by(provider);
  }

  @Override
  public Optional<String> waitsFor(ResourceSnapshot resource) {
    return Optional.ofNullable(
        resource.annotations().get(SimulatedApi.PREFIX + Wanted.PREREQUISITE));
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return resource.finalizers().contains(EdaPlaybooks.FINALIZER);
  }
}
