/**
 * What the fakes that speak HTTP have in common: the socket side, which knows how replies are
 * delayed, cut and withheld; the log of requests; and on which coming requests a fault strikes. It
 * never knows what is asked and answered.
 */
@NullMarked
package io.cloudkit.testkit.http;

import org.jspecify.annotations.NullMarked;
