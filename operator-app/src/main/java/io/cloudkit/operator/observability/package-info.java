/**
 * How the operator is seen from outside: health, metrics and logs. Enters: named checks and a meter
 * registry. Knows neither the engine nor Kubernetes.
 */
@NullMarked
package io.cloudkit.operator.observability;

import org.jspecify.annotations.NullMarked;
