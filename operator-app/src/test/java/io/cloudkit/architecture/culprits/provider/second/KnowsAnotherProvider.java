package io.cloudkit.architecture.culprits.provider.second;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.architecture.culprits.provider.first.Backend;

/** A provider that needs another one's jar. */
@Breaks("providers_do_not_know_each_other")
record KnowsAnotherProvider(Backend backend) {}
