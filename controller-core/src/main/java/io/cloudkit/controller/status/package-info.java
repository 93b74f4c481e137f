/**
 * What a resource's status says: immutable data, and nothing that acts. The engine's whole memory
 * that must outlive a process is in here. Knows neither how it is stored nor who decides.
 */
@NullMarked
package io.cloudkit.controller.status;

import org.jspecify.annotations.NullMarked;
