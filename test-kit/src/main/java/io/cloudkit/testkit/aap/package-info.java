/**
 * An AAP/AWX controller to test against: {@link io.cloudkit.testkit.aap.FakeAap} is an HTTP server
 * that answers as the reference document aap-api.md says (paragraphs are cited as §n), with faults
 * on demand.
 *
 * <p>It fakes: both base paths, discovery, Bearer tokens, job and workflow job templates, launch,
 * the lists with their filters and pages, details, workflow nodes, cancel, relaunch, the life cycle
 * of jobs, and the truth behind it: which playbooks ran and which machines they left.
 *
 * <p>It does not fake: bulk launch, credentials, projects and their updates, notifications and
 * websockets, job events and output, DELETE, schedules, failure and always paths of workflows,
 * surveys beyond required variables, YAML in extra_vars, sessions.
 *
 * <p>What may enter: the server, its faults and its ledger. State is in {@code controller}, answers
 * are in {@code api}. It never knows a provider, an engine or Kubernetes.
 */
@NullMarked
package io.cloudkit.testkit.aap;

import org.jspecify.annotations.NullMarked;
