package io.cloudkit.provisioning.spi;

/**
 * The levels of this SPI. The level is raised with the first addition after a release, so that an
 * operator of that release refuses a jar that may call what it has not; and when a provider of an
 * older level could do harm. Level 1: 0.1.0. Level 2: {@link NamedJobsProvider} and what it needs.
 */
public final class SpiLevel {
  /**
   * The level of this version. A constant, so that the compiler writes the level which a factory
   * was compiled against into the factory itself.
   */
  public static final int CURRENT = 2;

  private SpiLevel() {}
}
