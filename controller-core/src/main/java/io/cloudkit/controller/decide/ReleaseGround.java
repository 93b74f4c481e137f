package io.cloudkit.controller.decide;

/** Why a resource may go (X3). There are no others. */
public enum ReleaseGround {
  /** A deprovision succeeded, or the provider said that there is nothing to take away. */
  DEPROVISIONED(false),
  /** A deprovision failed that was declared not to block deletion. */
  FAILURE_DOES_NOT_BLOCK(false),
  /** Nothing was ever launched. */
  NEVER_LAUNCHED(false),
  /** A person said: let it go, whatever is left behind. */
  ORPHANED(true),
  /** A person said: hands off. */
  UNMANAGED(true),
  /** A person said: no automation; as the Go operator let such resources go. */
  MANUAL(true);

  private final boolean override;

  ReleaseGround(boolean override) {
    this.override = override;
  }

  /** Whether a person's word stands above an unresolved launch and a living job. */
  public boolean isOverride() {
    return override;
  }
}
