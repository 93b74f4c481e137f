package io.cloudkit.testkit.tck;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every provider has to keep, as tests. A provider's own test class extends this, and says
 * what its backend is. An ability that {@code ProviderTraits} does not declare is not skipped: the
 * answer that the contract asks for instead is.
 */
@ExtendWith(RuleExtension.class)
@DisplayNameGeneration(RuleNames.class)
@TestMethodOrder(MethodOrderer.DisplayName.class)
public abstract class ProviderTck
    implements SettingRules,
        LaunchRules,
        RecoveryRules,
        ObservationRules,
        CancelRules,
        TimeRules,
        ConductRules {

  /** A new backend, without jobs; closed after the rule. */
  protected abstract BackendHarness backend();
}
