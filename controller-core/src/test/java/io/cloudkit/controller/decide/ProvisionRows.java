package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.asks;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Coming, changing, being there. */
final class ProvisionRows {
  private ProvisionRows() {}

  private static Given failedOnce() {
    return resource()
        .with(provision("101").ended(JobState.FAILED))
        .failed(1, "v1", Duration.ofSeconds(12));
  }

  /** Ready once, and wanted otherwise since. */
  private static Given edited() {
    return resource().ready("v1").with(provision("100").ended(JobState.SUCCEEDED)).wanting("v2");
  }

  private static Given cancelledByAnotherHand() {
    return resource().with(provision("101").ended(JobState.CANCELED));
  }

  private static boolean follows(ResourceStatus status, String word) {
    return status.launch().orElseThrow().rerun().equals(Optional.of(word));
  }

  private static boolean isPending(ResourceStatus status) {
    return status.handledRerun().isEmpty();
  }

  static final List<Row> ALL =
      List.of(
          row("what is wanted and was never launched is launched")
              .given(resource())
              .then(
                  launches(PROVISION)
                      .of("v1")
                      .at("aap")
                      .attempt(1)
                      .asANewOperation()
                      .phase(Phase.PROGRESSING)
                      .writing("sequence 1", s -> s.launchSequence().equals(Optional.of(1L)))
                      .writing(
                          "bookmark",
                          s -> s.launch().orElseThrow().bookmark().equals(Optional.of("mark"))))
              .because("nothing stands against it, and it is written before it is sent (L1)"),
          row("before a launch its bookmark is asked for")
              .given(resource().beforeAsking())
              .then(Then.asksForABookmark().writingNothing())
              .because("a search for a lost answer begins there"),
          row("when a permission came to no job that is known, what lives there is asked for first")
              .given(edited().permitted(2).unanswered("claim-9").beforeAsking())
              .then(asks(Question.liveJobs("aap")).writingNothing())
              .because(
                  "its request may have left late, and nobody else looks for its job any more"),
          row("when what was not answered was not kept, the sequence tells that a job is missing")
              .given(edited().permitted(2).beforeAsking())
              .then(asks(Question.liveJobs("aap")).writingNothing())
              .because("the status was lost, or is of an earlier version"),
          row("when all permissions were answered, a provision costs no such request")
              .given(edited().permitted(40).unanswered().beforeAsking())
              .then(Then.asksForABookmark())
              .because("its history forgets jobs, and nothing is missing for that"),
          row("when all permissions have their jobs, a provision costs no such request")
              .given(edited().permitted(1).beforeAsking())
              .then(Then.asksForABookmark())
              .because("its backend is small, and nothing is missing"),
          row("a backend that can not show its jobs is not asked before a provision")
              .given(
                  resource()
                      .with(provision("100").by("mute").ended(JobState.SUCCEEDED))
                      .wanting("v2")
                      .provider("mute", Given.timed(ProviderTraits.polled()).build())
                      .choosing("mute")
                      .permitted(2)
                      .beforeAsking())
              .then(Then.asksForABookmark())
              .because("it would show nothing"),
          row("a late job is a stray before the next provision")
              .given(
                  edited()
                      .permitted(2)
                      .unanswered("claim-9", "claim-555")
                      .runsThere(
                          "aap", Given.found(provision("555"), "claim-555", JobState.RUNNING)))
              .then(
                  waits()
                      .because("WaitingForJobs")
                      .saying("provision waits for its end")
                      .telling("StrayJobs")
                      .writing("stray 555", s -> s.strayJobs().get(0).id().equals("555"))
                      .writing("unknown", s -> s.reconciledConfigVersion().isEmpty())
                      .writing(
                          "one claim left",
                          s -> s.unansweredClaims().equals(Optional.of(List.of("claim-9")))))
              .because("it is cancelled and followed, and changes the machine as it likes"),
          row("when what was not answered was not kept, a job of an unknown claim is late")
              .given(
                  edited()
                      .permitted(2)
                      .runsThere(
                          "aap", Given.found(provision("555"), "claim-555", JobState.RUNNING)))
              .then(waits().because("WaitingForJobs").telling("StrayJobs"))
              .because("nothing else tells of it"),
          row("a job that a person started again is left alone, though its history is forgotten")
              .given(
                  edited()
                      .permitted(40)
                      .unanswered("claim-9")
                      .runsThere("aap", Given.found(provision("555"), "claim-1", JobState.RUNNING)))
              .then(launches(PROVISION))
              .because("the permission that it names was answered"),
          row("a job that a person started again is left alone before a provision")
              .given(
                  edited()
                      .permitted(2)
                      .runsThere(
                          "aap", Given.found(provision("555"), "claim-100", JobState.RUNNING)))
              .then(launches(PROVISION))
              .because("it has the claim of the job that it was made of"),
          row("no provision while it is not known whether a late job runs")
              .given(edited().permitted(2).nobodyAnswers())
              .then(waits().because("ProviderUnavailable").saying("provision waits"))
              .because("no answer decides nothing"),
          row("no launch without a bookmark")
              .given(resource().nobodyAnswers())
              .then(
                  waits()
                      .because("ProviderUnavailable")
                      .telling("ProviderUnavailable", "connection refused")
                      .wakingAfter(Duration.ofSeconds(5)))
              .because("a lost answer could not be searched for"),
          row("the provider is chosen per resource")
              .given(resource().choosing("eda"))
              .then(launches(PROVISION).at("eda"))
              .because("two AAPs can coexist, and an EDA beside them"),
          row("a provider that is not configured is named, with those that are")
              .given(resource().choosing("awx"))
              .then(
                  waits().phase(Phase.FAILED).notAccepted("[aap, eda]").because("UnknownProvider"))
              .because("the annotation has a typing error"),
          row("a provider that is not configured is named on a Ready resource, too")
              .given(resource().ready("v1").choosing("awx"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .showing(ConditionType.AVAILABLE)
                      .notAccepted("provider: expected one of [aap, eda], found \"awx\""))
              .because("else its typing error would be found with the next change, or deletion"),
          row("a provider that could not be made changes nothing on a Ready resource")
              .given(resource().ready("v1").choosing("awx").unusable("awx", "create hung"))
              .then(waits().phase(Phase.READY).showing(ConditionType.ACCEPTED))
              .because("there is nothing to correct in its annotation"),
          row("a provider that is configured but could not be made says why")
              .given(resource().choosing("awx").unusable("awx", "create hung; see the log"))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .notAccepted("is configured, but could not be made: create hung; see the log")
                      .because("ProviderUnusable"))
              .because("there is nothing to correct in the annotation"),
          row("a spec that can not be acted upon is refused with its remedy")
              .given(resource().ready("v1").wantingNonsense("templateParameters: expected JSON"))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .notAccepted("templateParameters: expected JSON")
                      .telling("InvalidSpec"))
              .because("no playbook could make sense of it"),
          row("the same spec under another name is no change")
              .given(resource().ready("v1").named("v1-of-another-version"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .writing("v1", s -> s.desiredConfigVersion().equals(Optional.of("v1"))))
              .because("an upgrade of this program may name it otherwise, and re-runs nothing"),
          row("what is as desired is Ready")
              .given(resource().ready("v1"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .showing(ConditionType.AVAILABLE)
                      .notShowing(ConditionType.PROGRESSING)
                      .tellingNothing())
              .because("nothing is to be done"),
          row("a spec that could not be acted upon, and is taken back, leaves it Ready")
              .given(resource().ready("v1").phase(Phase.FAILED))
              .then(waits().phase(Phase.READY).telling("Provisioned"))
              .because("nothing was launched for it, and nothing has to be"),
          row("a changed spec is launched")
              .given(resource().ready("v1").wanting("v2"))
              .then(
                  launches(PROVISION)
                      .of("v2")
                      .notShowing(ConditionType.AVAILABLE)
                      .writing(
                          "still v1", s -> s.reconciledConfigVersion().equals(Optional.of("v1"))))
              .because("until a job was really launched the infrastructure is what it was"),
          row("a changed spec by another provider than before is told of")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("eda").ended(JobState.SUCCEEDED))
                      .choosing("aap")
                      .wanting("v2"))
              .then(
                  launches(PROVISION)
                      .at("aap")
                      .telling("ProviderSwitched", "both act on the same infrastructure"))
              .because("should the two act on different clouds, there are two machines"),
          row("a changed spec by a provider after an unnamed one is not told of")
              .given(
                  resource()
                      .ready("v1")
                      .with(
                          provision("100")
                              .by("unassigned")
                              .withoutOperation()
                              .ended(JobState.SUCCEEDED))
                      .wanting("v2"))
              .then(launches(PROVISION).at("aap").tellingNothing())
              .because("it was not switched: an earlier writer named none"),
          row("a spec that returns to an earlier value is a change like any other")
              .given(
                  resource()
                      .with(provision("102").of("v2").ended(JobState.SUCCEEDED))
                      .ready("v2")
                      .wanting("v1"))
              .then(launches(PROVISION).of("v1").asANewOperation())
              .because("the machine is as v2 asked (A-B-A)"),
          row("A-B-A while B runs: A is applied after it")
              .given(resource().with(provision("102").of("v2")))
              .then(waits().saying("the spec changed, and is applied after it"))
              .because("v1 was true before, and is not any more"),
          row("A-B-A after B: A is launched again")
              .given(
                  resource()
                      .with(provision("102").of("v2"))
                      .news(
                          provision("102"), JobObservation.seen(JobStatus.of(JobState.SUCCEEDED))))
              .then(launches(PROVISION).of("v1"))
              .because("the machine is as v2 asked"),
          row("a spec that changes during a run is applied after it")
              .given(resource().with(provision("101")).wanting("v2"))
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("the spec changed, and is applied after it")
                      .writing(
                          "v2 desired", s -> s.desiredConfigVersion().equals(Optional.of("v2"))))
              .because("two jobs would work on one machine"),
          row("changes in between are coalesced")
              .given(
                  resource()
                      .with(provision("101"))
                      .wanting("v2")
                      .wanting("v3")
                      .wanting("v4")
                      .news(
                          provision("101"), JobObservation.seen(JobStatus.of(JobState.SUCCEEDED))))
              .then(launches(PROVISION).of("v4"))
              .because("only the last one is wanted"),
          row("a changed spec after a failed run is launched at once")
              .given(failedOnce().wanting("v2"))
              .then(
                  launches(PROVISION)
                      .of("v2")
                      .attempt(1)
                      .writing("no failure", s -> s.failure().isEmpty()))
              .because("another spec begins afresh"),
          row("a failed run is tried again after a pause")
              .given(failedOnce())
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .because("Backend")
                      .saying("job 100 failed")
                      .wakingAfter(Duration.ofSeconds(12)))
              .because("a backend in trouble is not to be pressed"),
          row("a hundred runs that failed in a row need a person")
              .given(failedOnce().failed(100, "v1", Duration.ofSeconds(12)))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .because("Backend")
                      .showing(ConditionType.STALLED)
                      .telling("RetriesSpent")
                      .and(decision -> assertThat(decision.wakeAfter()).isEmpty()))
              .because("what failed so often fails again, and each try costs something"),
          row("a need of a person is told once")
              .given(
                  failedOnce()
                      .failed(100, "v1", Duration.ZERO)
                      .showing(ConditionType.STALLED, "RetriesSpent", "100 efforts failed"))
              .then(waits().phase(Phase.FAILED).showing(ConditionType.STALLED).tellingNothing())
              .because("it is looked at often"),
          row("a person's word is good for one more run")
              .given(failedOnce().failed(100, "v1", Duration.ofSeconds(12)).annotated("retry", "1"))
              .then(launches(PROVISION).attempt(101).notShowing(ConditionType.STALLED))
              .because("a person knows what was mended"),
          row("the pause counts from the end of the failed run")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofHours(1)))
                      .news(
                          provision("101"),
                          JobObservation.seen(
                              JobStatus.builder(JobState.FAILED).errorDetails("no disk").build())))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .saying("no disk")
                      .wakingWithin(Duration.ofSeconds(15))
                      .writing(
                          "13.5 to 15 s from now",
                          s ->
                              s.failure()
                                  .orElseThrow()
                                  .retryAt()
                                  .isAfter(Given.NOW.plusMillis(13_499))))
              .because("a long run must not have used it up"),
          row("after the pause the attempt has the next number")
              .given(
                  resource()
                      .with(provision("101").ended(JobState.FAILED))
                      .failed(3, "v1", Duration.ZERO.minusSeconds(1)))
              .then(launches(PROVISION).attempt(4).asANewOperation())
              .because("a playbook may care"),
          row("no pause is longer than the longest")
              .given(resource().failed(3, "v1", Duration.ofDays(300)))
              .then(waits().wakingAfter(Duration.ofMinutes(10)))
              .because("the clock that wrote it may have been another one"),
          row("who saw the whole pause waits no longer")
              .given(
                  resource()
                      .failed(3, "v1", Duration.ofHours(2))
                      .failureSeenFor(Duration.ofMinutes(10)))
              .then(launches(PROVISION).of("v1"))
              .because("a clock that is ahead would hold it for hours after a change of leaders"),
          row("who came into the pause later asks the clock")
              .given(
                  resource()
                      .failed(3, "v1", Duration.ofMinutes(2))
                      .failureSeenFor(Duration.ofMinutes(2)))
              .then(waits().wakingAfter(Duration.ofMinutes(1)))
              .because("it is a minute longer than two, and has been seen for two"),
          row("a person's new word ends the pause")
              .given(failedOnce().annotated("retry", "again-1"))
              .then(
                  launches(PROVISION)
                      .attempt(2)
                      .writing("word", s -> s.handledRetry().equals(Optional.of("again-1"))))
              .because("the person mended what was broken"),
          row("a word that was followed counts once")
              .given(failedOnce().annotated("retry", "again-1").retryWordDone("again-1"))
              .then(waits().wakingAfter(Duration.ofSeconds(12)))
              .because("the annotation stays there"),
          row("a word given to a Ready resource is used up")
              .given(resource().ready("v1").annotated("retry", "again-1"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .writing("word", s -> s.handledRetry().equals(Optional.of("again-1"))))
              .because("there is nothing to retry; a later cancel must not be undone by it"),
          row("a word that is not understood is shown on a Ready resource, too")
              .given(resource().ready("v1").annotated("resolve-launch", "op-1=retyr"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .showing(ConditionType.HELD)
                      .telling("AnnotationNotUnderstood")
                      .showing(ConditionType.AVAILABLE))
              .because("who mistyped it learns of it now, and not when something is to be done"),
          row("a Ready resource is run again by a new word")
              .given(resource().ready("v1").annotated("rerun", "playbook-2"))
              .then(
                  launches(PROVISION)
                      .of("v1")
                      .attempt(1)
                      .writing("the word it follows", s -> follows(s, "playbook-2"))
                      .writing("not done yet", s -> s.handledRerun().isEmpty())
                      .writing("as it was", ResourceStatus::isReconciled))
              .because("the playbook, or the world around it, has changed; the spec has not"),
          row("a word to run again that was followed counts once")
              .given(
                  resource()
                      .ready("v1")
                      .annotated("rerun", "playbook-2")
                      .rerunWordDone("playbook-2"))
              .then(waits().phase(Phase.READY))
              .because("the annotation stays there"),
          row("the first provision is what a word to run again asks for")
              .given(resource().annotated("rerun", "playbook-2"))
              .then(
                  launches(PROVISION).writing("the word it follows", s -> follows(s, "playbook-2")))
              .because("it was said before it began"),
          row("a word to run again waits for the job that runs")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofMinutes(5)))
                      .annotated("rerun", "playbook-2"))
              .then(waits().writing("word", s -> s.handledRerun().isEmpty()))
              .because("that job may have begun with the old playbook; another follows it"),
          row("a word to run again does not go against manual")
              .given(
                  resource()
                      .ready("v1")
                      .annotated("rerun", "playbook-2")
                      .annotated("management-state", "manual"))
              .then(waits().showing(ConditionType.HELD))
              .because("two words of a person, and the one that launches nothing is the safe one"),
          row("a word to run again does not go against a hold")
              .given(
                  resource()
                      .ready("v1")
                      .annotated("rerun", "playbook-2")
                      .annotated("hold", "audit"))
              .then(waits().showing(ConditionType.HELD).writing("word", s -> isPending(s)))
              .because("it is done when the hold ends"),
          row("a word to run again waits out the pause after a refusal, and the machine stays")
              .given(
                  resource()
                      .ready("v1")
                      .annotated("rerun", "playbook-2")
                      .failed(1, "v1", Duration.ofSeconds(12)))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .showing(ConditionType.AVAILABLE)
                      .wakingAfter(Duration.ofSeconds(12)))
              .because("no job touched what is there"),
          row("a word to run again that is taken back leaves what was Ready")
              .given(resource().ready("v1").failed(1, "v1", Duration.ofSeconds(12)))
              .then(waits().phase(Phase.READY))
              .because("nothing ran"),
          row("a word to run again waits while launches are stopped")
              .given(resource().ready("v1").annotated("rerun", "playbook-2").launchesStopped("off"))
              .then(waits().showing(ConditionType.STALLED).writing("word", s -> isPending(s)))
              .because("there is one switch for all"),
          row("a word to run again says nothing of what is deleted")
              .given(resource().ready("v1").annotated("rerun", "playbook-2").deleted())
              .then(launches(DEPROVISION).writing("no word", s -> isPending(s)))
              .because("it is about what is to stay"),
          row("a backend without room is asked again later, without a failure")
              .given(resource().failed(0, "v1", Duration.ofSeconds(3)))
              .then(
                  waits()
                      .phase(Phase.PROGRESSING)
                      .because("Waiting")
                      .wakingAfter(Duration.ofSeconds(3)))
              .because("a rate limit is no fault of anybody's"),
          row("a job cancelled by a person is not launched again")
              .given(cancelledByAnotherHand())
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .showing(ConditionType.HELD)
                      .saying("change the spec, or annotate")
                      .saying("cloudkit.openshift.io/retry=<any new word>, to go on"))
              .because(
                  "launching again what a person stopped is a fight, and the person loses sleep"),
          row("a cancelled job goes on with a new word")
              .given(cancelledByAnotherHand().annotated("retry", "on"))
              .then(launches(PROVISION).of("v1").notShowing(ConditionType.HELD))
              .because("the person changed their mind"),
          row("a word from before the cancel does not undo it")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofMinutes(5)))
                      .annotated("retry", "on")
                      .news(provision("101"), JobObservation.seen(JobStatus.of(JobState.CANCELED))))
              .then(
                  waits()
                      .showing(ConditionType.HELD)
                      .writing("the word is done", s -> s.handledRetry().equals(Optional.of("on"))))
              .because("who cancels has the last word"),
          row("a cancelled job goes on with a new spec")
              .given(cancelledByAnotherHand().wanting("v2"))
              .then(launches(PROVISION).of("v2"))
              .because("something else is wanted"),
          row("a job that we cancelled is a failed one")
              .given(
                  resource()
                      .with(
                          provision("101")
                              .runningFor(Duration.ofHours(3))
                              .cancelledByUs("it runs longer than its deadline"))
                      .news(provision("101"), JobObservation.seen(JobStatus.of(JobState.CANCELED))))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .saying("it runs longer than its deadline")
                      .notShowing(ConditionType.HELD))
              .because("no person stopped it"),
          row("what has to be there before is waited for")
              .given(resource().waitingFor("Tenant x is not Ready"))
              .then(waits().because("Waiting").saying("Tenant x is not Ready"))
              .because("the playbook would fail"),
          row("a Ready resource does not wait for what is missing")
              .given(resource().ready("v1").waitingFor("Tenant x is not Ready"))
              .then(waits().phase(Phase.READY))
              .because("nothing is to be launched"),
          row("a short wait for its turn is not written down")
              .given(resource().launchDelay(Duration.ofMillis(150)))
              .then(waits().writingNothing().wakingAfter(Duration.ofMillis(150)))
              .because("it is over before anybody has read of it"),
          row("launches are paced")
              .given(resource().launchDelay(Duration.ofMillis(1500)))
              .then(
                  waits()
                      .because("Queued")
                      .saying("expected at 2026-01-01T12:00:01Z")
                      .wakingAfter(Duration.ofMillis(1500)))
              .because("AAP is small"),
          row("the switch stops new launches")
              .given(resource().launchesStopped("new launches are switched off"))
              .then(
                  waits()
                      .because("LaunchesStopped")
                      .showing(ConditionType.STALLED)
                      .wakingAfter(Duration.ofSeconds(30)))
              .because("there is one switch for all"),
          row("the switch does not stop what runs")
              .given(
                  resource()
                      .with(provision("101"))
                      .news(provision("101"), JobObservation.seen(JobStatus.of(JobState.SUCCEEDED)))
                      .launchesStopped("new launches are switched off"))
              .then(waits().phase(Phase.READY))
              .because("what runs is followed to its end"),
          row("a Ready resource that the mass-launch guard stops stays Ready")
              .given(
                  resource().ready("v1").reconciledIsCleared().launchesStopped("mass-launch guard"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .because("LaunchesStopped")
                      .showing(ConditionType.STALLED)
                      .notShowing(ConditionType.AVAILABLE))
              .because("its phase is how the guard knows that nobody asked for the launch"),
          row("conditions of another writer are kept as they are")
              .given(
                  resource()
                      .ready("v1")
                      .showing(
                          new Condition("RestartInProgress", "True", "Asked", "", 2, Given.NOW)))
              .then(
                  waits()
                      .writing(
                          "kept",
                          s ->
                              s.conditions()
                                  .contains(
                                      new Condition(
                                          "RestartInProgress", "True", "Asked", "", 2, Given.NOW))))
              .because("they are theirs"),
          row("a launch that no template answers for names the configuration")
              .given(resource().failed(FailureKind.CONFIGURATION, 1, "v1", Duration.ofSeconds(12)))
              .then(waits().phase(Phase.FAILED).because("Configuration"))
              .because("it is mended by who runs the operator"),
          row("a launch that was not allowed names the rights")
              .given(resource().failed(FailureKind.UNAUTHORIZED, 1, "v1", Duration.ofSeconds(12)))
              .then(waits().phase(Phase.FAILED).because("Unauthorized"))
              .because("it is mended by who gives out tokens"),
          row("a launch whose request made no sense names the request")
              .given(
                  resource().failed(FailureKind.INVALID_REQUEST, 1, "v1", Duration.ofSeconds(12)))
              .then(waits().phase(Phase.FAILED).because("InvalidRequest"))
              .because("it is mended by who wrote the resource"),
          row("a launch that found no room once more names the room")
              .given(resource().failed(FailureKind.CAPACITY, 1, "v1", Duration.ofSeconds(12)))
              .then(waits().phase(Phase.FAILED).because("Capacity"))
              .because("it is mended by waiting, or by a larger backend"));
}
