package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.found;
import static io.cloudkit.controller.decide.Given.newResource;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.addsFinalizer;
import static io.cloudkit.controller.decide.Then.asks;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine's memory is the status: begun, taken over, lost. */
final class MemoryRows {
  private MemoryRows() {}

  static ResourceStatus leftByGo(Phase phase, JobSketch job) {
    return ResourceStatus.EMPTY
        .edit()
        .phase(phase)
        .desiredConfigVersion(Optional.of("af63bd4c8601b7be"))
        .reconciledConfigVersion(
            phase == Phase.READY ? Optional.of("af63bd4c8601b7be") : Optional.empty())
        .currentJob(job.of("").withoutOperation().job())
        .build();
  }

  static final List<Row> ALL =
      List.of(
          row("a new resource is remembered before its finalizer is set")
              .given(newResource())
              .then(
                  addsFinalizer()
                      .writing("sequence 0", status -> status.launchSequence().equals(zero()))
                      .writing("no claim", s -> s.unansweredClaims().equals(Optional.of(List.of())))
                      .because("Accepted"))
              .because("a finalizer beside no memory means a loss, and must not mean a crash"),
          row("a finalizer that a careless write dropped is put back")
              .given(resource().ready("v1").withoutFinalizer())
              .then(addsFinalizer().writingNothing())
              .because("without it a deletion leaks the machine"),
          row("nothing is launched before the finalizer is there")
              .given(resource().withoutFinalizer())
              .then(addsFinalizer().writingNothing())
              .because("a crash after the launch and a deletion would leak the machine"),
          row("a finalizer is not put back on what is going")
              .given(resource().ready("v1").withoutFinalizer().deleted())
              .then(launches(DEPROVISION))
              .because("an API server refuses it, and the deprovision is still done"),
          row("a resource deleted before it was ever seen is not ours")
              .given(newResource().deleted())
              .then(waits().writingNothing())
              .because("nothing was launched for it"),
          row("a Ready resource of the Go operator stays as it is")
              .given(
                  newResource()
                      .withFinalizer()
                      .withTracesOfWork()
                      .statusIs(leftByGo(Phase.READY, provision("7").ended(JobState.SUCCEEDED))))
              .then(
                  waits()
                      .telling("TakenOver")
                      .phase(Phase.READY)
                      .showing(ConditionType.AVAILABLE)
                      .writing("reconciled", ResourceStatus::isReconciled)
                      .writing("a sequence", s -> s.launchSequence().equals(Optional.of(1L))))
              .because("an upgrade re-runs nothing"),
          row("a word to run again from before the takeover is no reason to")
              .given(
                  newResource()
                      .withFinalizer()
                      .withTracesOfWork()
                      .annotated("rerun", "playbook-2")
                      .statusIs(leftByGo(Phase.READY, provision("7").ended(JobState.SUCCEEDED))))
              .then(
                  waits()
                      .telling("TakenOver")
                      .writing(
                          "the word is done",
                          s -> s.handledRerun().equals(Optional.of("playbook-2"))))
              .because("an upgrade re-runs nothing"),
          row("a job that the Go operator never saw end is over when its resource was Ready")
              .given(
                  newResource()
                      .withFinalizer()
                      .withTracesOfWork()
                      .statusIs(
                          leftByGo(Phase.READY, provision("vm").unheardOf().by(Job.UNASSIGNED))))
              .then(
                  waits()
                      .telling("TakenOver")
                      .writing("reconciled", ResourceStatus::isReconciled)
                      .writing(
                          "an end", status -> status.provisionJob().orElseThrow().hasSucceeded()))
              .because(
                  "it followed jobs of EDA for ever, and else its deletion would wait for one"),
          row("a job of the Go operator that is seen to run is followed, Ready or not")
              .given(
                  newResource()
                      .withFinalizer()
                      .withTracesOfWork()
                      .statusIs(leftByGo(Phase.READY, provision("7").by(Job.UNASSIGNED))))
              .then(
                  waits()
                      .telling("TakenOver")
                      .writing("alive", s -> s.provisionJob().orElseThrow().mayBeAlive()))
              .because("a playbook goes on after the annotation that made it Ready: eda-api.md §4"),
          row("a job that the Go operator left running is followed at the configured provider")
              .given(
                  newResource()
                      .withFinalizer()
                      .statusIs(leftByGo(Phase.PROGRESSING, provision("7").by(Job.UNASSIGNED))))
              .then(
                  waits()
                      .telling("TakenOver")
                      .writing(
                          "job 7 at aap",
                          status ->
                              status.provisionJob().orElseThrow().provider().equals("aap")
                                  && status.provisionJob().orElseThrow().mayBeAlive()))
              .because("its status names no provider"),
          row("a resource of the Go operator that is deleted is deprovisioned")
              .given(
                  newResource()
                      .withFinalizer()
                      .statusIs(leftByGo(Phase.READY, provision("7").ended(JobState.SUCCEEDED)))
                      .deleted())
              .then(
                  waits()
                      .telling("TakenOver")
                      .writing("a sequence", s -> s.launchSequence().equals(Optional.of(1L))))
              .because("it has a machine: a sequence of 0 would leak it"),
          row("a status that is gone asks a person")
              .given(newResource().withFinalizer())
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .showing(ConditionType.STATUS_LOST)
                      .telling("StatusLost")
                      .saying("resolve-status=op-new=adopt")
                      .writing("the loss", s -> s.statusLoss().equals(Optional.of("op-new"))))
              .because("launching would make a second machine, releasing would leak the first"),
          row("traces of earlier work without a status ask a person, too")
              .given(newResource().withTracesOfWork())
              .then(waits().showing(ConditionType.STATUS_LOST))
              .because("a restored backup has neither finalizer nor status"),
          row("a lost status is not told of twice")
              .given(
                  newResource()
                      .withFinalizer()
                      .showing(ConditionType.STATUS_LOST, "StatusLost", "its status is gone"))
              .then(waits().showing(ConditionType.STATUS_LOST).tellingNothing())
              .because("one Event is news, two are noise"),
          row("a lost status keeps a deleted resource")
              .given(newResource().withFinalizer().deleted())
              .then(waits().phase(Phase.DELETING).showing(ConditionType.STATUS_LOST))
              .because("something may be left behind"),
          row("a lost status that a person adopts is as desired")
              .given(lost().annotated("resolve-status", "loss-1=adopt"))
              .then(
                  waits()
                      .telling("StatusLostAnswered")
                      .writing("reconciled", ResourceStatus::isReconciled)
                      .writing("a sequence", s -> s.launchSequence().equals(Optional.of(1L))))
              .because("the person looked"),
          row("a lost status does not count as whole for a job that came to light since")
              .given(
                  lost(provision("7").ended(JobState.FAILED))
                      .annotated("resolve-status", "loss-1=adopt"))
              .then(waits().writing("one more", s -> s.launchSequence().equals(Optional.of(2L))))
              .because("else a provider takes what is told for all that was launched"),
          row("a word to run again beside an adopted machine counts as followed, and it is said")
              .given(
                  lost()
                      .annotated("resolve-status", "loss-1=adopt")
                      .annotated("rerun", "playbook-2"))
              .then(
                  waits()
                      .telling("StatusLostAnswered")
                      .writing("reconciled", ResourceStatus::isReconciled)
                      .writing(
                          "the word is done",
                          s -> s.handledRerun().equals(Optional.of("playbook-2"))))
              .because("nobody knows whether it was followed before the loss"),
          row("a lost status that a person wants relaunched is provisioned")
              .given(lost().annotated("resolve-status", "loss-1=relaunch"))
              .then(
                  waits()
                      .telling("StatusLostAnswered")
                      .writing("not reconciled", s -> !s.isReconciled())
                      .writing("a sequence", s -> s.launchSequence().equals(Optional.of(1L))))
              .because("the person said so; a deletion has to deprovision all the same"),
          row("before it is provisioned again, what runs is asked for")
              .given(lost().annotated("resolve-status", "loss-1=relaunch").beforeAsking())
              .then(asks(Question.liveJobs("aap")))
              .because("a job from before the loss may run on"),
          row("a lost status is not relaunched while it is not known what runs")
              .given(lost().annotated("resolve-status", "loss-1=relaunch").nobodyAnswers())
              .then(waits().writingNothing().wakingAfter(Duration.ofSeconds(5)))
              .because("once it is begun, nothing asks again what runs from before the loss"),
          row("what runs from before the loss is followed before it is provisioned again")
              .given(
                  lost()
                      .annotated("resolve-status", "loss-1=relaunch")
                      .runsThere("aap", found(provision("555"), "claim-x", JobState.RUNNING)))
              .then(
                  waits()
                      .because("WaitingForJobs")
                      .telling("StrayJobs")
                      .writing("stray 555", s -> s.strayJobs().get(0).id().equals("555"))
                      .writing("one more", s -> s.launchSequence().equals(Optional.of(2L))))
              .because("two jobs would work on one machine"),
          row("what a person believed of an earlier spec says nothing of this one")
              .given(lost().wanting("v2").annotated("resolve-status", "loss-1=adopt"))
              .then(
                  waits()
                      .showing(ConditionType.STATUS_LOST)
                      .saying("resolve-status=op-new=adopt")
                      .saying("says now is of an earlier spec")
                      .writing("another loss", s -> s.statusLoss().equals(Optional.of("op-new"))))
              .because("adopted, the new spec would be Ready without ever being applied"),
          row("a relaunch of an earlier spec is one of this spec")
              .given(lost().wanting("v2").annotated("resolve-status", "loss-1=relaunch"))
              .then(waits().telling("StatusLostAnswered"))
              .because("what is launched is what is wanted now"),
          row("when the resource goes, it does not matter which spec was believed")
              .given(lost().wanting("v2").deleted().annotated("resolve-status", "loss-1=adopt"))
              .then(waits().telling("StatusLostAnswered"))
              .because("it is deprovisioned, whatever it is"),
          row("an answer to an earlier loss is none")
              .given(lost().annotated("resolve-status", "loss-0=relaunch"))
              .then(
                  waits()
                      .showing(ConditionType.STATUS_LOST)
                      .saying("loss-1=relaunch")
                      .saying("another loss, loss-0"))
              .because("the annotation stays on the resource, and was not meant for this"));

  private static Given lost() {
    return newResource().withFinalizer().loss("loss-1");
  }

  /** Who had launched it wrote its end down after the loss. */
  private static Given lost(JobSketch cameToLight) {
    Given given = lost();
    return given.statusIs(given.status().edit().currentJob(cameToLight.job()).build());
  }

  private static Optional<Long> zero() {
    return Optional.of(0L);
  }
}
