package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.spi.ProviderTraits;
import org.junit.jupiter.api.Nested;

/** The rules, kept by providers of four kinds of backends. */
class MemoryProviderTckTest {
  @Nested
  class Searchable extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return memory(ProviderTraits.polled().canCancel().canSearch());
    }
  }

  @Nested
  class Deduplicating extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return memory(ProviderTraits.polled().canCancel().canSearch().deduplicates());
    }
  }

  @Nested
  class Blind extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return memory(ProviderTraits.polled());
    }
  }

  @Nested
  class Signalled extends ProviderTck {
    @Override
    protected BackendHarness backend() {
      return memory(ProviderTraits.signalled());
    }
  }

  private static BackendHarness memory(ProviderTraits.Builder traits) {
    return new MemoryBackend(traits.build(), MemoryFactory::new);
  }
}
