/**
 * The receiving half of Event-Driven Ansible: the webhook source and the event streams of
 * eda-server, which turn requests into events, and the activation, which takes events through a
 * queue of one slot to the actions of its rules (eda-api.md §1 to §3).
 *
 * <p>What may enter: requests, and actions for events. It never knows playbooks, sockets or
 * Kubernetes.
 */
@NullMarked
package io.cloudkit.testkit.eda.rulebook;

import org.jspecify.annotations.NullMarked;
