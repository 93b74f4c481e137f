package io.cloudkit.testkit.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The jobs of a backend, as one who sees everything does, and what people do to them. */
public interface InMemoryJobs {
  /** What has come due since the last call happens, in order. */
  void advance();

  /** When {@link #advance} has something to do next; empty while nothing will come by itself. */
  OptionalLong nextDue();

  /** Grows whenever a job comes into being or is cancelled, and its playbook begins or ends. */
  long changes();

  /** All jobs that a launch made, seen or not, oldest first. */
  List<InMemoryJob> all();

  /** The jobs that a client of the backend can see. */
  List<InMemoryJob> visible();

  /** The job of that id, purged or not, if it can be known yet. */
  Optional<InMemoryJob> find(String id);

  /**
   * Asks a job to end: at once if it has not begun, else after that time, or never.
   *
   * @param endsAfter what the backend does where it does not know better
   */
  void cancel(InMemoryJob job, Optional<Duration> endsAfter);

  /** The record of an ended job is removed. */
  void purge(InMemoryJob job);

  /** A person starts a job again, with all that it carried. */
  InMemoryJob relaunchByPerson(InMemoryJob old);
}
