/**
 * An AAP/AWX controller to test against: {@link io.cloudkit.testkit.aap.FakeAap} is an HTTP server
 * that answers as the reference document aap-api.md says (paragraphs are cited as §n), with faults
 * on demand.
 *
 * <p>It fakes: both base paths, discovery, Bearer tokens, job and workflow job templates, launch,
 * the lists with their filters and pages, details, workflow nodes and their paths, cancel,
 * relaunch, bulk launch, surveys, job events and output, notifications by webhook, DELETE and
 * cleanup, the life cycle of jobs, and the truth behind it: which playbooks ran and which machines
 * they left.
 *
 * <p>It does not fake: credentials, projects and their updates, websockets, schedules, approvals,
 * sessions.
 *
 * <p>What may enter: the server, its faults and its ledger. State is in {@code controller}, answers
 * are in {@code api}, what it tells by itself is in {@code notification}. It never knows a
 * provider, an engine or Kubernetes.
 */
@NullMarked
package io.cloudkit.testkit.aap;

import org.jspecify.annotations.NullMarked;
