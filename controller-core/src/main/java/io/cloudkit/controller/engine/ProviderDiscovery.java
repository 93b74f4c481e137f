package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds the provider factories on a class path. One that is broken, too new, or of a type that
 * another one has already, is refused by name, and hides none of the others.
 *
 * @param factories those that can be used, by type
 * @param refused why others can not, each a sentence that names the class and its jar
 */
public record ProviderDiscovery(
    Map<ProviderType, ProvisioningProviderFactory> factories, List<String> refused) {
  private static final int MAX_ENTRIES = 1000;

  public ProviderDiscovery {
    factories = Map.copyOf(factories);
    refused = List.copyOf(refused);
  }

  /** Looks through a class loader. Throws nothing. */
  public static ProviderDiscovery in(ClassLoader loader) {
    Map<ProviderType, ProvisioningProviderFactory> factories = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    Iterator<ProvisioningProviderFactory> entries =
        ServiceLoader.load(ProvisioningProviderFactory.class, loader).iterator();
    for (int i = 0; i < MAX_ENTRIES; i++) {
      try {
        if (!entries.hasNext()) {
          break;
        }
        accept(entries.next(), factories, refused);
      } catch (ServiceConfigurationError | LinkageError broken) {
        refused.add("a provider jar is broken: " + broken.getMessage() + "; remove or replace it");
      }
    }
    return new ProviderDiscovery(factories, refused);
  }

  private static void accept(
      ProvisioningProviderFactory factory,
      Map<ProviderType, ProvisioningProviderFactory> factories,
      List<String> refused) {
    String name = factory.getClass().getName() + " in " + jar(factory);
    try {
      if (factory.spiLevel() > SpiLevel.CURRENT) {
        refused.add(
            name
                + ": expected SPI level "
                + SpiLevel.CURRENT
                + " or less, found "
                + factory.spiLevel()
                + "; use a newer operator or an older provider");
        return;
      }
      ProvisioningProviderFactory first = factories.putIfAbsent(factory.type(), factory);
      if (first != null) {
        refused.add(
            name
                + ": the type \""
                + factory.type()
                + "\" is provided already, by "
                + jar(first)
                + "; remove one of them");
      }
    } catch (RuntimeException | LinkageError broken) {
      refused.add(name + ": " + broken + "; remove or replace it");
    }
  }

  private static String jar(ProvisioningProviderFactory factory) {
    CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
    return source == null ? "an unknown place" : String.valueOf(source.getLocation());
  }
}
