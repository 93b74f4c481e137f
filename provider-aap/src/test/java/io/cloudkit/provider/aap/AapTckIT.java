package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.AapHarness.DIRECT;
import static io.cloudkit.provider.aap.AapHarness.GATEWAY;

import io.cloudkit.provider.aap.AapHarness.Templates;
import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.ProviderTck;
import org.junit.jupiter.api.Nested;

/** The contract, kept by the provider of a simulated AAP, whatever its templates make. */
class AapTckIT {
  @Nested
  class OfJobs extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new AapHarness(Templates.JOBS, DIRECT);
    }
  }

  @Nested
  class OfWorkflows extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new AapHarness(Templates.WORKFLOWS, DIRECT);
    }
  }

  @Nested
  class OfSlices extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new AapHarness(Templates.SLICES, DIRECT);
    }
  }

  @Nested
  class BehindAGateway extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return new AapHarness(Templates.JOBS, GATEWAY);
    }
  }
}
