/**
 * Proves that a provider keeps the contract of {@code io.cloudkit.provisioning.spi}: numbered
 * {@link io.cloudkit.testkit.tck.Rule rules}, which a provider's own test inherits from {@link
 * io.cloudkit.testkit.tck.ProviderTck}, played against a backend that its {@link
 * io.cloudkit.testkit.tck.BackendHarness} makes misbehave.
 *
 * <p>What may enter: the SPI, JUnit's API, and what listens to logs. It never knows a provider, and
 * it judges answers by what really happened, not by how they were found.
 */
@NullMarked
package io.cloudkit.testkit.tck;

import org.jspecify.annotations.NullMarked;
