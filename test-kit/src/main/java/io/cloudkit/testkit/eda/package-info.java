/**
 * An Event-Driven Ansible activation to test against: {@link io.cloudkit.testkit.eda.FakeEda} is an
 * HTTP server that answers as the reference document eda-api.md says of the webhook source, or of
 * event streams (paragraphs are cited as §n), runs the origin's rules, and lets the origin's
 * playbooks work on a Kubernetes API as clients of their own, with faults on demand.
 *
 * <p>It fakes: codes and texts of both, what lets in, TLS with client certificates, the body that
 * is read as YAML, what PostgreSQL does not pass on, test mode, the queue of one slot with clients
 * that hang, rules, parallel and sequential strategy, create and delete playbooks with their
 * finalizer and annotation, a kill of the activation, and the truth behind it.
 *
 * <p>It does not fake: OAuth2, JWT and ECDSA, the check that a gateway stands before, locks of
 * rules, the case in which an unknown header name was sent, a path that begins with two slashes
 * (the JDK's server refuses it), machines that run (there is an object where the API serves
 * KubeVirt's kind, and the ledger), and playbooks of clusters and host pools.
 *
 * <p>What may enter: the server, its faults and its ledger. The receiver is in {@code rulebook},
 * the jobs are in {@code playbook}. It never knows a provider or an engine.
 */
@NullMarked
package io.cloudkit.testkit.eda;

import org.jspecify.annotations.NullMarked;
