/**
 * The imperative shell: it asks, saves, acts and publishes, and leaves every choice to {@code
 * decide}. Also the ports that it needs from its surroundings. It may see providers; it knows
 * neither Kubernetes clients nor the operator framework, and never who a provider is.
 */
@NullMarked
package io.cloudkit.controller.engine;

import org.jspecify.annotations.NullMarked;
