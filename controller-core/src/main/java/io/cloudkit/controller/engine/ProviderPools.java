package io.cloudkit.controller.engine;

import java.util.concurrent.ExecutorService;

/**
 * The threads on which provider instances are called. Each is bounded in threads and queue, refuses
 * what it has no room for, and is asked for once, when a controller is built. They are kept apart
 * so that launches which hang, as those to a full rulebook do, hold up nothing else.
 */
public interface ProviderPools {
  /** For the launches of that instance. */
  ExecutorService launches(String instance);

  /** For all else that one resource asks of that instance. */
  ExecutorService questions(String instance);

  /** For the news of all its jobs. */
  ExecutorService news(String instance);
}
