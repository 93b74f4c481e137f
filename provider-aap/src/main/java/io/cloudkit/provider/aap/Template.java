package io.cloudkit.provider.aap;

import java.util.Set;

/**
 * A template as it was resolved.
 *
 * @param asksForVariables whether it prompts for variables on launch
 * @param asksFor the launch options that it prompts for
 */
record Template(
    JobKind kind, long id, String name, boolean asksForVariables, Set<LaunchOption> asksFor) {
  Template {
    asksFor = Set.copyOf(asksFor);
  }
}
