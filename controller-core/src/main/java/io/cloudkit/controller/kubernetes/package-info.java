/**
 * Resources and their status as Kubernetes keeps them: raw JSON, strict writes, leases, Events.
 * Sees the fabric8 client and the engine's ports; knows neither the operator framework nor who
 * decides.
 */
@NullMarked
package io.cloudkit.controller.kubernetes;

import org.jspecify.annotations.NullMarked;
