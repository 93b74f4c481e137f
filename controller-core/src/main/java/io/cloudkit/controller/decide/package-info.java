/**
 * What to do next about one resource: pure functions over data. No clock, no randomness, no logger,
 * no provider, no Kubernetes. {@code Rules} is the specification; read it from the top.
 */
@NullMarked
package io.cloudkit.controller.decide;

import org.jspecify.annotations.NullMarked;
