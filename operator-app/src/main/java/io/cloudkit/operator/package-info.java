/**
 * The operator as a program: its configuration, command line, resource types and observability, and
 * the wiring of them to the engine. A provider is found, never named.
 */
@NullMarked
package io.cloudkit.operator;

import org.jspecify.annotations.NullMarked;
