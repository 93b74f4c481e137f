/**
 * Will hand resources to Event-Driven Ansible rulebooks by webhook. Nothing is registered yet: a
 * configuration that names this provider is refused.
 */
@NullMarked
package io.cloudkit.provider.eda;

import org.jspecify.annotations.NullMarked;
