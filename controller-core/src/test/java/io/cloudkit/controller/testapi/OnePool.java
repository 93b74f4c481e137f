package io.cloudkit.controller.testapi;

import io.cloudkit.controller.engine.ProviderPools;
import java.util.concurrent.ExecutorService;

/** One pool for the calls to all instances, and the caller's thread for the news. */
public record OnePool(ExecutorService pool) implements ProviderPools {
  /** Everything runs where it is asked for. */
  public static OnePool ofCallers() {
    return new OnePool(new CallerThread());
  }

  @Override
  public ExecutorService launches(String instance) {
    return pool;
  }

  @Override
  public ExecutorService questions(String instance) {
    return pool;
  }

  @Override
  public ExecutorService news(String instance) {
    return new CallerThread();
  }
}
