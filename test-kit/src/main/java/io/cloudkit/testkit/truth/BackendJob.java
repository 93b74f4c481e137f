package io.cloudkit.testkit.truth;

/**
 * One job of one backend: two backends may both have a job 7.
 *
 * @param backend name of the backend, the same for all of its jobs
 * @param id what the backend calls the job
 */
public record BackendJob(String backend, String id) {
  @Override
  public String toString() {
    return backend + "/" + id;
  }
}
