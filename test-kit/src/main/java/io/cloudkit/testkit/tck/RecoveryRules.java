package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.FOUND;
import static io.cloudkit.testkit.tck.Answer.Said.NOT_LAUNCHED;
import static io.cloudkit.testkit.tck.Answer.Said.SEEN;
import static io.cloudkit.testkit.tck.Answer.Said.THREW;
import static io.cloudkit.testkit.tck.Answer.Said.TOO_EARLY;
import static io.cloudkit.testkit.tck.Answer.Said.UNKNOWABLE;
import static io.cloudkit.testkit.tck.BackendCall.LAUNCH;
import static io.cloudkit.testkit.tck.BackendCall.QUESTION;
import static io.cloudkit.testkit.tck.Stage.Age.FRESH;
import static io.cloudkit.testkit.tck.Stage.Age.SETTLED;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.util.List;
import java.util.stream.Stream;

/** P-3: finding out what became of a launch. */
interface RecoveryRules {
  @Rule(
      number = "P-3.1",
      promise = "a launch whose answer was lost is found, or said to be unknowable",
      source = "ProvisioningProvider.recover; ProviderTraits.canSearch; FoundJob",
      lookAt =
          "whether operation and claim are sent with the launch, and read back from the job; whether"
              + " the search begins at the bookmark, and pages")
  default void findsTheJobWhoseAnswerWasLost(Stage stage) {
    for (JobType type : JobType.values()) {
      findsTheJobWhoseAnswerWasLost(stage, type);
    }
  }

  private static void findsTheJobWhoseAnswerWasLost(Stage stage, JobType type) {
    Effort neighbour = stage.effort(type);
    Effort effort = stage.effort(type);
    JobRef other = stage.start(neighbour);
    // if the backend can not lose the answer, it is lost here
    stage.backend().misbehave(LAUNCH, Fault.LOSES_THE_ANSWER);
    stage.send(effort);
    stage.heal();

    Answer answer = stage.recover(effort, FRESH);

    if (!stage.provider().traits().canSearch()) {
      expect(
          answer.is(UNKNOWABLE, TOO_EARLY, FOUND),
          "unknowable (or too early) of a provider that can not search, found",
          answer);
      return;
    }
    expect(answer.is(FOUND), "the " + type + " found, found", answer);
    List<FoundJob> jobs = answer.jobs();
    List<MadeJob> made = stage.made(effort);
    boolean others = jobs.stream().anyMatch(job -> job.job().equals(other));
    expect(jobs.size() == made.size() && !others, "jobs of this operation alone, found", jobs);
    FoundJob job = jobs.get(0);
    String claim = made.get(0).claim();
    expect(
        job.claim().filter(echo -> !echo.equals(claim)).isEmpty(),
        "an echo of claim " + claim + ", if any, found",
        job.claim());
    String version = effort.plan().configVersion();
    expect(
        job.configVersion().filter(echo -> !echo.equals(version)).isEmpty(),
        "an echo of config version " + version + ", if any, found",
        job.configVersion());
    String id = job.job().id();
    String operation = effort.plan().operation();
    expect(
        job.job().equals(JobRef.of(Stage.INSTANCE, type, id, operation)),
        "a job of this instance, type and operation, found",
        job);
  }

  @Rule(
      number = "P-3.2",
      promise = "all jobs of an operation are found, oldest first",
      source = "Recovery.found: all that carry the operation; ProviderTraits.deduplicates",
      lookAt =
          "a search that stops at its first match, compares the claim instead of the operation, or"
              + " sorts by newest; or deduplicates() said of a backend that does not")
  default void findsEveryJobOfAnOperation(Stage stage) {
    for (JobType type : JobType.values()) {
      findsEveryJobOfAnOperation(stage, type);
    }
  }

  private static void findsEveryJobOfAnOperation(Stage stage, JobType type) {
    Effort first = stage.effort(type);
    Effort second = first.under(stage.claim());
    JobRef oldest = stage.start(first);
    Answer again = stage.send(second);

    int made = stage.made(first).size();
    if (stage.provider().traits().deduplicates()) {
      expect(made == 1, "one job however often it is sent, found", made, again);
    }
    stage.settle(first);
    Answer answer = stage.recover(second, SETTLED);
    if (!stage.provider().traits().canSearch()) {
      expect(!answer.is(NOT_LAUNCHED), "not \"not launched\" of what was, found", answer);
      return;
    }
    expect(answer.is(FOUND), "each " + type + " found, found", answer);
    List<JobRef> jobs = answer.jobs().stream().map(FoundJob::job).toList();
    expect(jobs.size() == made, made + " jobs found, found", jobs);
    expect(jobs.get(0).id().equals(oldest.id()), oldest + " to be the first, found", jobs);
    List<String> sent = stage.made(first).stream().map(MadeJob::claim).toList();
    for (int i = 0; i < made; i++) {
      String claim = answer.jobs().get(i).claim().orElse(sent.get(i));
      expect(claim.equals(sent.get(i)), "an echo of the claims " + sent + ", found", claim);
    }
  }

  @Rule(
      number = "P-3.3",
      promise = "\"not launched\" is not said before its time",
      source = "Recovery.notLaunched: only when UnresolvedLaunch.isSettled",
      lookAt =
          "what is said when nothing is found: tooEarly until isSettled (UnresolvedLaunch.resolvedBy"
              + " does it): the launch may still be under way")
  default void isNotSaidBeforeItsTime(Stage stage) {
    for (JobType type : JobType.values()) {
      isNotSaidBeforeItsTime(stage, type);
    }
  }

  private static void isNotSaidBeforeItsTime(Stage stage, JobType type) {
    Effort effort = stage.effort(type);
    boolean able = stage.backend().misbehave(LAUNCH, Fault.COMMITS_LATE);
    if (able) {
      stage.send(effort);
    }
    stage.heal();

    Answer early = stage.recover(effort, FRESH);
    expect(
        !early.is(NOT_LAUNCHED),
        "nothing said of a " + type + " that may yet appear, found",
        early);
    if (able) {
      stage.backend().catchUp();
    } else {
      stage.send(effort);
    }
    stage.settle(effort);
    Answer later = stage.recover(effort, SETTLED);
    expect(
        !stage.made(effort).isEmpty() && !later.is(NOT_LAUNCHED),
        "the " + type + " that appeared since, found",
        later);
  }

  @Rule(
      number = "P-3.4",
      promise = "what was not launched is said in the end",
      source = "ProvisioningProvider.recover; Recovery.unknowable: exactly what to do",
      lookAt =
          "what is said once the launch has settled: notLaunched; of a backend that can not be"
              + " searched also unknowable with a remedy, or, of a deprovision alone, found with"
              + " the state Unknown; tooEarly would hold the resource for ever")
  default void isSaidInTheEnd(Stage stage) {
    for (JobType type : JobType.values()) {
      isSaidInTheEnd(stage, type);
    }
  }

  private static void isSaidInTheEnd(Stage stage, JobType type) {
    Effort lost = stage.effort(type);

    Answer answer = stage.recover(lost, SETTLED);

    boolean searches = stage.provider().traits().canSearch();
    boolean blind = answer.is(UNKNOWABLE) || isFollowedAsSent(type, answer);
    expect(
        answer.is(NOT_LAUNCHED) || (!searches && blind),
        (searches ? "\"not launched\"" : "\"not launched\" or \"unknowable\"")
            + " of a "
            + type
            + ", found",
        answer);
  }

  /**
   * Who can not know whether a deprovision was sent may follow it as one that was, since it is sent
   * again after its deadline; as long as nothing is claimed of it.
   */
  private static boolean isFollowedAsSent(JobType type, Answer answer) {
    return type == JobType.DEPROVISION
        && answer.is(FOUND)
        && answer.jobs().stream().allMatch(job -> job.status().state() == JobState.UNKNOWN);
  }

  @Rule(
      number = "P-3.5",
      promise = "what could not be asked is not answered",
      source = "ProvisioningProvider.recover: throws if the backend can not be asked now",
      lookAt =
          "how a failed, cut or nonsensical answer to a question is told: by a ProviderException,"
              + " never by \"none there\"")
  default void whatCouldNotBeAskedIsNotAnswered(Stage stage) {
    for (JobType type : JobType.values()) {
      whatCouldNotBeAskedIsNotAnswered(stage, type);
    }
  }

  private static void whatCouldNotBeAskedIsNotAnswered(Stage stage, JobType type) {
    Effort effort = stage.effort(type);
    JobRef job = stage.start(effort);
    for (Fault fault :
        stage.faults(
            QUESTION,
            Stream.of(Fault.LOSES_THE_REQUEST, Fault.FAILS, Fault.BABBLES, Fault.REFUSES))) {
      stage.backend().misbehave(QUESTION, fault);
      Answer answer = stage.recover(effort, SETTLED);
      stage.heal();
      // who can not search, or may not, need not hope for a better answer
      boolean forEver = !stage.provider().traits().canSearch() || fault == Fault.REFUSES;
      expect(
          answer.is(THREW, FOUND, TOO_EARLY) || (forEver && answer.is(UNKNOWABLE)),
          "a ProviderException about " + job + ", of a backend that " + fault + ", found",
          answer);
      if (answer.is(FOUND)) {
        answer.findsNoneBut(List.of(job));
      }
    }
  }

  @Rule(
      number = "P-3.6",
      promise = "a provider that was made a second ago knows as much",
      source = "ProvisioningProvider, State: the engine stores what must outlive a restart",
      lookAt = "maps and caches of jobs in the provider: nothing may be known only to them")
  default void aRestartForgetsNothing(Stage stage) {
    for (JobType type : JobType.values()) {
      aRestartForgetsNothing(stage, type);
    }
  }

  private static void aRestartForgetsNothing(Stage stage, JobType type) {
    Stage.Running running = stage.running(type);
    stage.restart();
    Answer seen = stage.observe(running);
    expect(seen.is(SEEN), running.job() + " seen after a restart, found", seen);
    if (stage.provider().traits().canSearch()) {
      Answer found = stage.recover(running.effort(), SETTLED);
      expect(found.is(FOUND), running.job() + " found after a restart, found", found);
    }
  }
}
