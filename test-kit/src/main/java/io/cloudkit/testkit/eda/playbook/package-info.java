/**
 * The origin's playbooks as API clients of their own: what they read, write and leave, in their
 * order and with their carelessness (eda-api.md §4), and scripts that say how one run goes.
 *
 * <p>What may enter: events, time, a kubeconfig. Rules of the API, such as those on finalizers, are
 * never imitated here: a real or embedded API says no. It never knows HTTP requests, queues or
 * providers.
 */
@NullMarked
package io.cloudkit.testkit.eda.playbook;

import org.jspecify.annotations.NullMarked;
