package com.example.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloudkit.controller.engine.ProviderInstances;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.SteadyProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOperatorTest {
  @Test
  void aDatabaseBecomesReadyAndGoesByOneJobEach() throws Exception {
    SteadyProvider steady = new SteadyProvider("steady");
    try (Cluster cluster = new Cluster()) {
      Database ready = cluster.liveAndDie(new Only("steady", steady));

      assertThat(steady.jobsOf(ready.getMetadata().getUid()))
          .extracting(InMemoryJob::type)
          .containsExactly(JobType.PROVISION, JobType.DEPROVISION);
    }
  }

  @Test
  void theProviderOfTheClassPathIsMadeFromItsSettings() {
    ClassLoader loader = DatabaseOperator.class.getClassLoader();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProviderInstances.on(loader).add("main", "aap", Map.of()))
        .withMessageContaining("main.");
  }

  @Test
  void aTypeThatNoJarProvidesIsNamed(@TempDir Path folder) throws Exception {
    Path settings = Files.writeString(folder.resolve("provider.properties"), "type=tarot\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseOperator.main(new String[] {settings.toString()}))
        .withMessageContaining("tarot")
        .withMessageContaining("aap");
  }

  private record Only(String defaultInstance, ProvisioningProvider provider)
      implements ProviderRegistry {
    @Override
    public Optional<ProvisioningProvider> find(String instance) {
      return instances().contains(instance) ? Optional.of(provider) : Optional.empty();
    }

    @Override
    public Set<String> instances() {
      return Set.of(defaultInstance);
    }
  }
}
