package com.example.kubernetesjob;

import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.ProviderTck;

/** The contract of a provider, kept by this one. */
class KubernetesJobTckTest extends ProviderTck {
  @Override
  protected BackendHarness backend() {
    return new JobsHarness();
  }
}
