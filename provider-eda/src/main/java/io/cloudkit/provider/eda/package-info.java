/**
 * Hands resources to rulebooks of Event-Driven Ansible, by webhook or by event stream. EDA answers
 * nothing of the job that it starts: the playbook does, by a finalizer and an annotation on the
 * resource, and all that is known of a job is read off them. How EDA and the playbooks really
 * behave is written in the reference "Event-Driven Ansible interface", cited here as eda-api.md. No
 * Kubernetes client enters here: the resource comes with each question.
 *
 * <p>PEM files and TLS are read here though another provider does so, too: the API is all that
 * providers have in common, and it knows no transport.
 */
@NullMarked
package io.cloudkit.provider.eda;

import org.jspecify.annotations.NullMarked;
