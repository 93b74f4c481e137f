package io.cloudkit.provisioning.spi;

/** The levels of this SPI. A level is raised when a provider of an older one could do harm. */
public final class SpiLevel {
  /**
   * The level of this version. A constant, so that the compiler writes the level which a factory
   * was compiled against into the factory itself.
   */
  public static final int CURRENT = 1;

  private SpiLevel() {}
}
