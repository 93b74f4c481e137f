/**
 * The receiving half of Event-Driven Ansible: the webhook source, which turns requests into events,
 * and the activation, which takes events through a queue of one slot to the actions of its rules
 * (eda-api.md §1, §3).
 *
 * <p>What may enter: requests, and actions for events. It never knows playbooks, sockets or
 * Kubernetes.
 */
@NullMarked
package io.cloudkit.testkit.eda.rulebook;

import org.jspecify.annotations.NullMarked;
