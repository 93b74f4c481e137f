package io.cloudkit.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong in a rule, nothing that its stage opened stays open. */
class StageTest {
  private static final ProviderTraits TRAITS = ProviderTraits.polled().build();

  private final List<String> closed = new ArrayList<>();

  @Test
  void closesTheBackendOfAProviderThatCanNotBeMade() {
    MemoryBackend backend =
        new MemoryBackend(
            TRAITS,
            memory ->
                new Broken.Factory(memory) {
                  @Override
                  public ProvisioningProvider create(
                      ProviderConfig config, ProviderContext context) {
                    throw new IllegalArgumentException("no");
                  }
                });

    assertThatThrownBy(() -> new Stage(backend, "P-0.0")).hasMessage("no");
    assertThat(backend.isClosed()).isTrue();
  }

  @Test
  void closesAllAlthoughOneCanNotBeClosed() {
    MemoryBackend backend =
        new MemoryBackend(TRAITS, memory -> closing(memory, this::noteAndThrow));
    Stage stage = new Stage(backend, "P-0.0");
    stage.restart();

    assertThatThrownBy(stage::close).hasMessage("can not");
    assertThat(closed).hasSize(2);
    assertThat(backend.isClosed()).isTrue();
    assertThat(stage.calls().isClosed()).isTrue();
  }

  private void noteAndThrow() {
    closed.add("a provider");
    throw new IllegalStateException("can not");
  }

  @Test
  void endsTheCallsInFlightBeforeItClosesAProvider() throws InterruptedException {
    MemoryBackend backend =
        new MemoryBackend(TRAITS, memory -> closing(memory, () -> closed.add("a provider")));
    Stage stage = new Stage(backend, "P-0.0");
    CountDownLatch inFlight = new CountDownLatch(1);
    var unused =
        stage
            .calls()
            .begin(
                () -> {
                  inFlight.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException told) {
                    closed.add("a call");
                  }
                  return Answer.NO_NEWS;
                });
    inFlight.await();

    stage.close();

    assertThat(closed).containsExactly("a call", "a provider");
  }

  private static Broken.Factory closing(MemoryBackend memory, Runnable close) {
    return new Broken.Factory(memory) {
      @Override
      public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
        return new Broken.Passing(super.create(config, context)) {
          @Override
          public void close() {
            close.run();
          }
        };
      }
    };
  }
}
