package io.cloudkit.architecture.culprits.operator;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.util.ServiceLoader;

/** A second place where a broken jar surprises. */
@Breaks("one_class_looks_for_providers")
final class LooksForProviders {
  long count() {
    return ServiceLoader.load(ProvisioningProviderFactory.class).stream().count();
  }
}
