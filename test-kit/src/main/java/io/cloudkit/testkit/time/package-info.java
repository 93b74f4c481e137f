/**
 * The time of a fake: its clock, and the only way it makes things happen later. Real time or time
 * that a test moves. It never knows what happens.
 */
@NullMarked
package io.cloudkit.testkit.time;

import org.jspecify.annotations.NullMarked;
