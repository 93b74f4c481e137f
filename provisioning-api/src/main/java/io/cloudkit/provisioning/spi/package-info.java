/**
 * The contract between the engine and a provider: what a provider implements, and what it is given.
 * Values that cross the border live in {@code io.cloudkit.provisioning.api}. Nothing but the JDK
 * enters here, and nothing here knows Kubernetes, HTTP or a logging library.
 *
 * <h2>Writing a provider</h2>
 *
 * <ol>
 *   <li>Implement {@link io.cloudkit.provisioning.spi.ProvisioningProviderFactory}, and name the
 *       class in {@code
 *       META-INF/services/io.cloudkit.provisioning.spi.ProvisioningProviderFactory}.
 *   <li>Implement {@link io.cloudkit.provisioning.spi.ProvisioningProvider}; or, if whoever creates
 *       a job at the backend names it, {@link io.cloudkit.provisioning.spi.NamedJobsProvider},
 *       which leaves less to be written. Say in {@link io.cloudkit.provisioning.spi.ProviderTraits}
 *       only what the backend truly can: the engine has a safe way for each inability, and none for
 *       a wrong claim.
 *   <li>Send the operation and the claim of each launch to the backend, so that the launch can be
 *       found again.
 *   <li>Throw {@link io.cloudkit.provisioning.spi.ProviderException} for one thing only: "I do not
 *       know what happened".
 * </ol>
 */
@NullMarked
package io.cloudkit.provisioning.spi;

import org.jspecify.annotations.NullMarked;
