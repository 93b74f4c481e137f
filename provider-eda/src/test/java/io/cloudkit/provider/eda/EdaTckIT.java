package io.cloudkit.provider.eda;

import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.ProviderTck;

/** The contract, kept by the provider of a simulated EDA. */
class EdaTckIT extends ProviderTck {
  @Override
  protected BackendHarness backend() {
    return EdaHarness.ofWebhook();
  }
}
