/**
 * The tenant of a ComputeInstance: its Tenant object, and the reference to it that playbooks read.
 * Knows nothing of launches; it only says what a resource still waits for.
 */
@NullMarked
package io.cloudkit.operator.tenant;

import org.jspecify.annotations.NullMarked;
