package io.cloudkit.provider.eda;

import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.ProviderTck;

/** The contract, kept where a simulated EDA takes events by event streams. */
class EventStreamTckIT extends ProviderTck {
  @Override
  protected BackendHarness backend() {
    return EdaHarness.ofEventStreams();
  }
}
