/**
 * What the engine and a provider tell each other: requests, results, job states. Immutable data
 * that refuses nonsense in its constructor; no behaviour, and nothing but the JDK.
 */
@NullMarked
package io.cloudkit.provisioning.api;

import org.jspecify.annotations.NullMarked;
