package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.ending;
import static io.cloudkit.controller.decide.Given.found;
import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.Given.timed;
import static io.cloudkit.controller.decide.JobSketch.deprovision;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.asks;
import static io.cloudkit.controller.decide.Then.cancels;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.releases;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;

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

/** Going away: launch slot, cancel, settle, live jobs, deprovision, release, in this order. */
final class DeletionRows {
  private DeletionRows() {}

  private static final JobSketch RUNNING = provision("101");

  private static Given going() {
    return resource().ready("v1").deleted();
  }

  private static Given deprovisioned(JobSketch job) {
    return resource().ready("v1").with(job).deleted();
  }

  static final List<Row> ALL =
      List.of(
          row("a resource for which nothing was ever launched goes while its provider is down")
              .given(resource().deleted().nobodyAnswers())
              .then(
                  releases(ReleaseGround.NEVER_LAUNCHED).phase(Phase.DELETING).because("Released"))
              .because("nothing is there to take away"),
          row("it goes even when its provider is not configured")
              .given(resource().deleted().noProvider())
              .then(releases(ReleaseGround.NEVER_LAUNCHED))
              .because("nothing is there to take away"),
          row("first: the launch slot")
              .given(resource().with(launch(PROVISION, "v1")).deleted())
              .then(asks(Question.recover()))
              .because("a provision may be on its way (X1)"),
          row("second: the provision job is cancelled")
              .given(resource().with(RUNNING).deleted())
              .then(
                  cancels("101")
                      .phase(Phase.DELETING)
                      .telling("Cancelling")
                      .writing(
                          "why",
                          s ->
                              s.provisionJob()
                                  .orElseThrow()
                                  .cancelRequested()
                                  .equals(Optional.of("the resource is deleted"))))
              .because("its machine is not wanted any more"),
          row("third: its end is waited for")
              .given(
                  resource()
                      .with(provision("101").cancelledByUs("the resource is deleted"))
                      .cancelAsked(RUNNING, Duration.ofSeconds(3))
                      .deleted())
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("deprovision waits for job 101 to end; it was asked to"))
              .because("create and delete never run together (X1)"),
          row("fourth: its end must be settled")
              .given(
                  resource()
                      .with(provision("101").settlingAs(JobState.CANCELED).cancelledByUs("deleted"))
                      .standsFor(RUNNING, Duration.ofSeconds(10), Duration.ofSeconds(90))
                      .deleted())
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("its end is not certain yet")
                      .wakingWithin(Duration.ofSeconds(80)))
              .because("a workflow may still have a living child"),
          row("fifth: what lives there is asked for")
              .given(going().beforeAsking())
              .then(asks(Question.liveJobs("aap")))
              .because("a person may have relaunched a job"),
          row("what a person started is followed before the deprovision")
              .given(
                  going().runsThere("aap", found(provision("555"), "claim-100", JobState.RUNNING)))
              .then(
                  waits()
                      .because("WaitingForJobs")
                      .telling("StrayJobs")
                      .writing("stray 555", s -> s.strayJobs().get(0).id().equals("555")))
              .because("anything that its provider shows counts (X1)"),
          row("what runs where only an old job ran is followed before the deprovision, too")
              .given(
                  going()
                      .remembering(provision("90").by("east").ended(JobState.SUCCEEDED))
                      .provider("east", Given.SEARCHABLE)
                      .runsThere(
                          "east", found(provision("555").by("east"), "claim-90", JobState.RUNNING)))
              .then(waits().because("WaitingForJobs").telling("StrayJobs", "job 555"))
              .because("a person may start again there what was long done with (X1)"),
          row("a job that its provider shows at an end that is not certain yet holds it up")
              .given(going().runsThere("aap", ending(provision("555"), Duration.ofSeconds(120))))
              .then(waits().because("WaitingForJobs").telling("StrayJobs"))
              .because("its playbook may still run: aap-api.md, rule 13"),
          row("a job that its provider shows at its end does not hold up anything")
              .given(
                  going()
                      .runsThere("aap", found(provision("555"), "claim-100", JobState.SUCCEEDED)))
              .then(launches(DEPROVISION))
              .because("it has ended, beyond doubt, and would be waited for for ever"),
          row("a job that was taken to be dead and lives is alive again")
              .given(
                  going().runsThere("aap", found(provision("100"), "claim-100", JobState.RUNNING)))
              .then(
                  waits()
                      .because("WaitingForJobs")
                      .writing("alive", s -> s.provisionJob().orElseThrow().mayBeAlive()))
              .because("what is seen now outweighs what was believed"),
          row("every provider that ever worked for it is asked")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("eda").ended(JobState.SUCCEEDED))
                      .choosing("aap")
                      .runsThere(
                          "eda", found(provision("556").by("eda"), "claim-x", JobState.RUNNING))
                      .deleted())
              .then(waits().because("WaitingForJobs").saying("556"))
              .because("the provider was changed since"),
          row("a provider that worked for it and could not be made holds the deprovision")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("gone").ended(JobState.SUCCEEDED))
                      .unusable("gone", "create hung; see the log")
                      .deleted())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("ProviderUnusable")
                      .showing(ConditionType.STALLED)
                      .telling("ProviderUnusable")
                      .saying("provider instance \"gone\"")
                      .saying("could not be made: create hung; see the log. Mend that")
                      .saying("cloudkit.openshift.io/deletion-policy=orphan"))
              .because("it may run something that nobody can be shown (X1)"),
          row("what could not be made and never worked for it holds nothing")
              .given(going().unusable("gone", "create hung; see the log"))
              .then(launches(DEPROVISION).at("aap"))
              .because("nothing of this resource runs there"),
          row("a provider that is not configured any more does not hold the deprovision")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("gone").ended(JobState.SUCCEEDED))
                      .deleted())
              .then(launches(DEPROVISION).at("aap").telling("ProviderSwitched"))
              .because("a team moved on from it, and its jobs have ended"),
          row("a job of a provider that is not configured any more holds the deprovision")
              .given(
                  resource()
                      .with(provision("101").by("gone"))
                      .observed(
                          provision("101").by("gone"),
                          JobObservation.notVisible("\"gone\" is not configured"))
                      .deleted())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("JobUnseen")
                      .showing(ConditionType.STALLED)
                      .saying("\"gone\" is not configured"))
              .because("it may be alive (X1)"),
          row("a stray of a provider that is not configured any more holds the deprovision")
              .given(
                  going()
                      .withStray(provision("102").by("gone"))
                      .observed(
                          provision("102").by("gone"),
                          JobObservation.notVisible("\"gone\" is not configured")))
              .then(
                  waits().phase(Phase.DELETING).because("JobUnseen").showing(ConditionType.STALLED))
              .because("it may be alive (X1)"),
          row("no deprovision while it is not known what runs")
              .given(going().nobodyAnswers())
              .then(
                  waits()
                      .because("ProviderUnavailable")
                      .telling("ProviderUnavailable", "connection refused")
                      .wakingAfter(Duration.ofSeconds(5)))
              .because("no answer decides nothing"),
          row("a backend that can not show its jobs does not hold up the deprovision")
              .given(
                  going().provider("mute", timed(ProviderTraits.polled()).build()).choosing("mute"))
              .then(launches(DEPROVISION).at("mute"))
              .because("the engine relies on what it launched itself"),
          row("sixth: the deprovision, as a launch like any other")
              .given(going())
              .then(
                  launches(DEPROVISION)
                      .of("v1")
                      .attempt(1)
                      .asANewOperation()
                      .phase(Phase.DELETING)
                      .showing(ConditionType.DELETING)
                      .notShowing(ConditionType.AVAILABLE)
                      .writing("sequence 2", s -> s.launchSequence().equals(Optional.of(2L))))
              .because("the same protocol protects it"),
          row("a deprovision by another provider than the one that provisioned is told of")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("eda").ended(JobState.SUCCEEDED))
                      .choosing("aap")
                      .deleted())
              .then(
                  launches(DEPROVISION)
                      .at("aap")
                      .telling("ProviderSwitched", "job 100 was run by provider instance \"eda\""))
              .because("should the two act on different clouds, the machine is left behind"),
          row("a deprovision by the provider of the last one is not told of again")
              .given(
                  resource()
                      .ready("v1")
                      .with(provision("100").by("eda").ended(JobState.SUCCEEDED))
                      .with(deprovision("201").ended(JobState.FAILED))
                      .failed(1, Given.DEPROVISION_OF_V1, Duration.ZERO)
                      .choosing("aap")
                      .deleted())
              .then(launches(DEPROVISION).at("aap").tellingNothing())
              .because("whoever switched it was told when the first one was launched"),
          row("a resource whose provisions all failed is deprovisioned, too")
              .given(
                  resource()
                      .with(provision("101").ended(JobState.FAILED))
                      .failed(1, "v1", Duration.ofMinutes(1))
                      .phase(Phase.FAILED)
                      .deleted())
              .then(launches(DEPROVISION))
              .because(
                  "a failed playbook leaves half a machine; its pause is not the deprovision's"),
          row("a launch that was refused may have been sent: it is deprovisioned")
              .given(resource().failed(1, "v1", Duration.ofMinutes(1)).deleted())
              .then(launches(DEPROVISION))
              .because("only a sequence of 0 proves that nothing was sent"),
          row("a running deprovision is waited for")
              .given(deprovisioned(deprovision("201")))
              .then(waits().because("JobRunning").saying("deprovision job 201 runs"))
              .because("its end releases the resource"),
          row("an overdue deprovision is cancelled and shown")
              .given(
                  deprovisioned(deprovision("201").runningFor(Duration.ofHours(3)))
                      .observed(
                          deprovision("201"), JobObservation.seen(JobStatus.of(JobState.RUNNING))))
              .then(
                  cancels("201")
                      .showing(ConditionType.JOB_OVERDUE)
                      .writing("within what, and the way out", DeletionRows::tellsOfTheDeadline))
              .because("a deadline holds for each type"),
          row("an overdue deprovision that was asked to end is shown as long as it lives")
              .given(
                  deprovisioned(
                          deprovision("201")
                              .runningFor(Duration.ofHours(3))
                              .cancelledByUs("it runs longer than its deadline"))
                      .cancelAsked(deprovision("201"), Duration.ofSeconds(5)))
              .then(waits().showing(ConditionType.JOB_OVERDUE))
              .because("a person can look at it"),
          row("seventh: after a deprovision that succeeded it goes")
              .given(deprovisioned(deprovision("201").ended(JobState.SUCCEEDED)))
              .then(releases(ReleaseGround.DEPROVISIONED).telling("Deprovisioned"))
              .because("the machine is gone (X3)"),
          row("it goes when the deprovision has just been seen to succeed")
              .given(
                  deprovisioned(deprovision("201"))
                      .news(
                          deprovision("201"),
                          JobObservation.seen(JobStatus.of(JobState.SUCCEEDED))))
              .then(releases(ReleaseGround.DEPROVISIONED))
              .because("a change is noticed at once"),
          row("it does not go beside a stray")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.SUCCEEDED))
                      .withStray(provision("102").cancelledByUs("it was not wanted"))
                      .cancelAsked(provision("102"), Duration.ofSeconds(3)))
              .then(waits().because("JobRunning").saying("102"))
              .because("the stray may make a machine again"),
          row("a job that can not be seen is shown, not cancelled")
              .given(
                  resource()
                      .with(provision("101").unseen("no right"))
                      .news(provision("101"), JobObservation.notVisible("no right"))
                      .deleted())
              .then(waits().phase(Phase.DELETING).showing(ConditionType.STALLED))
              .because("a cancel could not reach it, and the person would be told by turns"),
          row("once released it stays released")
              .given(deprovisioned(deprovision("201").ended(JobState.SUCCEEDED)).withoutFinalizer())
              .then(waits().because("Released").phase(Phase.DELETING).tellingNothing())
              .because("others keep it; no more is to be done, nor told of again"),
          row("a deprovision that failed blocks, and is tried again after a pause")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(2, Given.DEPROVISION_OF_V1, Duration.ofSeconds(25)))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .saying("job 100 failed")
                      .wakingAfter(Duration.ofSeconds(25)))
              .because("it never wedges silently"),
          row("after the pause it is tried again")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(2, Given.DEPROVISION_OF_V1, Duration.ZERO))
              .then(launches(DEPROVISION).attempt(3))
              .because("the machine is still there"),
          row("a deprovision that failed a hundred times asks for a person, and goes on")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(100, Given.DEPROVISION_OF_V1, Duration.ofSeconds(25)))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .showing(ConditionType.STALLED)
                      .telling("RetriesSpent")
                      .wakingAfter(Duration.ofSeconds(25)))
              .because(
                  "given up it would leak, and nobody may have to guess why it is still there"),
          row("a deprovision that failed a hundred times is tried again")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(100, Given.DEPROVISION_OF_V1, Duration.ZERO))
              .then(launches(DEPROVISION).attempt(101))
              .because("the machine is still there"),
          row("a person's new word ends the pause of a deprovision")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(2, Given.DEPROVISION_OF_V1, Duration.ofSeconds(25))
                      .annotated("retry", "now"))
              .then(
                  launches(DEPROVISION)
                      .writing("word", s -> s.handledRetry().equals(Optional.of("now"))))
              .because("the person mended what was broken"),
          row("the pause that an earlier version began after a failed deprovision goes on")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(2, "deprovision", Duration.ofSeconds(25)))
              .then(waits().wakingAfter(Duration.ofSeconds(25)))
              .because("an upgrade launches nothing"),
          row("a changed spec ends the pause of a deprovision")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.FAILED))
                      .failed(2, Given.DEPROVISION_OF_V1, Duration.ofSeconds(25))
                      .wanting("v2"))
              .then(launches(DEPROVISION))
              .because("it may be what its request was refused for"),
          row("a deprovision whose end no sign told needs a person, and is tried again")
              .given(
                  deprovisioned(deprovision("201").by("eda").presumedDead())
                      .failed(1, Given.DEPROVISION_OF_V1, Duration.ofSeconds(25)))
              .then(
                  waits()
                      .wakingAfter(Duration.ofSeconds(25))
                      .showing(ConditionType.STALLED)
                      .telling("DeprovisionStalled"))
              .because("what failed without a word may do so each time"),
          row("it is not shown any more when the next one has succeeded, and settles")
              .given(
                  deprovisioned(deprovision("202").by("eda").settlingAs(JobState.SUCCEEDED))
                      .observed(
                          deprovision("202").by("eda"),
                          JobObservation.seen(
                              JobStatus.builder(JobState.SUCCEEDED)
                                  .settle(Duration.ofMinutes(30))
                                  .build()))
                      .remembering(deprovision("201").by("eda").presumedDead()))
              .then(waits().because("JobRunning").notShowing(ConditionType.STALLED))
              .because("nothing is wrong any more, and who orphaned it would give up its safety"),
          row("it is shown as long as the next one runs")
              .given(
                  deprovisioned(deprovision("202").by("eda"))
                      .observed(
                          deprovision("202").by("eda"),
                          JobObservation.seen(JobStatus.of(JobState.UNKNOWN)))
                      .remembering(deprovision("201").by("eda").presumedDead()))
              .then(waits().because("JobRunning").showing(ConditionType.STALLED))
              .because("whoever waits should look before another half hour is over"),
          row("a deprovision that failed and does not block lets the resource go")
              .given(deprovisioned(deprovision("201").notBlockingDeletion().ended(JobState.FAILED)))
              .then(releases(ReleaseGround.FAILURE_DOES_NOT_BLOCK).telling("DeprovisionFailed"))
              .because("its provider said so when it was launched"),
          row("a deprovision that was never heard of again lets nothing go")
              .given(
                  deprovisioned(deprovision("201").by("eda").notBlockingDeletion())
                      .observed(
                          deprovision("201").by("eda"),
                          JobObservation.seen(JobStatus.of(JobState.UNKNOWN)))
                      .followedFor(deprovision("201").by("eda"), Duration.ofHours(6)))
              .then(
                  waits()
                      .telling("OverlapPossible")
                      .writing(
                          "a failure that blocks",
                          s -> s.deprovisionJob().orElseThrow().blockDeletionOnFailure()))
              .because("it was not seen to fail, and the machine may be there"),
          row("a deprovision that another hand cancelled is held")
              .given(deprovisioned(deprovision("201").ended(JobState.CANCELED)))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .showing(ConditionType.HELD)
                      .saying("retry=<any new word>"))
              .because("launching again what a person stopped is a fight"),
          row("a deprovision that another hand cancelled goes on at a new word")
              .given(
                  deprovisioned(deprovision("201").ended(JobState.CANCELED))
                      .annotated("retry", "on"))
              .then(launches(DEPROVISION))
              .because("the person changed their mind"),
          row("a deprovision waits for its provider to be configured")
              .given(going().choosing("gone"))
              .then(waits().phase(Phase.DELETING).because("UnknownProvider").saying("\"gone\""))
              .because("nobody can take the machine away"),
          row("a deprovision waits for its provider to be made")
              .given(going().choosing("gone").unusable("gone", "create hung; see the log"))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("ProviderUnusable")
                      .saying("could not be made: create hung; see the log"))
              .because("nobody can take the machine away"),
          row("a deprovision waits while launches are stopped")
              .given(going().launchesStopped("new launches are switched off"))
              .then(waits().because("LaunchesStopped").showing(ConditionType.STALLED))
              .because("the switch stops them all"),
          row("a deprovision does not wait for a missing prerequisite")
              .given(going().waitingFor("Tenant x is not Ready"))
              .then(launches(DEPROVISION))
              .because("in a namespace that goes the tenant vanishes first"),
          row("a nonsensical spec does not keep a resource")
              .given(going().wantingNonsense("templateParameters: not JSON"))
              .then(launches(DEPROVISION))
              .because("what is there must go"),
          row("a deprovision job that can not be seen is shown, and waited for")
              .given(
                  deprovisioned(deprovision("201").unseen("no right"))
                      .news(deprovision("201"), JobObservation.notVisible("no right")))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("JobUnseen")
                      .showing(ConditionType.STALLED)
                      .saying("resolve-launch=op-201=abandon"))
              .because("its machine may be there"),
          row("a job that nobody can see is over by a person's word, and the deletion goes on")
              .given(
                  resource()
                      .with(provision("101").unseen("no right"))
                      .notAnswering(RUNNING)
                      .annotated("resolve-launch", "op-101=abandon")
                      .deleted())
              .then(waits().phase(Phase.DELETING).telling("JobAbandoned"))
              .because("the person looked there"),
          row("a deletion says how long a job is waited for that no sign may end, and how to end it")
              .given(
                  resource()
                      .with(provision("101").by("eda"))
                      .observed(
                          provision("101").by("eda"),
                          JobObservation.seen(JobStatus.of(JobState.RUNNING)))
                      .deleted())
              .then(waits().phase(Phase.DELETING).saying("resolve-launch=op-101=abandon"))
              .because("its playbook began; whether it failed since nobody tells"),
          row("a deprovision for which there is no room is asked for again, without a failure")
              .given(
                  going()
                      .failed(
                          FailureKind.CAPACITY, 0, Given.DEPROVISION_OF_V1, Duration.ofSeconds(3)))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("Waiting")
                      .wakingAfter(Duration.ofSeconds(3)))
              .because("a rate limit is no fault of anybody's"),
          row("why a deprovision was refused is named")
              .given(
                  going()
                      .failed(
                          FailureKind.UNAUTHORIZED,
                          1,
                          Given.DEPROVISION_OF_V1,
                          Duration.ofSeconds(12)))
              .then(waits().phase(Phase.DELETING).because("Unauthorized"))
              .because("who may mend it sees at once that it is a matter of rights"),
          row("a deprovision waits for its turn")
              .given(going().launchDelay(Duration.ofMillis(1500)))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("Queued")
                      .wakingAfter(Duration.ofMillis(1500)))
              .because("launches are paced, whatever they do"),
          row("a short wait of a deprovision for its turn is not written down")
              .given(going().launchDelay(Duration.ofMillis(150)))
              .then(waits().writingNothing().wakingAfter(Duration.ofMillis(150)))
              .because("it is over before anybody has read of it"));

  private static boolean tellsOfTheDeadline(ResourceStatus status) {
    String told = status.condition(ConditionType.JOB_OVERDUE).orElseThrow().message();
    return told.contains("within its deadline of 2h;")
        && told.contains("annotate cloudkit.openshift.io/deletion-policy=orphan");
  }
}
