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
 * @param found those that can be used, one of a type
 * @param refused why others can not, each a sentence that names the class and its jar
 */
public record ProviderDiscovery(List<Found> found, List<String> refused) {
  private static final int MAX_ENTRIES = 1000;

  public ProviderDiscovery {
    found = List.copyOf(found);
    refused = List.copyOf(refused);
  }

  /**
   * A factory that can be used, with what it said of itself when it was found.
   *
   * @param spiLevel the level that it was compiled against
   * @param origin the jar or folder that it came from, for people
   */
  public record Found(
      ProviderType type, int spiLevel, String origin, ProvisioningProviderFactory factory) {}

  /** The factories alone, in the order in which they were found. */
  public List<ProvisioningProviderFactory> factories() {
    return found.stream().map(Found::factory).toList();
  }

  /** Looks through a class loader. Throws nothing. */
  public static ProviderDiscovery in(ClassLoader loader) {
    Map<ProviderType, Found> factories = new LinkedHashMap<>();
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
    return new ProviderDiscovery(List.copyOf(factories.values()), refused);
  }

  private static void accept(
      ProvisioningProviderFactory factory,
      Map<ProviderType, Found> factories,
      List<String> refused) {
    String name = factory.getClass().getName() + " in " + jar(factory);
    try {
      Found found = new Found(factory.type(), factory.spiLevel(), jar(factory), factory);
      if (found.spiLevel() > SpiLevel.CURRENT) {
        refused.add(
            name
                + ": expected SPI level "
                + SpiLevel.CURRENT
                + " or less, found "
                + found.spiLevel()
                + "; use a newer operator or an older provider");
        return;
      }
      Found first = factories.putIfAbsent(found.type(), found);
      if (first != null) {
        refused.add(
            name
                + ": the type \""
                + found.type()
                + "\" is provided already, by "
                + first.origin()
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
