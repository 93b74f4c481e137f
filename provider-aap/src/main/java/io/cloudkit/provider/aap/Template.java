package io.cloudkit.provider.aap;

/**
 * A template as it was resolved.
 *
 * @param asksForVariables whether it prompts for variables on launch
 */
record Template(JobKind kind, long id, String name, boolean asksForVariables) {}
