/**
 * What the namespace of ComputeInstances says for all of them: which provider instance launches.
 * Knows nothing of providers or launches.
 */
@NullMarked
package io.cloudkit.operator.namespace;

import org.jspecify.annotations.NullMarked;
