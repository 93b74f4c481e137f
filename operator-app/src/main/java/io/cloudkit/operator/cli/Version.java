package io.cloudkit.operator.cli;

import io.cloudkit.provisioning.spi.SpiLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What this program is called, and which one it is. */
final class Version implements IVersionProvider {
  static String text() {
    @Nullable String built = Version.class.getPackage().getImplementationVersion();
    return "cloudkit-operator "
        + (built == null ? "(built without a version)" : built)
        + ", provider SPI level "
        + SpiLevel.CURRENT
        + ", Java "
        + Runtime.version();
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
