package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.asks;
import static io.cloudkit.controller.decide.Then.cancels;
import static io.cloudkit.controller.decide.Then.waits;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Jobs that may be alive are looked at, ended when they should end, given up when they must be. */
final class JobRows {
  private JobRows() {}

  private static final JobSketch SIGNALLED = provision("101").by("eda");
  private static final JobSketch SETTLING = provision("101").settlingAs(JobState.SUCCEEDED);
  private static final JobSketch HIDDEN = provision("101").unseen("no right to read it");
  private static final JobSketch RUNNING = provision("101");

  private static JobObservation seen(JobState state) {
    return JobObservation.seen(JobStatus.of(state));
  }

  private static JobObservation endedAs(JobState state, Duration settle) {
    return JobObservation.seen(JobStatus.builder(state).settle(settle).build());
  }

  static final List<Row> ALL =
      List.of(
          row("a running job of a polled provider is not asked about")
              .given(resource().with(RUNNING))
              .then(waits().because("JobRunning").phase(Phase.PROGRESSING))
              .because("its monitor brings the news: nothing in the loop waits for a poll"),
          row("a job of a signalled provider is looked at when its resource changes")
              .given(resource().choosing("eda").with(SIGNALLED).beforeAsking())
              .then(asks(Question.observe(SIGNALLED.ref())))
              .because("its signals are on the resource"),
          row("a signal that it is done makes the resource Ready")
              .given(resource().with(SIGNALLED).observed(SIGNALLED, seen(JobState.SUCCEEDED)))
              .then(waits().phase(Phase.READY).telling("Provisioned"))
              .because("v1 is what was asked for"),
          row("a job is asked at the provider that launched it, whatever is configured now")
              .given(resource().with(SIGNALLED).choosing("aap").beforeAsking())
              .then(asks(Question.observe(SIGNALLED.ref())))
              .because("changing the configured provider strands no resource"),
          row("news of a success is believed when the provider vouches for it")
              .given(resource().with(RUNNING).news(RUNNING, seen(JobState.SUCCEEDED)))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .writing(
                          "reconciled v1",
                          s -> s.reconciledConfigVersion().equals(Optional.of("v1"))))
              .because("its settle time is zero"),
          row("an end that may still change is not believed yet")
              .given(
                  resource()
                      .with(RUNNING)
                      .news(RUNNING, endedAs(JobState.FAILED, Duration.ofSeconds(90)))
                      .standsFor(RUNNING, Duration.ofSeconds(30), Duration.ofSeconds(90)))
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("its end is not certain yet")
                      .wakingAfter(Duration.ofSeconds(60))
                      .writing("no failure", s -> s.failure().isEmpty())
                      .writing(
                          "settling",
                          s -> s.provisionJob().orElseThrow().standing() == Standing.SETTLING))
              .because("a status can change after it looked final: read again"),
          row("when its time has come a settling job is read again")
              .given(
                  resource()
                      .with(SETTLING)
                      .standsFor(SETTLING, Duration.ofSeconds(90), Duration.ofSeconds(90))
                      .beforeAsking())
              .then(asks(Question.observe(SETTLING.ref())))
              .because("what only grew old is not proven"),
          row("an end that only news tell of is observed at once")
              .given(
                  resource()
                      .with(RUNNING)
                      .news(RUNNING, endedAs(JobState.CANCELED, Duration.ofSeconds(90)))
                      .knownFromNews(RUNNING)
                      .beforeAsking())
              .then(asks(Question.observe(RUNNING.ref())))
              .because("what a list can not prove, a look at the job may"),
          row("a row that asks for less time than the job ends nothing")
              .given(
                  resource()
                      .with(RUNNING)
                      .standsFor(RUNNING, Duration.ofSeconds(5), Duration.ofSeconds(90))
                      .news(RUNNING, endedAs(JobState.SUCCEEDED, Duration.ofSeconds(1))))
              .then(
                  waits()
                      .because("JobRunning")
                      .writing("alive", s -> s.provisionJob().orElseThrow().mayBeAlive()))
              .because("looked at twice within five seconds, it may run for another eighty-five"),
          row("an end that news prove is believed")
              .given(
                  resource()
                      .with(RUNNING)
                      .news(RUNNING, endedAs(JobState.SUCCEEDED, Duration.ZERO))
                      .knownFromNews(RUNNING))
              .then(waits().phase(Phase.READY))
              .because("no second question for what is certain"),
          row("a job whose provider is not configured any more is shown to a person")
              .given(
                  resource()
                      .with(provision("101").by("gone"))
                      .observed(
                          provision("101").by("gone"), JobObservation.notVisible("not configured")))
              .then(
                  waits()
                      .showing(ConditionType.STALLED)
                      .saying("not configured")
                      .saying("resolve-launch=op-101=abandon"))
              .because("no news will ever come of it"),
          row("a job that still looks the same after its settle time has ended")
              .given(
                  resource()
                      .with(SETTLING)
                      .standsFor(SETTLING, Duration.ofSeconds(90), Duration.ofSeconds(90))
                      .observed(SETTLING, endedAs(JobState.SUCCEEDED, Duration.ofSeconds(90))))
              .then(waits().phase(Phase.READY))
              .because("it was looked at twice"),
          row("a settling job that runs again is alive")
              .given(
                  resource()
                      .with(SETTLING)
                      .standsFor(SETTLING, Duration.ZERO, Duration.ZERO)
                      .observed(SETTLING, seen(JobState.RUNNING)))
              .then(
                  waits()
                      .because("JobRunning")
                      .writing(
                          "alive",
                          s -> s.provisionJob().orElseThrow().standing() == Standing.ALIVE))
              .because("the status lied"),
          row("a job whose record was purged while it ran is not finished")
              .given(resource().with(RUNNING).news(RUNNING, JobObservation.purged("404")))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .showing(ConditionType.STALLED)
                      .saying("resolve-launch=op-101=abandon")
                      .writing("alive", s -> s.provisionJob().orElseThrow().mayBeAlive()))
              .because("404 is never \"finished\""),
          row("a job that was seen at its end and then purged has ended")
              .given(
                  resource()
                      .with(SETTLING)
                      .news(SETTLING, JobObservation.purged("404"))
                      .standsFor(SETTLING, Duration.ofSeconds(120), Duration.ofSeconds(30))
                      .observed(SETTLING, JobObservation.purged("404")))
              .then(waits().phase(Phase.READY))
              .because("AAP removes records of ended jobs alone: aap-api.md, rule 13"),
          row("a job that must not be read may be alive")
              .given(resource().with(RUNNING).news(RUNNING, JobObservation.notVisible("no right")))
              .then(waits().showing(ConditionType.STALLED).saying("no right"))
              .because("rights say nothing about life"),
          row("a foreign job may be alive")
              .given(resource().with(RUNNING).news(RUNNING, JobObservation.foreign("another kind")))
              .then(waits().showing(ConditionType.STALLED).saying("another kind"))
              .because("another database behind the same address says nothing about ours"),
          row("a job that can not be seen is asked about")
              .given(resource().with(HIDDEN).beforeAsking())
              .then(asks(Question.observe(HIDDEN.ref())))
              .because("it may be visible again"),
          row("a job of which nobody knows is waited for")
              .given(resource().with(HIDDEN).notAnswering(HIDDEN))
              .then(waits().showing(ConditionType.STALLED).wakingAfter(Duration.ofSeconds(30)))
              .because("no answer decides nothing"),
          row("a job that is visible again is followed again")
              .given(
                  resource()
                      .with(HIDDEN)
                      .phase(Phase.FAILED)
                      .observed(HIDDEN, seen(JobState.RUNNING)))
              .then(waits().because("JobRunning").notShowing(ConditionType.STALLED))
              .because("the right came back"),
          row("a job that nobody can see is over by a person's word")
              .given(
                  resource()
                      .with(HIDDEN)
                      .notAnswering(HIDDEN)
                      .annotated("resolve-launch", "op-101=abandon"))
              .then(
                  waits()
                      .telling("JobAbandoned")
                      .writing("dead", s -> !s.provisionJob().orElseThrow().mayBeAlive()))
              .because("the person looked there"),
          row("a nameless job that nobody can see is abandoned by its id")
              .given(
                  resource()
                      .with(provision("7").withoutOperation().unseen("404"))
                      .notAnswering(provision("7").withoutOperation())
                      .annotated("resolve-launch", "7=abandon"))
              .then(waits().telling("JobAbandoned"))
              .because("jobs of the Go operator have no operation"),
          row("how to abandon a nameless job is said in words that work")
              .given(
                  resource()
                      .with(provision("7").withoutOperation().unseen("404"))
                      .notAnswering(provision("7").withoutOperation()))
              .then(waits().saying("resolve-launch=7=abandon"))
              .because("an instruction that can not be followed is worse than none"),
          row("a job that can be seen is not over by a person's word")
              .given(resource().with(RUNNING).annotated("resolve-launch", "op-101=abandon"))
              .then(waits().because("JobRunning"))
              .because("it runs: cancel it at its backend"),
          row("a job that was seen to end is not given up while its end settles")
              .given(
                  resource()
                      .with(provision("101").by("eda").settlingAs(JobState.SUCCEEDED))
                      .observed(SIGNALLED, endedAs(JobState.SUCCEEDED, Duration.ofMinutes(5)))
                      .followedFor(SIGNALLED, Duration.ofHours(6)))
              .then(waits().notShowing(ConditionType.OVERLAP_POSSIBLE).because("JobRunning"))
              .because("its end is known, and to be believed in a moment"),
          row("a job that tells nothing is over by a person's word")
              .given(
                  resource()
                      .with(SIGNALLED)
                      .observed(SIGNALLED, seen(JobState.UNKNOWN))
                      .annotated("resolve-launch", "op-" + SIGNALLED.ref().id() + "=abandon"))
              .then(waits().telling("JobAbandoned"))
              .because("the person saw at the backend that the event was lost"),
          row("a job of which signs alone tell is over by a person's word, though one said that it runs")
              .given(
                  resource()
                      .with(SIGNALLED)
                      .observed(SIGNALLED, seen(JobState.RUNNING))
                      .annotated("resolve-launch", "op-" + SIGNALLED.ref().id() + "=abandon"))
              .then(waits().telling("JobAbandoned"))
              .because("a sign that it began is there, too, when it failed"),
          row("how a job that tells nothing is given up is said in words that work")
              .given(resource().with(SIGNALLED).observed(SIGNALLED, seen(JobState.UNKNOWN)))
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("resolve-launch=op-" + SIGNALLED.ref().id() + "=abandon"))
              .because("its longest life may be an hour"),
          row("a job past its longest life is taken to be dead, and that is shown")
              .given(
                  resource()
                      .with(SIGNALLED)
                      .observed(SIGNALLED, seen(JobState.UNKNOWN))
                      .followedFor(SIGNALLED, Duration.ofHours(6)))
              .then(
                  waits()
                      .showing(ConditionType.OVERLAP_POSSIBLE)
                      .telling("OverlapPossible")
                      .writing("dead", s -> !s.provisionJob().orElseThrow().mayBeAlive())
                      .writing("a failure", s -> s.failure().isPresent()))
              .because("a backend that shows nothing is believed under its declared longest life"),
          row("a job past its longest life is not given up while nobody answers how it is")
              .given(
                  resource()
                      .with(SIGNALLED)
                      .notAnswering(SIGNALLED)
                      .followedFor(SIGNALLED, Duration.ofHours(6)))
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("resolve-launch=op-" + SIGNALLED.ref().id() + "=abandon")
                      .notShowing(ConditionType.OVERLAP_POSSIBLE)
                      .wakingAfter(Duration.ofSeconds(5)))
              .because("it may have succeeded, and would be launched again"),
          row("a job past its longest life is over by a person's word, though nobody answers")
              .given(
                  resource()
                      .with(SIGNALLED)
                      .notAnswering(SIGNALLED)
                      .followedFor(SIGNALLED, Duration.ofHours(6))
                      .annotated("resolve-launch", "op-" + SIGNALLED.ref().id() + "=abandon"))
              .then(waits().telling("JobAbandoned"))
              .because("a provider that never answers would hold the resource for ever"),
          row("an unseen job past its longest life is asked about before it is given up")
              .given(
                  resource()
                      .with(HIDDEN)
                      .news(HIDDEN, JobObservation.notVisible("403"))
                      .followedFor(HIDDEN, Duration.ofHours(6))
                      .beforeAsking())
              .then(asks(Question.observe(HIDDEN.ref())))
              .because("news may be old"),
          row("what may overlap is shown until the infrastructure is known again")
              .given(
                  resource()
                      .with(provision("102").by("aap"))
                      .showing(ConditionType.OVERLAP_POSSIBLE, "job 101 was taken to be dead"))
              .then(waits().because("JobRunning").showing(ConditionType.OVERLAP_POSSIBLE))
              .because("it may still be so"),
          row("what may have overlapped is forgotten with the next success")
              .given(
                  resource()
                      .ready("v1")
                      .showing(ConditionType.OVERLAP_POSSIBLE, "job 101 was taken to be dead"))
              .then(waits().phase(Phase.READY).notShowing(ConditionType.OVERLAP_POSSIBLE))
              .because("the infrastructure is known"),
          row("a job that hides after its end is given up after its longest life")
              .given(
                  resource()
                      .with(SETTLING)
                      .observed(SETTLING, JobObservation.notVisible("403"))
                      .followedFor(SETTLING, Duration.ofHours(6)))
              .then(waits().showing(ConditionType.OVERLAP_POSSIBLE))
              .because("a finished job can answer 403 for ever: aap-api.md §6.2"),
          row("a job that hides after its end is over by a person's word")
              .given(
                  resource()
                      .with(SETTLING)
                      .observed(SETTLING, JobObservation.notVisible("403"))
                      .annotated("resolve-launch", "op-101=abandon"))
              .then(waits().telling("JobAbandoned"))
              .because("else nothing could be done but to orphan it"),
          row("a job that is seen to fail is told of")
              .given(
                  resource()
                      .with(RUNNING)
                      .news(RUNNING, endedAs(JobState.FAILED, Duration.ZERO))
                      .knownFromNews(RUNNING))
              .then(waits().telling("JobFailed"))
              .because(
                  "conditions show the last failure alone, and who looks later wants the others"),
          row("a job that lives longer than its deadline is cancelled and shown")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofMinutes(121)))
                      .observed(RUNNING, seen(JobState.RUNNING)))
              .then(
                  cancels("101")
                      .showing(ConditionType.JOB_OVERDUE)
                      .telling("Cancelling")
                      .wakingAfter(Duration.ofSeconds(30)))
              .because("it holds up everything else"),
          row("an overdue job is asked about before it is cancelled")
              .given(resource().with(provision("101").runningFor(Duration.ofMinutes(121))))
              .then(asks(Question.observe(RUNNING.ref())))
              .because("what was seen of it may be old, and a person may have cancelled it since"),
          row("an overdue job that a person cancelled meanwhile is held, and not cancelled")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofMinutes(121)))
                      .observed(RUNNING, seen(JobState.CANCELED)))
              .then(waits().showing(ConditionType.HELD).because("JobCanceled"))
              .because("taken for its own cancel, it would be launched again"),
          row("an overdue job is not cancelled while nobody answers how it is")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofMinutes(121)))
                      .notAnswering(RUNNING))
              .then(
                  waits()
                      .showing(ConditionType.JOB_OVERDUE)
                      .because("JobRunning")
                      .wakingAfter(Duration.ofSeconds(30)))
              .because("it is asked about again"),
          row("a job that only another host's clock calls overdue is not cancelled")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofHours(3)))
                      .followedFor(RUNNING, Duration.ofMinutes(1)))
              .then(waits().notShowing(ConditionType.JOB_OVERDUE))
              .because("clocks of hosts differ, and a healthy job would be ended"),
          row("a job at its deadline is not cancelled")
              .given(resource().with(provision("101").runningFor(Duration.ofMinutes(119))))
              .then(
                  waits().notShowing(ConditionType.JOB_OVERDUE).wakingAfter(Duration.ofMinutes(1)))
              .because("the deadline is two hours"),
          row("an overdue job that can not be cancelled is shown")
              .given(
                  resource()
                      .with(provision("101").by("eda").runningFor(Duration.ofHours(3)))
                      .observed(SIGNALLED, seen(JobState.RUNNING)))
              .then(waits().showing(ConditionType.JOB_OVERDUE).because("JobRunning"))
              .because("a person can look at it"),
          row("a job that was asked to end is given time")
              .given(
                  resource()
                      .with(
                          provision("101")
                              .runningFor(Duration.ofHours(3))
                              .cancelledByUs("it runs longer than its deadline"))
                      .cancelAsked(RUNNING, Duration.ofSeconds(29)))
              .then(waits().showing(ConditionType.JOB_OVERDUE).wakingWithin(Duration.ofSeconds(30)))
              .because("playbooks end slowly"),
          row("a job that lives on is asked to end again, without another Event")
              .given(
                  resource()
                      .with(
                          provision("101")
                              .runningFor(Duration.ofHours(3))
                              .cancelledByUs("it runs longer than its deadline"))
                      .showing(ConditionType.JOB_OVERDUE, "DeadlinePassed", "it runs too long")
                      .observed(RUNNING, seen(JobState.RUNNING))
                      .cancelAsked(RUNNING, Duration.ofSeconds(30)))
              .then(cancels("101").tellingNothing())
              .because("the first request may have been lost"),
          row("a stray is cancelled while the wanted job runs on")
              .given(resource().with(RUNNING).withStray(provision("102").operation("op-101")))
              .then(
                  cancels("102")
                      .writing(
                          "101 untouched",
                          s -> s.provisionJob().orElseThrow().cancelRequested().isEmpty()))
              .because("it was not wanted"),
          row("a stray of another provider with the same id is not taken for ours")
              .given(
                  resource()
                      .with(RUNNING)
                      .provider(
                          "aap2",
                          Given.timed(ProviderTraits.polled()).canCancel().canSearch().build())
                      .withStray(provision("101").by("aap2")))
              .then(
                  cancels("101")
                      .writing(
                          "aap's untouched",
                          s -> s.provisionJob().orElseThrow().cancelRequested().isEmpty()))
              .because("two AAPs number their jobs alike"),
          row("nothing is launched beside a stray")
              .given(
                  resource()
                      .wanting("v2")
                      .withStray(provision("102").cancelledByUs("it was not wanted"))
                      .cancelAsked(provision("102"), Duration.ofSeconds(1)))
              .then(waits().because("WaitingForJobs").saying("102"))
              .because("two jobs would work on one machine"),
          row("a stray that ended is told of until the job that it ran beside has ended")
              .given(
                  resource()
                      .with(RUNNING)
                      .withStray(provision("102").cancelledByUs("it was not wanted"))
                      .news(provision("102"), seen(JobState.CANCELED)))
              .then(
                  waits()
                      .writing("a dead stray", s -> !s.strayJobs().get(0).mayBeAlive())
                      .writing("no history", s -> s.jobHistory().isEmpty()))
              .because("nobody knows which of the two has the last word"));
}
