/**
 * A simulated EDA from a file, and the command that starts one: where events come in, how playbooks
 * go, and what goes wrong. It knows the fake as its tests do, from outside.
 */
@NullMarked
package io.cloudkit.testkit.eda.scenario;

import org.jspecify.annotations.NullMarked;
