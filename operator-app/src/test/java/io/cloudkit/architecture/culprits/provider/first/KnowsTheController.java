package io.cloudkit.architecture.culprits.provider.first;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.controller.engine.Leadership;

/** A provider that only works inside our operator. */
@Breaks("a_provider_knows_the_api_and_its_libraries")
record KnowsTheController(Leadership leadership) {}
