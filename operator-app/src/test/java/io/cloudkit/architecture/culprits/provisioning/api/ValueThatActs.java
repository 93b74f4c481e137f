package io.cloudkit.architecture.culprits.provisioning.api;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.provisioning.spi.ProviderTraits;

/** A value that needs a provider to be understood. */
@Breaks("the_api_does_not_know_the_spi")
record ValueThatActs(ProviderTraits traits) {}
