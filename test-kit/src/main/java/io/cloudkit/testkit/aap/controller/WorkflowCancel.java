package io.cloudkit.testkit.aap.controller;

/** How an accepted cancel of a running workflow goes (§6.9, §0). */
public enum WorkflowCancel {
  /** Children are cancelled; only a pass that finds none left writes canceled. */
  TWO_PASS,
  /** As {@link #TWO_PASS}, but one more child is spawned after the request. */
  SPAWNS_ONE_MORE,
  /** The stale-pending race: canceled is written while a child stays active. */
  LEAVES_A_CHILD,
  /** Before 23.4: children are marked canceled while their playbooks go on. */
  FORCES_CHILDREN
}
