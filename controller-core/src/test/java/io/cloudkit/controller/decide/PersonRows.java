package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.newResource;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.releases;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.PROVISION;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import java.time.Duration;
import java.util.List;

/** A person has the last word. */
final class PersonRows {
  private PersonRows() {}

  static final List<Row> ALL =
      List.of(
          row("an unmanaged resource is left alone, even with a change to apply")
              .given(
                  resource().ready("v1").wanting("v2").annotated("management-state", "unmanaged"))
              .then(waits().phase(Phase.PROGRESSING).showing(ConditionType.HELD))
              .because("who sets unmanaged works on it by hand"),
          row("a running job of an unmanaged resource is not cancelled")
              .given(
                  resource()
                      .with(provision("101").runningFor(Duration.ofHours(3)))
                      .annotated("management-state", "unmanaged"))
              .then(waits().because("Unmanaged"))
              .because("hands off means off"),
          row("an unmanaged resource that was never seen is not written to")
              .given(newResource().annotated("management-state", "unmanaged"))
              .then(waits().writingNothing().tellingNothing())
              .because("it is not ours"),
          row("an unmanaged resource is let go, whatever runs")
              .given(
                  resource()
                      .with(provision("101"))
                      .annotated("management-state", "unmanaged")
                      .deleted())
              .then(releases(ReleaseGround.UNMANAGED).telling("ReleasedByOverride"))
              .because("the Go operator left such an object hanging for ever: a flaw"),
          row("a manual resource is let go without deprovision")
              .given(resource().ready("v1").annotated("management-state", "manual").deleted())
              .then(releases(ReleaseGround.MANUAL).telling("ReleasedByOverride"))
              .because("as the Go operator did: go-operator-crd.md 8"),
          row("a manual resource launches nothing")
              .given(resource().wanting("v2").annotated("management-state", "manual"))
              .then(
                  waits()
                      .phase(Phase.PROGRESSING)
                      .because("Manual")
                      .telling("Manual")
                      .showing(ConditionType.HELD))
              .because("a person triggers"),
          row("a job of a manual resource is followed all the same")
              .given(resource().with(provision("101")).annotated("management-state", "manual"))
              .then(waits().because("JobRunning").phase(Phase.PROGRESSING))
              .because("manual stops triggers, not eyes"),
          row("an orphaned resource is let go with a launch unresolved")
              .given(
                  resource()
                      .with(launch(PROVISION, "v1"))
                      .annotated("deletion-policy", "orphan")
                      .deleted())
              .then(releases(ReleaseGround.ORPHANED).telling("ReleasedByOverride"))
              .because("it is the way out when nothing can be found out"),
          row("orphan says nothing before the deletion")
              .given(resource().annotated("deletion-policy", "orphan"))
              .then(launches(PROVISION))
              .because("it is a deletion policy"),
          row("an orphaned resource whose status was lost is let go")
              .given(newResource().withFinalizer().annotated("deletion-policy", "orphan").deleted())
              .then(releases(ReleaseGround.ORPHANED))
              .because("a person has the last word"),
          row("a word that is not understood holds a launch")
              .given(resource().annotated("management-state", "Unmanaged!"))
              .then(
                  waits()
                      .because("AnnotationNotUnderstood")
                      .telling("AnnotationNotUnderstood")
                      .saying("expected managed, manual or unmanaged, found \"Unmanaged!\"")
                      .showing(ConditionType.HELD))
              .because("the person wanted something, perhaps that nothing is launched"),
          row("a word that is not understood holds a deprovision, too")
              .given(resource().ready("v1").annotated("deletion-policy", "orfan").deleted())
              .then(waits().because("AnnotationNotUnderstood").phase(Phase.DELETING))
              .because("the machine can still be taken away later, but not be brought back"),
          row("capitals are understood")
              .given(resource().annotated("management-state", "Manual"))
              .then(waits().because("Manual"))
              .because("nobody means another word by them"),
          row("an answer that is not understood is pointed out")
              .given(resource().annotated("resolve-launch", "nonsense"))
              .then(waits().saying("<operation>=adopt:<job id>").showing(ConditionType.HELD))
              .because("who answers must not wait for what does not come"),
          row("an empty word is not understood either")
              .given(resource().annotated("resolve-status", ""))
              .then(
                  waits()
                      .because("AnnotationNotUnderstood")
                      .saying("found \"\"")
                      .showing(ConditionType.HELD))
              .because("who wrote it wanted something, and would wait for it in vain"),
          row("a name that was probably mistyped holds, and is shown with the one that was meant")
              .given(resource().annotated("hodl", "audit till Friday"))
              .then(
                  waits()
                      .because("AnnotationNotUnderstood")
                      .saying("expected cloudkit.openshift.io/hold")
                      .showing(ConditionType.HELD))
              .because("it would be launched against the person's will"),
          row("a hold without a reason holds")
              .given(resource().annotated("hold", ""))
              .then(waits().because("Hold"))
              .because("the annotation is there"),
          row("a resource without our finalizer is not let go again")
              .given(resource().withoutFinalizer().annotated("deletion-policy", "orphan").deleted())
              .then(waits().writingNothing().tellingNothing())
              .because("it was"),
          row("a hold stops a change")
              .given(resource().ready("v1").wanting("v2").annotated("hold", "audit till Friday"))
              .then(waits().because("Hold").saying("audit till Friday").showing(ConditionType.HELD))
              .because("a person holds it"),
          row("a Ready resource shows that it is held")
              .given(resource().ready("v1").annotated("hold", "audit till Friday"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .because("Provisioned")
                      .showing(ConditionType.HELD, "audit till Friday")
                      .telling("Hold"))
              .because("who changes it has to know that nothing will come of it"),
          row("a Ready resource shows that it is triggered by hand")
              .given(resource().ready("v1").annotated("management-state", "manual"))
              .then(
                  waits()
                      .phase(Phase.READY)
                      .because("Provisioned")
                      .showing(ConditionType.HELD, "manual"))
              .because("who changes it has to know that nothing will come of it"),
          row("a hold keeps what was never launched, too")
              .given(resource().deleted().annotated("hold", "audit till Friday"))
              .then(waits().phase(Phase.DELETING).because("Hold").saying("audit till Friday"))
              .because("a person asked for it to stay; it goes when the hold ends"),
          row("a word that is not understood does not keep what was never launched")
              .given(resource().deleted().annotated("management-state", "paused"))
              .then(releases(ReleaseGround.NEVER_LAUNCHED))
              .because("a mistake must be easy to take away"),
          row("a hold stops a deprovision")
              .given(resource().ready("v1").deleted().annotated("hold", "audit till Friday"))
              .then(waits().phase(Phase.DELETING).because("Hold").showing(ConditionType.HELD))
              .because("a person holds it"));
}
