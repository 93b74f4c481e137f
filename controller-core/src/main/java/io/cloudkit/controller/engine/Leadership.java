package io.cloudkit.controller.engine;

/**
 * Whether this process may act. Losing the lead does not stop a call that has begun: what makes
 * that harmless is the strict write before it and the claim in it, not this.
 */
public interface Leadership {

  /** Whether this process leads now, as far as it knows. Never blocks. */
  boolean isLeader();

  /** Random name of this process, written into launches for people to read. */
  String identity();

  /** Calls back each time the lead is gained, and at once if it is held already. */
  void onGained(Runnable wakeAll);

  /** Always leads: one process alone. */
  static Leadership alone(String identity) {
    return new Leadership() {
      @Override
      public boolean isLeader() {
        return true;
      }

      @Override
      public String identity() {
        return identity;
      }

      @Override
      public void onGained(Runnable wakeAll) {
        wakeAll.run();
      }
    };
  }
}
