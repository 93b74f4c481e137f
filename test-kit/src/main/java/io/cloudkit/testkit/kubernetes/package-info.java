/**
 * A Kubernetes API in this process: a compare-and-set store of raw JSON documents behind plain HTTP
 * on the loopback, true to the real server where an operator, its tests or a person with kubectl
 * would notice. Documents enter as JSON or YAML and are never bound to a model; what this package
 * knows of a resource type comes from its CRD or from {@code BuiltInTypes}. It never knows our own
 * resources, a Kubernetes client, or who calls it.
 *
 * <p>Where it differs from the real server: no authentication, no admission webhooks, no CEL rules,
 * no conversion between versions of a CRD (all served versions share one document), no garbage
 * collection (propagation policies are ignored), no protobuf, no field ownership (server-side apply
 * merges), lists come whole ({@code limit} is ignored), and watches are chunked HTTP only: a
 * WebSocket upgrade is answered with 200, which makes fabric8 clients fall back to HTTP.
 */
@NullMarked
package io.cloudkit.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
