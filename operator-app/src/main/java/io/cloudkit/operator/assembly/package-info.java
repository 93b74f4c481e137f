/**
 * Puts the program together from its settings: providers, engine, leadership, endpoints. Nothing is
 * decided here, and nothing is known of any one provider.
 */
@NullMarked
package io.cloudkit.operator.assembly;

import org.jspecify.annotations.NullMarked;
