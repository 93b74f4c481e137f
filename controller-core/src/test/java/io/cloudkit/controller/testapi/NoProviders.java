package io.cloudkit.controller.testapi;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** The class path of a test without the providers that happen to be on it. */
public final class NoProviders extends ClassLoader {
  private static final String SERVICES =
      "META-INF/services/io.cloudkit.provisioning.spi.ProvisioningProviderFactory";

  public NoProviders() {
    super(NoProviders.class.getClassLoader());
  }

  @Override
  public @Nullable URL getResource(String name) {
    return name.equals(SERVICES) ? null : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICES) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
