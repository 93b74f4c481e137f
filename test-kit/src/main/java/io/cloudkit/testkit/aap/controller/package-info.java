/**
 * The state of a faked automation controller: templates, jobs, their life cycle, and, kept apart
 * from it, the truth about which playbooks really ran and which machines they left behind.
 *
 * <p>What may enter: orders (launch, cancel, relaunch), scripts that say how a run goes, and time
 * through {@link io.cloudkit.testkit.time.Timeline}. It never knows HTTP, URLs, tokens or threads
 * of its own, so that a simulation can drive it with a clock of its own.
 */
@NullMarked
package io.cloudkit.testkit.aap.controller;

import org.jspecify.annotations.NullMarked;
