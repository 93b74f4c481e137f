/**
 * Real operator processes on a real kube-apiserver, killed or stopped at chosen requests.
 *
 * <p>What may enter: the operator as a process, a gate before each server that it talks to, and the
 * ledger of the simulated AAP, which alone says what really ran. It never knows the engine: it
 * tells a step by the request that makes it.
 */
@NullMarked
package io.cloudkit.operator.kills;

import org.jspecify.annotations.NullMarked;
