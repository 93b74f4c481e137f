package io.cloudkit.controller.discovery;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * The class loader of one provider folder. It knows the JDK and the folder's jars; from the program
 * it takes the SPI and slf4j, and nothing else, no resource either: a vendor's libraries and ours
 * never meet, whatever their versions.
 */
final class ProviderClassLoader extends URLClassLoader {
  private static final String SPI = "io.cloudkit.provisioning.";
  private static final String LOGGING = "org.slf4j.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader program;

  ProviderClassLoader(String name, URL[] jars, ClassLoader program) {
    super(name, jars, getPlatformClassLoader());
    this.program = program;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SPI)) {
      // a copy in the folder would be another SPI, which nobody here implements
      return program.loadClass(name);
    }
    if (name.startsWith(LOGGING)) {
      try {
        return program.loadClass(name);
      } catch (ClassNotFoundException notOurs) {
        // a bridge that the vendor brings
      }
    }
    return super.loadClass(name, resolve);
  }
}
