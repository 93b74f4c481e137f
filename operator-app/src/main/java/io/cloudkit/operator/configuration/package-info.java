/**
 * What a person may set, and what was set. One table of settings, from which values are read,
 * validated, masked and documented; every mistake is found in one pass. Enters: environment
 * variables, secret files, and the properties that provider factories declare. Knows neither
 * Kubernetes nor any provider by more than what its factory says.
 */
@NullMarked
package io.cloudkit.operator.configuration;

import org.jspecify.annotations.NullMarked;
