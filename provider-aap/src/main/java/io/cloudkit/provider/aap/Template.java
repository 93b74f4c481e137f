package io.cloudkit.provider.aap;

import java.util.Set;

/**
 * A template as it was resolved.
 *
 * @param organization its id; 0 if it has none
 * @param asksForVariables whether it prompts for variables on launch
 * @param asksFor the launch options that it prompts for
 * @param use how it may be used
 */
record Template(
    JobKind kind,
    long id,
    String name,
    long organization,
    boolean asksForVariables,
    Set<LaunchOption> asksFor,
    Use use) {

  /**
   * What the account may do with it, and what a launch of it becomes.
   *
   * @param isConcurrent whether its jobs run beside each other
   * @param slices into which a launch is cut; 1 for none
   */
  record Use(boolean mayLaunch, boolean mayAdminister, boolean isConcurrent, int slices) {}

  Template {
    asksFor = Set.copyOf(asksFor);
  }
}
