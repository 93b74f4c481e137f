package io.cloudkit.testkit.eda.playbook;

/**
 * The kind in which playbooks look a tenant up, to learn the namespace of its machines.
 *
 * @param plural as in paths of the API
 */
public record Tenants(String group, String version, String plural) {}
