package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A folder of jars that make up one or several providers. Its jars are opened once before a class
 * loader gets them: that would pass over a broken one in silence.
 */
final class ProviderFolder {
  private static final int MAX_FOLDERS = 100;
  private static final int MAX_JARS = 300;
  private static final int MAX_SERVICE_LINES = 1000;
  private static final String SERVICES =
      "META-INF/services/" + ProvisioningProviderFactory.class.getName();

  private final Path folder;

  /** Which jar named a factory first. */
  private final Map<String, Path> factories = new LinkedHashMap<>();

  private ProviderFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The usable folders inside of another one, in the order of their names. What begins with a dot
   * is passed over: volumes of Kubernetes have such.
   *
   * @param program the class loader that has the SPI
   * @param refused gets a sentence for each that can not be used
   */
  static List<Home> under(Path providers, ClassLoader program, List<String> refused) {
    List<Home> usable = new ArrayList<>();
    try {
      List<Path> entries = entries(providers, MAX_FOLDERS);
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          new ProviderFolder(entry).open(program, refused).ifPresent(usable::add);
        } else if (isJar(entry)) {
          refused.add(
              entry
                  + ": expected a folder for each provider, found a jar; move it into "
                  + entry.toString().replaceAll("(?i)\\.jar$", "/"));
        }
      }
    } catch (Unusable unusable) {
      refused.add(unusable.getMessage());
    }
    return usable;
  }

  private Optional<Home> open(ClassLoader program, List<String> refused) {
    try {
      List<URL> jars = new ArrayList<>();
      for (Path entry : entries(folder, MAX_JARS)) {
        if (isJar(entry)) {
          check(entry);
          jars.add(entry.toUri().toURL());
        }
      }
      if (jars.isEmpty()) {
        throw new Unusable(
            "provider folder " + folder + ": expected jars, found none; fill or remove it");
      }
      return Optional.of(
          Home.folder(
              folder,
              new ProviderClassLoader(
                  String.valueOf(folder.getFileName()), jars.toArray(URL[]::new), program)));
    } catch (Unusable | IOException | RuntimeException unusable) {
      refused.add(
          unusable instanceof Unusable
              ? String.valueOf(unusable.getMessage())
              : "provider folder " + folder + ": " + Words.of(unusable));
      return Optional.empty();
    }
  }

  private void check(Path jar) throws Unusable {
    if (!Files.isRegularFile(jar)) {
      throw new Unusable(jar + ": expected a jar, found no file; remove it");
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      ZipEntry services = opened.getEntry(SERVICES);
      if (services != null) {
        for (String factory : named(opened, services)) {
          Path first = factories.putIfAbsent(factory, jar);
          if (first != null) {
            throw new Unusable(
                jar + ": " + factory + " is in " + first + ", too; remove the older of the two");
          }
        }
      }
    } catch (IOException | SecurityException broken) {
      throw new Unusable(
          jar + ": expected a readable jar, found " + Words.of(broken) + "; replace it");
    }
  }

  private static List<String> named(JarFile jar, ZipEntry services) throws IOException {
    try (InputStream bytes = jar.getInputStream(services);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .limit(MAX_SERVICE_LINES)
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }

  private static List<Path> entries(Path folder, int most) throws Unusable {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> found =
          entries
              .filter(each -> !String.valueOf(each.getFileName()).startsWith("."))
              .limit(most + 1L)
              .sorted()
              .toList();
      if (found.size() > most) {
        throw new Unusable(folder + ": expected at most " + most + " entries; remove some");
      }
      return found;
    } catch (IOException | RuntimeException unreadable) {
      throw new Unusable(
          folder + ": expected a folder that can be read, found " + Words.of(unreadable));
    }
  }

  private static boolean isJar(Path entry) {
    return entry.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  /** The message says what is wrong, where, and what to do. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason);
    }
  }
}
