/**
 * The ComputeInstance as it looks in the API: what the CRD is generated from, and what typed
 * clients read. Everything may be absent, unknown fields are ignored, and words are kept as text,
 * so that a resource written by a newer or another operator can always be read. The engine writes
 * status through its own store, never through these types.
 */
@NullMarked
package io.cloudkit.operator.resource;

import org.jspecify.annotations.NullMarked;
