package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jobs that may be alive are looked at, ended when they should end, and given up when they must be.
 */
final class JobRules {
  static final List<Rule> ALL =
      List.of(
          rule(
              "a job's state is needed: ask for it",
              v -> v.living().toObserve().isPresent(),
              JobRules::observe),
          rule(
              "a job whose end may never be seen, abandoned by a person",
              v -> v.living().abandoned().isPresent(),
              JobRules::abandon),
          rule(
              "a job nobody can see is past its longest life",
              v -> v.living().pastItsLife().isPresent(),
              JobRules::presumeDead),
          rule(
              "jobs that should end: ask them to",
              v -> !v.living().toCancel().isEmpty(),
              JobRules::cancel));

  private JobRules() {}

  private static Decision observe(Draft draft) {
    return draft.ask(Question.observe(draft.view().living().toObserve().orElseThrow().ref()));
  }

  private static Decision abandon(Draft draft) {
    Job job = draft.view().living().abandoned().orElseThrow();
    String message = "job " + job.id() + " was declared over by a person";
    return draft
        .change(status -> draft.view().ledger().abandoned(status, job))
        .tell(Notice.warning("JobAbandoned", message))
        .wakeAfter(Duration.ZERO)
        .progressing("JobAbandoned", message);
  }

  private static Decision presumeDead(Draft draft) {
    Job job = draft.view().living().pastItsLife().orElseThrow();
    Duration life =
        draft.view().traits(job.provider()).map(ProviderTraits::maxJobDuration).orElseThrow();
    String message =
        "nothing was seen of the end of job "
            + job.id()
            + " in "
            + spoken(life)
            + ", the longest life of a job"
            + (job.message().isEmpty() ? "" : " (" + job.message() + ")")
            + ": it is taken to be dead. Should it run, two jobs overlap";
    return draft
        .change(status -> draft.view().ledger().presumedDead(status, job, life))
        .condition(ConditionType.OVERLAP_POSSIBLE, "JobPresumedDead", message)
        .tell(Notice.warning("OverlapPossible", message))
        .wakeAfter(Duration.ZERO)
        .progressing("JobPresumedDead", message);
  }

  private static Decision cancel(Draft draft) {
    View view = draft.view();
    List<Job> jobs = view.living().toCancel();
    Set<JobRef> refs = jobs.stream().map(Job::ref).collect(Collectors.toSet());
    draft.change(
        status ->
            status.mapJobs(
                job ->
                    refs.contains(job.ref()) && job.cancelRequested().isEmpty()
                        ? job.cancelRequested(why(view, job))
                        : job));
    for (Job job : jobs) {
      if (job.cancelRequested().isEmpty()) {
        draft.tell(
            Notice.normal("Cancelling", "cancelling job " + job.id() + ": " + why(view, job)));
      }
      if (view.living().isOverdue(job)) {
        draft.condition(ConditionType.JOB_OVERDUE, "DeadlinePassed", overdue(view, job));
      }
    }
    return draft
        .effect(Effect.cancel(jobs))
        .wakeAfter(view.policy().cancelEvery())
        .progressing("Cancelling", "waiting for job " + jobs.get(0).id() + " to end");
  }

  static String overdue(View view, Job job) {
    return "job "
        + job.id()
        + " is not known to have ended within its deadline of "
        + spoken(view.policy().deadline(job.type()))
        + "; look at it at its backend"
        + (view.isDeleting()
            ? ", or annotate "
                + view.annotation("deletion-policy", "orphan")
                + " to let the resource go and leave all that was made"
            : "");
  }

  /** As the settings are written: 30m. */
  static String spoken(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static String why(View view, Job job) {
    if (view.status().strayJobs().contains(job)) {
      return "it was not wanted";
    }
    return view.living().isOverdue(job)
        ? "it runs longer than its deadline"
        : "the resource is deleted";
  }
}
