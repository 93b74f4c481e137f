/**
 * The way out: whom a request trusts, what it shows to be let in, and what kept one from leaving.
 * Secrets come in here by their settings and leave in headers alone; what an event is, or a job, is
 * not known here.
 */
@NullMarked
package io.cloudkit.provider.eda.connection;

import org.jspecify.annotations.NullMarked;
