/**
 * What playbooks write on a resource, what it proves of a job, and what became of a launch that
 * nobody answered. Pure: no request is made here, and no clock is read.
 */
@NullMarked
package io.cloudkit.provider.eda.signs;

import org.jspecify.annotations.NullMarked;
