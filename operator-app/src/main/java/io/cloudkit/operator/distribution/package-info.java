/**
 * The archive that this program may have been unpacked from, and what lies where in it. Knows file
 * names, and nothing of what is in the files.
 */
@NullMarked
package io.cloudkit.operator.distribution;

import org.jspecify.annotations.NullMarked;
