package io.cloudkit.architecture.culprits.operator;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.function.Function;

/** A cancel that somebody else will run. */
@Breaks("only_the_engine_launches_and_cancels")
final class CancelsByReference {
  Function<JobQuery, CancelResult> cancel(ProvisioningProvider provider) {
    return provider::cancel;
  }
}
