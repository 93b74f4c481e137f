package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provisioning.api.JobState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the jobs of AAP say of one effort, all together. An event may be delivered twice, and a
 * person may start a job again: so it lives while one of them does (eda-api.md §3, aap-api.md
 * §4.7). Pure.
 *
 * @param state an end only if each of them came to a bad one; Unknown if nothing can be concluded
 * @param job the one to look at, if there is any
 * @param message for a person
 */
record AapWord(JobState state, Optional<AapJob> job, String message) {
  private static final Comparator<AapJob> NEWEST = Comparator.comparingLong(AapJob::id);

  /**
   * There is none.
   *
   * @param unreadable ids of jobs that nobody can tell whose they are
   */
  static AapWord noJob(List<Long> unreadable) {
    String but =
        unreadable.isEmpty()
            ? ""
            : ", but those that are too large to be read: "
                + unreadable.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new AapWord(JobState.UNKNOWN, Optional.empty(), "AAP shows no job of it" + but);
  }

  /** Empty if there is none. */
  static Optional<AapWord> of(List<AapJob> jobs) {
    Optional<AapJob> living = jobs.stream().filter(job -> !job.state().isTerminal()).max(NEWEST);
    return living
        .map(job -> living(job, jobs.size()))
        .or(() -> jobs.stream().max(NEWEST).map(last -> ended(last, jobs)));
  }

  /** The same, with more for a person. */
  AapWord with(String more) {
    return new AapWord(state, job, message + more);
  }

  /** An end of those that are known, where others may be unknown. */
  AapWord doubtful() {
    String why = ", but AAP was restored since, and another job of it may run on without a record";
    return new AapWord(JobState.UNKNOWN, job, message + why);
  }

  boolean isLiving() {
    return !state.isTerminal() && state != JobState.UNKNOWN;
  }

  private static AapWord living(AapJob job, int jobs) {
    String how =
        job.state() == JobState.UNKNOWN ? " is in no known state" : " is " + lower(job.state());
    String why = job.explanation().isEmpty() ? "" : " (" + job.explanation() + ")";
    return new AapWord(job.state(), Optional.of(job), name(job, jobs) + how + why);
  }

  private static AapWord ended(AapJob last, List<AapJob> jobs) {
    Optional<AapJob> good =
        jobs.stream().filter(job -> job.state() == JobState.SUCCEEDED).max(NEWEST);
    if (good.isPresent()) {
      // not an end of the effort: what it was to do, it shows on the resource
      return new AapWord(JobState.UNKNOWN, good, name(good.get(), jobs.size()) + " succeeded");
    }
    String message = name(last, jobs.size()) + " ended " + lower(last.state());
    if (jobs.stream().anyMatch(AapJob::isWorkflow)) {
      // aap-api.md, rule 12
      String caution = ", but its own jobs may run on";
      return new AapWord(JobState.UNKNOWN, Optional.of(last), message + caution);
    }
    return new AapWord(last.state(), Optional.of(last), message);
  }

  private static String name(AapJob job, int jobs) {
    String kind = job.isWorkflow() ? "workflow job " : "job ";
    return "AAP's " + kind + job.id() + (jobs > 1 ? " (of " + jobs + ")" : "");
  }

  private static String lower(JobState state) {
    return state.toString().toLowerCase(Locale.ROOT);
  }
}
