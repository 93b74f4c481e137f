package io.cloudkit.testkit.program;

/** What a program does while its server is up; it ends when this returns. */
@FunctionalInterface
public interface Stay<S> {
  void whileUp(S server) throws InterruptedException;

  /** Until the process is stopped. */
  static <S> Stay<S> untilStopped() {
    return server -> Thread.currentThread().join();
  }
}
