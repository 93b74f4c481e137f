package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Condemns a world in which a promise is broken. Knows what is stored, what was sent, the playbooks
 * that really ran, and what the world did; shares nothing with the engine.
 */
final class Judge implements SimulatedApi.Witness {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;
  private final Told told;
  private final JudgeOfLaunches launches;
  private final JudgeOfPlaybooks playbooks;
  private final JudgeOfReleases releases;
  private final JudgeOfCancels cancels;
  private final JudgeOfNeeds needs;
  private long judged = -1;

  Judge(Backends backends, Chronicle chronicle) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = new Verdict(chronicle);
    this.told = new Told(backends, chronicle);
    this.launches = new JudgeOfLaunches(backends, chronicle, verdict, told);
    this.playbooks = new JudgeOfPlaybooks(backends, chronicle, verdict, launches);
    this.releases = new JudgeOfReleases(backends, chronicle, verdict, launches);
    this.cancels = new JudgeOfCancels(backends, chronicle, verdict, told);
    this.needs = new JudgeOfNeeds(backends, chronicle, verdict);
  }

  /** What is broken, and nothing if nothing is. */
  List<String> violations() {
    long changes = backends.changes() + releases.count();
    if (changes != judged) {
      judged = changes;
      judgeJobs();
    }
    return verdict.all();
  }

  /** What is broken and nothing explains. */
  List<String> unexplained() {
    List<String> all = violations();
    return all.isEmpty() ? all : all.stream().filter(each -> !verdict.isResidual(each)).toList();
  }

  /** What is broken and explained by the stated residual. */
  List<String> residuals() {
    return verdict.residuals();
  }

  /** Whether the stated residual explains it. */
  boolean isResidual(String violation) {
    return verdict.isResidual(violation);
  }

  /** How many launches were permitted so far. */
  int permits() {
    return launches.permits();
  }

  /** What nothing tells of; see {@link Told}. */
  List<String> untold(Predicate<String> remembers, Predicate<String> exists) {
    return told.untold(remembers, exists);
  }

  private void judgeJobs() {
    Map<String, List<InMemoryJob>> byResource = new HashMap<>();
    for (InMemoryJob job : backends.all()) {
      byResource.computeIfAbsent(job.uid(), any -> new ArrayList<>()).add(job);
    }
    byResource.forEach(
        (uid, jobs) -> {
          if (!chronicle.wasMetByAStranger(uid)) {
            playbooks.ran(uid, jobs);
            releases.ran(uid, jobs);
          }
        });
  }

  @Override
  public void writesStatus(String writer, SimulatedApi.Version before, ResourceStatus after) {
    told.writes(before, after);
    launches.writes(writer, before, after);
    chronicle.unexplained().writes(writer, before, after);
    usesUp(before, after);
    countWaits(after);
    cancels.writes(writer, before, after);
    followsAnothers(before, after);
    saysAvailable(before, after);
    needs.writes(writer, before, after);
  }

  private void followsAnothers(SimulatedApi.Version before, ResourceStatus after) {
    after
        .jobs()
        .filter(job -> !before.status().knows(job.ref()))
        .filter(job -> isOfAnother(job, before.uid()))
        .forEach(
            job -> verdict.condemn("U: " + before.uid() + " follows another's job " + job.id()));
  }

  /** What a person made of it the engine can not know. */
  private void saysAvailable(SimulatedApi.Version before, ResourceStatus after) {
    boolean is =
        backends
            .makerOf(before.uid())
            .filter(
                maker ->
                    maker.isByPerson()
                        || chronicle.isUnseenBy(maker, after.provisionJob())
                        || ((maker.didSucceed() || chronicle.hasTwinThatSucceeded(maker))
                            && chronicle.requests().builtBy(maker).equals(Wanted.version(before))))
            .isPresent();
    // a write that only records what came carries what was said of an earlier spec
    boolean isSaid =
        after
            .condition(ConditionType.AVAILABLE)
            .filter(each -> each.isTrue() && each.observedGeneration() == before.generation())
            .isPresent();
    if (isSaid && !is && !chronicle.wasMetByAStranger(before.uid())) {
      Optional<InMemoryJob> maker = backends.makerOf(before.uid());
      verdict.condemnEffect(
          "A: "
              + before.uid()
              + " is said to be there as it is wanted, and was made by "
              + maker.map(JudgeOfPlaybooks::withClaim).orElse("nobody"),
          maker.stream().map(InMemoryJob::claim));
    }
  }

  private boolean isOfAnother(Job job, String uid) {
    if (!backends.has(job.provider())) {
      return false; // the Go operator names none
    }
    // a restored backend gives an id twice
    List<InMemoryJob> truth =
        backends.named(job.provider()).jobs().all().stream()
            .filter(each -> each.id().equals(job.id()))
            .toList();
    return !truth.isEmpty() && truth.stream().noneMatch(each -> each.uid().equals(uid));
  }

  /** Kept by what is as it is wanted, a word to retry would count when nobody means it any more. */
  private void usesUp(SimulatedApi.Version before, ResourceStatus after) {
    boolean isDone =
        before.status().launchSequence().isPresent() // at a takeover it is looked at next
            && after.phase().filter(Phase.READY::equals).isPresent()
            && after.isReconciled()
            && after.observedGeneration() == before.generation()
            && after.jobHistory().equals(before.status().jobHistory());
    if (isDone
        && !Word.isSetAside(before.annotations())
        && Word.asksAgain(before.annotations(), after.handledRetry())) {
      verdict.condemn("R: " + before.uid() + " is Ready, and keeps a word to retry for later");
    }
  }

  private void countWaits(ResourceStatus after) {
    for (Condition each : after.conditions()) {
      if (each.isTrue() && each.type().equals(ConditionType.JOB_OVERDUE.toString())) {
        chronicle.hit(Fault.JOB_OVERDUE);
      }
      if (each.isTrue() && each.reason().equals("Queued")) {
        chronicle.hit(Fault.LAUNCH_PACED);
      }
      if (each.isTrue() && each.message().startsWith("mass-launch guard")) {
        chronicle.hit(Fault.MASS_LAUNCH_STOPPED);
      }
    }
  }

  @Override
  public void vanishes(String uid) {
    cancels.vanishes(uid);
    chronicle.unexplained().vanishes(uid);
  }

  @Override
  public void releases(SimulatedApi.Version last) {
    releases.releases(last);
  }

  /** A process asks a job to end. */
  void cancels(String process, JobQuery query) {
    cancels.cancels(process, query);
  }

  /** A request left a process. */
  void sent(String process, LaunchRequest request) {
    launches.sent(process, request);
  }

  /** A process sent faster than its pace. */
  void hurried(String process) {
    launches.hurried(process);
  }
}
