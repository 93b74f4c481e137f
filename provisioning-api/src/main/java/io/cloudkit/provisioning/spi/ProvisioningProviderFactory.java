package io.cloudkit.provisioning.spi;

import java.util.List;

/**
 * Makes providers of one type; the entry that {@link java.util.ServiceLoader} finds. Has a public
 * constructor without parameters that does nothing. All methods are called at start, one after
 * another, and must not call the backend: one that takes longer than half a minute is given up, and
 * the factory refused.
 *
 * <p><b>Class loaders.</b> In a folder of its own a provider sees the JDK, this SPI, slf4j and the
 * jars beside it, nothing of the operator. Its code, here and in {@link ProvisioningProvider}, runs
 * with its own class loader as the context class loader of the thread.
 */
public interface ProvisioningProviderFactory {

  /** The type that the configuration names. Two factories of one type are refused. */
  ProviderType type();

  /**
   * {@code return SpiLevel.CURRENT;}: the compiler inlines the level that the provider was compiled
   * against. A level newer than the engine's is refused.
   */
  int spiLevel();

  /** The settings of an instance. They are validated, documented and masked from this. */
  List<ConfigProperty> properties();

  /**
   * What a resource may set for a single launch: {@code LaunchPlan.options()} holds no other names.
   */
  default List<ConfigProperty> launchOptions() {
    return List.of();
  }

  /**
   * Makes an instance.
   *
   * @param config the instance's settings, each valid as {@link #properties()} says
   * @throws IllegalArgumentException if settings contradict each other; the message names them,
   *     says what was expected, and holds no secret
   */
  ProvisioningProvider create(ProviderConfig config, ProviderContext context);
}
