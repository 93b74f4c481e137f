/**
 * The conformance table: what AWX answers, as data, and what asks it of a server.
 *
 * <p>The rows are in {@code conformance.yaml}. They may be asked of the simulated AAP ({@link
 * io.cloudkit.testkit.aap.conformance.ConformanceIT}) and of a real server ({@link
 * io.cloudkit.testkit.aap.conformance.Conformance}); nothing here knows which. What differs between
 * the two is in a {@link io.cloudkit.testkit.aap.conformance.Room}.
 */
package io.cloudkit.testkit.aap.conformance;
