package com.example.databases;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloudkit.controller.engine.ProviderInstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * For an engine of an earlier version: a provider's jar that was compiled against a newer API,
 * {@code -Dnewer.jar=…}, is refused before anything of it is called.
 */
@EnabledIfSystemProperty(named = "newer.jar", matches = ".+")
class NewerJarTest {
  @TempDir private Path folder;

  @Test
  void aJarThatMayCallWhatTheEngineHasNotIsRefusedByName() throws IOException {
    Path jar = Path.of(System.getProperty("newer.jar"));
    Path own = Files.createDirectories(folder.resolve("providers/orders"));
    Files.copy(jar, own.resolve(jar.getFileName()));
    ClassLoader loader = getClass().getClassLoader();

    try (ProviderInstances providers = ProviderInstances.on(loader, folder.resolve("providers"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> providers.add("tried", "orders", Map.of("folder", "orders")))
          .withMessageContaining(own.toString())
          .withMessageContaining("expected SPI level")
          .withMessageContaining("use a newer operator");
    }
  }
}
