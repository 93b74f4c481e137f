/**
 * What people set, but of the look into AAP: names, kinds, defaults, and the words that explain
 * them. Knows nobody in here, so that each room can name the setting that it speaks of.
 */
@NullMarked
package io.cloudkit.provider.eda.settings;

import org.jspecify.annotations.NullMarked;
