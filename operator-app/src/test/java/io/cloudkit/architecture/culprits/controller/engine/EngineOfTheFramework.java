package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** An engine that cannot leave its framework. */
@Breaks("one_package_plugs_into_the_framework")
interface EngineOfTheFramework {
  void step(Context<?> context);
}
