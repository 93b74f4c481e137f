package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Answer.Said.LISTED;
import static io.cloudkit.testkit.tck.Answer.Said.THREW;
import static io.cloudkit.testkit.tck.Answer.Said.UNKNOWABLE;
import static io.cloudkit.testkit.tck.BackendCall.CANCEL;
import static io.cloudkit.testkit.tck.BackendCall.LAUNCH;
import static io.cloudkit.testkit.tck.BackendCall.QUESTION;
import static io.cloudkit.testkit.tck.Stage.expect;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.tck.Stage.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** P-4: looking at jobs. */
interface ObservationRules {
  Map<JobEvent, JobState> ENDS =
      Map.of(JobEvent.SUCCEEDS, JobState.SUCCEEDED, JobEvent.FAILS, JobState.FAILED);

  @Rule(
      number = "P-4.1",
      promise = "no end is told without proof",
      source = "JobObservation: \"not found\" is never an end; JobState.UNKNOWN; JobStatus.settle",
      lookAt =
          "what becomes of a 404, of a failed question, of a state that is not known, and of an end"
              + " that the backend tells before it is true (settle)")
  default void noEndIsToldWithoutProof(Stage stage) {
    Effort effort = stage.effort(JobType.PROVISION);
    Answer launched = stage.send(effort);
    expect(!launched.tellsAnEnd(), "no end of a job just launched, found", launched);
    Running running = new Running(effort, launched.job().orElseThrow());
    stage.backend().let(effort.claim(), JobEvent.BEGINS);
    noEnd(stage, running, "of a job that runs");

    String other = JobRef.of("x", JobType.PROVISION, running.job().id() + "0", "x").id();
    JobRef unknown = JobRef.of(Stage.INSTANCE, JobType.PROVISION, other, effort.plan().operation());
    noEnd(stage, new Running(effort.under(stage.claim()), unknown), "of a job that never was");

    for (Fault fault : Fault.values()) {
      stage.restart(); // one that leaves a sick backend alone would not meet the later ones
      if (fault != Fault.HANGS && stage.backend().misbehave(QUESTION, fault)) {
        noEnd(stage, running, "of a backend that " + fault);
        stage.heal();
      }
    }
    Running liar = stage.running();
    if (stage.backend().let(liar.effort().claim(), JobEvent.SEEMS_TO_END)) {
      noProvenEnd(stage.observe(liar));
      stage.news(liar).ifPresent(ObservationRules::noProvenEnd);
    }
    if (stage.backend().let(effort.claim(), JobEvent.IS_PURGED)) {
      noEnd(stage, running, "of a job whose record was removed");
    }
  }

  private static void noEnd(Stage stage, Running job, String of) {
    Answer seen = stage.observe(job);
    expect(!seen.tellsAnEnd() && !seen.is(Answer.Said.BROKE), "no end " + of + ", found", seen);
    Optional<Answer> news = stage.news(job);
    expect(!news.filter(Answer::tellsAnEnd).isPresent(), "no end in news " + of + ", found", news);
  }

  private static void noProvenEnd(Answer answer) {
    boolean believed =
        answer.tellsAnEnd() && answer.status().filter(s -> s.settle().isZero()).isPresent();
    expect(!believed, "a time to settle, of a job that only seems to have ended, found", answer);
  }

  @Rule(
      number = "P-4.2",
      promise = "an end is told, as what it was",
      source = "ProvisioningProvider.observe: definitely and now; JobState",
      lookAt = "how the backend's words are mapped to states: each of its ends, good and bad")
  default void anEndIsToldAsWhatItWas(Stage stage) {
    ENDS.forEach(
        (event, state) -> {
          Running job = stage.running();
          Running neighbour = stage.running();
          if (stage.backend().let(job.effort().claim(), event)) {
            awaitEnd(stage, job, state);
            Answer beside = stage.observe(neighbour);
            expect(!beside.tellsAnEnd(), "no end of a job beside it, found", beside);
          }
        });
  }

  private static void awaitEnd(Stage stage, Running job, JobState wanted) {
    Calls.await("the end of " + job.job() + " is seen", () -> stage.observe(job).tellsAnEnd());
    Answer seen = stage.observe(job);
    expect(seen.tells(wanted), job.job() + " to be " + wanted + ", found", seen);
  }

  @Rule(
      number = "P-4.3",
      promise = "news tell each end, as what it was",
      source = "ProvisioningProvider.news: what may be new; one without a settle time is believed",
      lookAt =
          "the list that news are read from: filters that miss ended jobs, keys that are not the"
              + " asked JobRef, another mapping of states than observe's")
  default void newsTellEachEnd(Stage stage) {
    ENDS.forEach(
        (event, state) -> {
          Running ended = stage.running();
          Running living = stage.running();
          Running notAsked = stage.running();
          if (stage.backend().let(ended.effort().claim(), event)) {
            newsTellTheEnd(stage, ended, state);
            newsTellNothingElse(stage, ended, living, notAsked);
          }
        });
  }

  /** The first news of it: an end without a settle time is believed, and not asked about again. */
  private static void newsTellTheEnd(Stage stage, Running ended, JobState state) {
    Answer told =
        Calls.awaitPresent(
            "news tell the end of " + ended.job(),
            () -> stage.news(ended).filter(Answer::tellsAnEnd));
    expect(told.tells(state), "news of " + ended.job() + " to tell " + state + ", found", told);
  }

  private static void newsTellNothingElse(
      Stage stage, Running ended, Running living, Running notAsked) {
    stage
        .news(living)
        .ifPresent(news -> expect(!news.tellsAnEnd(), "no end of a living job, found", news));
    var all = stage.provider().news(List.of(stage.query(ended), stage.query(living))).keySet();
    expect(
        !all.contains(notAsked.job()) && List.of(ended.job(), living.job()).containsAll(all),
        "news of the jobs that were asked about, found",
        all);
  }

  @Rule(
      number = "P-4.4",
      promise = "a question has no effect",
      source = "ProvisioningProvider: recover, observe, bookmark, liveJobs, preflight: read-only",
      lookAt = "a recover that launches again, an observe that cancels, a preflight that tries out")
  default void aQuestionHasNoEffect(Stage stage) {
    Running running = stage.running();
    Effort lost = stage.effort(JobType.PROVISION);
    long launches = stage.count(LAUNCH);
    List<MadeJob> jobs = stage.backend().jobs();

    for (Stage.Age age : Stage.Age.values()) {
      stage.recover(lost, age);
      stage.recover(running.effort(), age);
    }
    Answer seen = stage.observe(running);
    Optional<Answer> news = stage.news(running);
    Answer live = stage.liveJobs(running.effort());
    var findings = stage.provider().preflight();

    expect(
        stage.count(LAUNCH) == launches
            && stage.count(CANCEL) == 0
            && stage.backend().jobs().equals(jobs),
        "no effect of questions, found",
        stage.backend().requests(),
        List.of(seen, news, live, findings));
  }

  @Rule(
      number = "P-4.5",
      promise = "what runs for a resource is shown, or said to be unknowable",
      source = "ProvisioningProvider.liveJobs; LiveJobs.of: these, and no others, may be alive",
      lookAt =
          "the search by the resource's uid, and what is told when it fails: an empty list lets a"
              + " deprovision run beside a job")
  default void whatRunsIsShown(Stage stage) {
    Running running = stage.running();
    Running neighbour = stage.running();
    Answer answer = stage.liveJobs(running.effort());
    if (!stage.provider().traits().canSearch()) {
      expect(answer.is(UNKNOWABLE), "unknowable, of who can not search, found", answer);
      return;
    }
    expect(answer.is(LISTED, UNKNOWABLE), "a list, or unknowable, found", answer);
    if (answer.is(LISTED)) {
      List<JobRef> jobs = answer.jobs().stream().map(FoundJob::job).toList();
      expect(
          jobs.contains(running.job()) && !jobs.contains(neighbour.job()),
          running.job() + " alone, found",
          jobs);
      for (Fault fault :
          stage.faults(QUESTION, Stream.of(Fault.FAILS, Fault.LOSES_THE_REQUEST, Fault.REFUSES))) {
        stage.restart();
        stage.backend().misbehave(QUESTION, fault);
        Answer then = stage.liveJobs(running.effort());
        stage.heal();
        boolean empty = then.is(LISTED) && then.jobs().isEmpty();
        expect(!empty, "\"I do not know\", of a backend that " + fault + ", found", then);
      }
    }
  }

  @Rule(
      number = "P-4.6",
      promise = "who hears nothing does not say that there is no news",
      source = "ProvisioningProvider.news: throws if nothing could be asked",
      lookAt =
          "what news answer when none of their questions was answered: an empty map tells the"
              + " engine that all is well, and nobody learns that nothing is heard of the jobs")
  default void silenceIsNotNoNews(Stage stage) {
    if (stage.provider().traits().watch() != ProviderTraits.Watch.POLLED) {
      return; // it is never asked for news
    }
    for (Fault fault :
        stage.faults(
            QUESTION,
            Stream.of(Fault.FAILS, Fault.LOSES_THE_REQUEST, Fault.BABBLES, Fault.HANGS))) {
      stage.restart(fault == Fault.HANGS ? Duration.ofSeconds(1) : Duration.ofSeconds(20));
      Running running = stage.running();
      stage.backend().misbehave(QUESTION, fault);
      // who did not ask in this tick has to in one of the next
      Calls.await("news throw, of a backend that " + fault, () -> isThrown(stage, running, fault));
      stage.heal();
    }
  }

  private static boolean isThrown(Stage stage, Running running, Fault fault) {
    long asked = stage.count(QUESTION);
    Optional<Answer> news = stage.news(running);
    boolean isSilent = news.isEmpty() && stage.count(QUESTION) > asked;
    expect(
        !isSilent, "news to throw, of a backend that " + fault + ", found none of", running.job());
    return news.filter(answer -> answer.is(THREW)).isPresent();
  }
}
