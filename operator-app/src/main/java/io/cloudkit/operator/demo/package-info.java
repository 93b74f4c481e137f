/**
 * Plays the operator's main job to a newcomer: a simulated AAP, a Kubernetes API and the real
 * operator as a process of its own, scenes that go wrong on purpose, and a verdict from what really
 * ran. The only room that sees test-kit, which is not on a production class path.
 */
@NullMarked
package io.cloudkit.operator.demo;

import org.jspecify.annotations.NullMarked;
