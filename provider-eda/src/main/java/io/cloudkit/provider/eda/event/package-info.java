/**
 * Events on their way out: what is posted, to which webhook or event stream, once and in time, and
 * what its answer proves. What becomes of the job that an event starts is not known here.
 */
@NullMarked
package io.cloudkit.provider.eda.event;

import org.jspecify.annotations.NullMarked;
