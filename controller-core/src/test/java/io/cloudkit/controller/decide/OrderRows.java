package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.newResource;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.deprovision;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.addsFinalizer;
import static io.cloudkit.controller.decide.Then.releases;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.PROVISION;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.Recovery;
import java.time.Duration;
import java.util.List;

/** Situations in which two rules could decide: which one does, and why not the other. */
final class OrderRows {
  private OrderRows() {}

  private static final JobSketch SILENT = provision("101").by("eda");
  private static final JobSketch STRAY = provision("102").cancelledByUs("it was not wanted");
  private static final Duration PAUSE = Duration.ofSeconds(12);

  private static Given going() {
    return resource().ready("v1").deleted();
  }

  private static Given besideStray() {
    return resource().withStray(STRAY).cancelAsked(STRAY, Duration.ofSeconds(3));
  }

  private static Given cancelledAfterAFailure() {
    return resource().with(provision("101").ended(JobState.CANCELED)).failed(1, "v1", PAUSE);
  }

  static final List<Row> ALL =
      List.of(
          row("orphan and manual: it is let go as an orphan")
              .given(
                  going()
                      .annotated("management-state", "manual")
                      .annotated("deletion-policy", "orphan"))
              .then(releases(ReleaseGround.ORPHANED))
              .because("it is the word about deletion, the other is about everything"),
          row("a manual resource of the Go operator is let go before it is taken over")
              .given(
                  newResource()
                      .withFinalizer()
                      .statusIs(
                          MemoryRows.leftByGo(
                              Phase.READY, provision("7").ended(JobState.SUCCEEDED)))
                      .annotated("management-state", "manual")
                      .deleted())
              .then(releases(ReleaseGround.MANUAL))
              .because("a person has the last word"),
          row("a missing finalizer is put back before a person's answer is followed")
              .given(
                  resource()
                      .with(launch(PROVISION, "v1"))
                      .withoutFinalizer()
                      .annotated("resolve-launch", "op-9=retry"))
              .then(addsFinalizer().writingNothing())
              .because("what follows may launch"),
          row("a person's answer is followed, however short ago the provider was asked")
              .given(
                  resource()
                      .with(launch(PROVISION, "v1"))
                      .askedAMomentAgo(Duration.ofSeconds(7))
                      .annotated("resolve-launch", "op-9=retry"))
              .then(waits().telling("LaunchClosed").wakingAfter(Duration.ZERO))
              .because("nobody has to be asked any more"),
          row("an unresolved launch comes before the look at a job")
              .given(
                  resource()
                      .with(launch(PROVISION, "v1"))
                      .withStray(provision("102").by("eda"))
                      .recovery(Recovery.tooEarly(Duration.ofSeconds(7))))
              .then(waits().because("ResolvingLaunch"))
              .because("it may become one job more"),
          row("a job is looked at before a person's word that it is over is taken")
              .given(
                  resource()
                      .with(provision("101").unseen("no right"))
                      .observed(
                          provision("101"), JobObservation.seen(JobStatus.of(JobState.RUNNING)))
                      .annotated("resolve-launch", "op-101=abandon"))
              .then(waits().because("JobRunning"))
              .because("it can be seen again, and it runs"),
          row("a person's word about a job counts more than its age")
              .given(
                  resource()
                      .with(SILENT)
                      .observed(SILENT, JobObservation.seen(JobStatus.of(JobState.UNKNOWN)))
                      .followedFor(SILENT, Duration.ofHours(6))
                      .annotated("resolve-launch", "op-101=abandon"))
              .then(waits().telling("JobAbandoned").notShowing(ConditionType.OVERLAP_POSSIBLE))
              .because("the person looked: no overlap has to be feared"),
          row("a job is given up before others are asked to end")
              .given(
                  resource()
                      .with(SILENT)
                      .withStray(provision("102"))
                      .observed(SILENT, JobObservation.seen(JobStatus.of(JobState.UNKNOWN)))
                      .followedFor(SILENT, Duration.ofHours(6)))
              .then(waits().telling("OverlapPossible").wakingAfter(Duration.ZERO))
              .because("it is written once, and the others are asked at once after it"),
          row("a stray beside a running deprovision is what is waited for")
              .given(
                  going()
                      .with(deprovision("201"))
                      .withStray(STRAY)
                      .cancelAsked(STRAY, Duration.ofSeconds(3)))
              .then(waits().saying("deprovision waits for job 102"))
              .because("the two overlap, and the stray may outlive the deprovision"),
          row("a failure that does not block lets go without its provider")
              .given(
                  going()
                      .with(deprovision("201").notBlockingDeletion().ended(JobState.FAILED))
                      .choosing("gone"))
              .then(releases(ReleaseGround.FAILURE_DOES_NOT_BLOCK))
              .because("nothing is to be launched any more"),
          row("while it goes, a missing provider is named before a hold")
              .given(going().choosing("gone").annotated("hold", "audit till Friday"))
              .then(waits().because("UnknownProvider"))
              .because("it would not go on when the hold ends"),
          row("while what was never launched goes, a hold is named before a missing provider")
              .given(resource().deleted().choosing("gone").annotated("hold", "audit till Friday"))
              .then(waits().because("Hold"))
              .because("it goes when the hold ends, without a provider"),
          row("a hold is named before the cancel of a deprovision")
              .given(
                  going()
                      .with(deprovision("201").ended(JobState.CANCELED))
                      .annotated("hold", "audit till Friday"))
              .then(waits().because("Hold"))
              .because("a new retry word would not help as long as it holds"),
          row("the cancel of a deprovision outlasts the pause of a failure before it")
              .given(
                  going()
                      .with(deprovision("201").ended(JobState.CANCELED))
                      .failed(1, Given.DEPROVISION_OF_V1, PAUSE))
              .then(waits().because("JobCanceled").showing(ConditionType.HELD))
              .because("a pause ends by itself, the cancel by a person's word alone"),
          row("the failure of a deprovision is named before the switch")
              .given(
                  going()
                      .with(deprovision("201").ended(JobState.FAILED))
                      .failed(1, Given.DEPROVISION_OF_V1, PAUSE)
                      .launchesStopped("new launches are switched off"))
              .then(waits().because("Backend"))
              .because("it is to be mended, whatever the switch says"),
          row("a Ready resource with a mistaken option stays Ready")
              .given(resource().ready("v1").spoiltBy("option limits is not known"))
              .then(waits().phase(Phase.READY))
              .because("nothing is to be launched with it"),
          row("a nonsensical spec is named before a provider that is not configured")
              .given(resource().wantingNonsense("templateParameters: not JSON").choosing("awx"))
              .then(waits().because("InvalidSpec"))
              .because("who wrote the one can mend the other, too, and begins with the spec"),
          row("a provider that is not configured is named while a stray ends")
              .given(besideStray().choosing("awx"))
              .then(waits().because("UnknownProvider"))
              .because("it can be mended meanwhile"),
          row("a stray of a manual resource is named before its state")
              .given(besideStray().annotated("management-state", "manual"))
              .then(waits().because("WaitingForJobs").saying("102"))
              .because("who triggers by hand has to know what runs"),
          row("manual is named before a hold")
              .given(
                  resource()
                      .annotated("management-state", "manual")
                      .annotated("hold", "audit till Friday"))
              .then(waits().because("Manual"))
              .because("nothing would be launched when the hold ends"),
          row("a hold is named before the cancel of a job")
              .given(cancelledAfterAFailure().annotated("hold", "audit till Friday"))
              .then(waits().because("Hold").phase(Phase.PROGRESSING))
              .because("a new retry word would not help as long as it holds"),
          row("the cancel of a job outlasts the pause of a failure before it")
              .given(cancelledAfterAFailure())
              .then(waits().because("JobCanceled").showing(ConditionType.HELD))
              .because("a pause ends by itself, the cancel by a person's word alone"),
          row("the cancel of a job is named before the end of its retries")
              .given(cancelledAfterAFailure().failed(100, "v1", PAUSE))
              .then(waits().showing(ConditionType.HELD).notShowing(ConditionType.STALLED))
              .because("it is the last thing that happened, and was somebody's will"),
          row("a failure is named before what is missing")
              .given(resource().failed(1, "v1", PAUSE).waitingFor("Tenant x is not Ready"))
              .then(waits().because("Backend"))
              .because("it was there when the job failed"),
          row("what is missing is named before the switch")
              .given(
                  resource()
                      .waitingFor("Tenant x is not Ready")
                      .launchesStopped("new launches are switched off"))
              .then(waits().because("Waiting"))
              .because("it is about this resource, the switch about all"));
}
