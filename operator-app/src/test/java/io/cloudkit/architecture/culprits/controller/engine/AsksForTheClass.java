package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;

/** Cheats that tell providers apart by what they are made of. */
final class AsksForTheClass {
  private AsksForTheClass() {}

  /** What some provider also is. */
  interface Resumable {
    void resume();
  }

  @Breaks("the_controller_never_asks_for_the_class_of_a_provider")
  static final class ByInstanceOf {
    boolean canResume(ProvisioningProvider provider) {
      return provider instanceof Resumable;
    }
  }

  @Breaks("the_controller_never_asks_for_the_class_of_a_provider")
  static final class ByCast {
    void resume(ProviderRegistry registry, String instance) {
      registry.find(instance).ifPresent(provider -> ((Resumable) provider).resume());
    }
  }

  @Breaks("the_controller_never_asks_for_the_class_of_a_provider")
  static final class ByGetClass {
    boolean isSlow(ProvisioningProvider provider) {
      return provider.getClass().getSimpleName().startsWith("Vsphere");
    }
  }

  @Breaks("the_controller_never_asks_for_the_class_of_a_provider")
  static final class ByReference {
    String kind(ProviderRegistry registry, String instance) {
      return registry.find(instance).map(Object::getClass).map(Class::getName).orElse("");
    }
  }

  @Breaks("the_controller_never_asks_for_the_class_of_a_provider")
  static final class ThroughAnObject {
    boolean isSlow(ProvisioningProviderFactory factory) {
      return isSlowest(factory);
    }

    private boolean isSlowest(Object something) {
      return something.getClass().getName().length() > 10;
    }
  }

  @Breaks("the_controller_never_reads_a_name_or_a_job_id")
  static final class ByItsText {
    boolean isSlow(ProvisioningProvider provider) {
      return provider.toString().startsWith("Vsphere");
    }
  }
}
