/**
 * What the programs of this kit have in common, each of which runs one simulated server until it is
 * stopped: options, how a scenario is read, exit codes. It never knows a server.
 */
@NullMarked
package io.cloudkit.testkit.program;

import org.jspecify.annotations.NullMarked;
