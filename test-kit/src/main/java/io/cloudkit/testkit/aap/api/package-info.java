/**
 * The REST answers of the faked controller: requests as values in, answers as values out.
 *
 * <p>What may enter: what a client can see of the API, as aap-api.md writes it down. It never knows
 * sockets, threads, delays or faults; those are the server's.
 */
@NullMarked
package io.cloudkit.testkit.aap.api;

import org.jspecify.annotations.NullMarked;
