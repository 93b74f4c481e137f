/**
 * A simulated AAP from a file, and the command that starts one: what there is, how playbooks go,
 * and what goes wrong. It knows the fake as its tests do, from outside.
 */
@NullMarked
package io.cloudkit.testkit.aap.scenario;

import org.jspecify.annotations.NullMarked;
