package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;

/**
 * What AAP left out of a launch that it carried out all the same (aap-api.md §3.5). Only the answer
 * to the launch names it, so the id of the job keeps it.
 *
 * @param what {@code variables}, or the name of a launch option
 */
record Omission(String what) {
  static final Omission VARIABLES = new Omission("variables");

  private static final String BARE = "-bare";
  private static final String WITHOUT = "-without-";

  /** How an id that has one ends; a regular expression. */
  static final String SUFFIX = BARE + "|" + WITHOUT + "[a-z-]{1,40}";

  static Omission of(LaunchOption option) {
    return new Omission(option.option());
  }

  static Omission ofSuffix(String suffix) {
    return suffix.equals(BARE) ? VARIABLES : new Omission(suffix.substring(WITHOUT.length()));
  }

  String suffix() {
    return isOfVariables() ? BARE : WITHOUT + what;
  }

  /** Then the job can not show that it is ours, either. */
  boolean isOfVariables() {
    return equals(VARIABLES);
  }

  /** For a person, as long as the job is told of. */
  String words() {
    return isOfVariables()
        ? "AAP started it without our variables, so it counts as failed; switch on \"Prompt on"
            + " launch\" for the variables of its template"
        : "AAP started it without "
            + what
            + ", so it counts as failed; switch on \"Prompt on launch\" for it, or remove the"
            + " option from the resource";
  }

  /**
   * The status of a job that lacks this. It can not have done what it was launched for, and it is
   * the launch that had it cancelled, not somebody's will: each end is a failure.
   */
  JobStatus over(JobStatus seen) {
    JobState state = seen.state().isTerminal() ? JobState.FAILED : seen.state();
    JobStatus.Builder told = JobStatus.builder(state).message(words());
    seen.startedAt().ifPresent(told::startedAt);
    seen.finishedAt().ifPresent(told::finishedAt);
    seen.link().ifPresent(told::link);
    seen.errorDetails().ifPresent(told::errorDetails);
    seen.outputs().forEach(told::output);
    if (state.isTerminal()) {
      told.settle(seen.settle());
    }
    return told.build();
  }
}
