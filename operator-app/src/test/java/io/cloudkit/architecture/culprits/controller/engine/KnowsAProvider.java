package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.architecture.culprits.provider.first.Backend;

/** An engine made for one backend. */
@Breaks("the_controller_depends_on_no_provider")
record KnowsAProvider(Backend backend) {}
