/**
 * Plugs the engine into java-operator-sdk: watches, wake-ups, timers. The only room that imports
 * the framework, which decides nothing here: finalizers, status, retries and leadership are the
 * engine's.
 */
@NullMarked
package io.cloudkit.controller.josdk;

import org.jspecify.annotations.NullMarked;
