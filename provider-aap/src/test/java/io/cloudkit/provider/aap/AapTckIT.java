package io.cloudkit.provider.aap;

import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.ProviderTck;

/** The contract, kept by the provider of a simulated AAP. */
class AapTckIT extends ProviderTck {
  @Override
  protected BackendHarness backend() {
    return new AapHarness();
  }
}
