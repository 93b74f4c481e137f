/**
 * The look into the AAP that runs the jobs of events: which of them belong to which launch, how
 * they are, and what of it can be believed. It only reads, and {@link
 * io.cloudkit.provider.eda.tracker.Tracking} is its one door; how AAP behaves is written in the
 * reference "AAP interface", cited as aap-api.md.
 */
@NullMarked
package io.cloudkit.provider.eda.tracker;

import org.jspecify.annotations.NullMarked;
