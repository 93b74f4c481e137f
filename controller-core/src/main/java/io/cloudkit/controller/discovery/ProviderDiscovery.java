package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.stream.Collectors;

/**
 * Finds the provider factories on a class path and in folders of jars. One that is broken, hangs,
 * is too new, or of a type that another one has already, is refused by name, and hides none of the
 * others.
 *
 * <p>The factories are guarded: all that a factory or its provider does runs with the class loader
 * that it came from as the thread's context class loader, which many libraries ask for their own
 * files; making and closing take a bounded time; an Error arrives as an exception wherever the
 * engine does not expect one.
 *
 * @param found those that can be used, one of a type
 * @param refused why others can not, each a sentence that names the class and its jar or folder
 */
public record ProviderDiscovery(List<Found> found, List<String> refused) {
  /**
   * For all factories together to say who they are, and for each to make a provider or to close
   * one, all of it without a call to a backend: what takes longer hangs. A small pod is slow at the
   * start.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MAX_ENTRIES = 200;

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
    return in(loader, List.of(), new ArrayList<>(), PATIENCE);
  }

  /**
   * Looks through a class loader, and through each folder inside of another one: its jars get a
   * class loader of their own ({@link ProviderClassLoader}), for the life of this process. A type
   * that the class path has is not taken from a folder; one that two folders have is taken from
   * neither. Throws nothing.
   *
   * @param providers a folder of folders, such as {@code providers/} of the distribution
   */
  public static ProviderDiscovery in(ClassLoader loader, Path providers) {
    return in(loader, providers, PATIENCE);
  }

  static ProviderDiscovery in(ClassLoader loader, Path providers, Duration patience) {
    List<String> refused = new ArrayList<>();
    return in(loader, ProviderFolder.under(providers, loader, refused), refused, patience);
  }

  private static ProviderDiscovery in(
      ClassLoader loader, List<Home> folders, List<String> refused, Duration patience) {
    List<Candidate> onClassPath = candidates(Home.classPath(loader), refused);
    List<Candidate> inFolders = new ArrayList<>();
    for (Home folder : folders) {
      int refusedBefore = refused.size();
      List<Candidate> here = candidates(folder, refused);
      if (here.isEmpty() && refused.size() == refusedBefore) {
        refused.add(
            folder
                + ": expected a jar with META-INF/services/"
                + ProvisioningProviderFactory.class.getName()
                + " that names a factory, found none; complete or remove it");
      }
      inFolders.addAll(here);
    }
    List<Candidate> all = new ArrayList<>(onClassPath);
    all.addAll(inFolders);
    Map<Candidate, Found> heard = Candidate.interview(all, patience, refused);
    return new ProviderDiscovery(
        oneOfAType(
            onClassPath.stream().filter(heard::containsKey).map(heard::get).toList(),
            inFolders.stream().filter(heard::containsKey).map(heard::get).toList(),
            refused),
        refused);
  }

  private static List<Candidate> candidates(Home home, List<String> refused) {
    List<Candidate> candidates = new ArrayList<>();
    Spliterator<ServiceLoader.Provider<ProvisioningProviderFactory>> entries =
        ServiceLoader.load(ProvisioningProviderFactory.class, home.loader()).stream().spliterator();
    for (int i = 0; i < MAX_ENTRIES; i++) {
      try {
        if (!entries.tryAdvance(
            entry -> candidates.add(new Candidate(entry.type(), entry::get, home)))) {
          return candidates;
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
        refused.add(home + ": " + Words.of(broken) + "; remove or replace it");
      }
    }
    refused.add(home + ": more than " + MAX_ENTRIES + " factories; the rest is not looked at");
    return candidates;
  }

  private static List<Found> oneOfAType(
      List<Found> onClassPath, List<Found> inFolders, List<String> refused) {
    Map<ProviderType, Found> chosen = new LinkedHashMap<>();
    for (Found each : onClassPath) {
      Found first = chosen.putIfAbsent(each.type(), each);
      if (first != null) {
        refused.add(providedAlready(each, first));
      }
    }
    inFolders.stream()
        .collect(Collectors.groupingBy(Found::type, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (type, rivals) -> {
              Found first = chosen.get(type);
              if (first != null) {
                rivals.forEach(each -> refused.add(providedAlready(each, first)));
              } else if (rivals.size() > 1) {
                refused.add(providedTwice(type, rivals));
              } else {
                chosen.put(type, rivals.get(0));
              }
            });
    return List.copyOf(chosen.values());
  }

  /** Which one is the newer is not ours to guess. */
  private static String providedTwice(ProviderType type, List<Found> rivals) {
    List<String> places = rivals.stream().map(Found::origin).distinct().toList();
    if (places.size() == 1) {
      return places.get(0)
          + ": the type \""
          + type
          + "\" is provided more than once, by "
          + rivals.stream().map(Found::factory).map(Object::toString).toList()
          + "; none of them is used: remove the jars of all but one";
    }
    return "the type \""
        + type
        + "\" is provided by "
        + places.size()
        + " folders: "
        + String.join(" and ", places)
        + "; none of them is used: keep the one that you want, move the others to another place,"
        + " and start again";
  }

  private static String providedAlready(Found late, Found first) {
    return late.factory()
        + ": the type \""
        + late.type()
        + "\" is provided already, by "
        + first.origin()
        + "; remove one of them";
  }
}
