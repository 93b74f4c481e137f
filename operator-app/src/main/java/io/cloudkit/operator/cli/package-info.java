/**
 * The command line: what a person can ask of the program, and how it answers. Exit codes: 0 done, 1
 * failed, 2 wrong usage or configuration, with nothing started. Enters: the providers that were
 * found, the environment, and two writers. Knows nothing of the engine.
 */
@NullMarked
package io.cloudkit.operator.cli;

import org.jspecify.annotations.NullMarked;
