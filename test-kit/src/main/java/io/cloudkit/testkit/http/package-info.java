/**
 * What the fakes that speak HTTP have in common: the socket side, a small HTTP/1.1 server that can
 * delay, cut, spoil and withhold replies; the log of requests; and the language of faults, in which
 * {@link io.cloudkit.testkit.http.FaultRule} is said and {@link
 * io.cloudkit.testkit.http.FaultReader} read. It never knows what is asked and answered.
 */
@NullMarked
package io.cloudkit.testkit.http;

import org.jspecify.annotations.NullMarked;
