/**
 * What really happened, kept apart from whatever a backend says about it: which playbooks ran,
 * which machines they left, and what must never have happened. One {@link
 * io.cloudkit.testkit.truth.Truth} may be given to several backends at once, so that what they do
 * to one resource between them is seen.
 *
 * <p>What may enter: runs of playbooks as their backends tell them. It never knows a backend, a
 * provider or Kubernetes.
 */
@NullMarked
package io.cloudkit.testkit.truth;

import org.jspecify.annotations.NullMarked;
