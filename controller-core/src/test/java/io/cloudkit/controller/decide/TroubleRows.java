package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.JobSketch.deprovision;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.releases;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.controller.status.ConditionType.JOB_STATE_STALE;
import static io.cloudkit.controller.status.ConditionType.PROVIDER_UNREADY;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.List;

/** What is wrong with a provider is shown by the resources that need it, and decides nothing. */
final class TroubleRows {
  private TroubleRows() {}

  private static final JobSketch RUNNING = provision("101");
  private static final String REFUSED = "AAP answered 401; check the token";
  private static final String NO_TEMPLATE = "template \"make\": not found; create it";
  private static final String PREFLIGHT_MESSAGE = "provider instance \"aap\": " + NO_TEMPLATE;

  private static Given troubled(Given given) {
    return given.preflightFound("aap", NO_TEMPLATE);
  }

  private static Given silent() {
    return resource().with(RUNNING).silent("aap", REFUSED);
  }

  static final List<Row> ALL =
      List.of(
          row("what a preflight finds is shown, and the launch goes")
              .given(troubled(resource()))
              .then(
                  launches(JobType.PROVISION)
                      .showing(PROVIDER_UNREADY, PREFLIGHT_MESSAGE)
                      .telling("PreflightFailed", "create it"))
              .because("a preflight may be wrong: it tells, and stops nothing"),
          row("what a preflight finds is shown while a launch waits")
              .given(troubled(resource()).launchesStopped("the switch is off"))
              .then(waits().showing(PROVIDER_UNREADY, "create it").showing(ConditionType.STALLED))
              .because("it is mended before the launch fails by it"),
          row("what a preflight finds is shown while a job runs")
              .given(troubled(resource().with(RUNNING).choosing("eda")))
              .then(waits().because("JobRunning").showing(PROVIDER_UNREADY, "create it"))
              .because("nothing may be heard of the job, whoever launches next"),
          row("what a preflight finds of the provider of a launch is shown")
              .given(
                  troubled(resource().with(launch(JobType.PROVISION, "v1")).choosing("eda"))
                      .nobodyAnswers())
              .then(waits().because("ResolvingLaunch").showing(PROVIDER_UNREADY, "create it"))
              .because("only who sent it can find it"),
          row("what a preflight finds is shown while a deletion waits")
              .given(troubled(resource().ready("v1").deleted()).nobodyAnswers())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("ProviderUnavailable")
                      .showing(PROVIDER_UNREADY, "create it"))
              .because("somebody waits for it"),
          row("what a preflight finds is shown beside a pause after a failure")
              .given(troubled(resource()).failed(1, "v1", Duration.ofMinutes(2)))
              .then(waits().phase(Phase.FAILED).showing(PROVIDER_UNREADY, "create it"))
              .because("it may be why"),
          row("what a preflight finds is told of once")
              .given(
                  troubled(resource().with(RUNNING))
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(waits().showing(PROVIDER_UNREADY, "create it").tellingNothing())
              .because("it is an Event when it changes"),
          row("another error that a preflight finds is told of")
              .given(
                  resource()
                      .with(RUNNING)
                      .preflightFound("aap", "token: not accepted; renew it")
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(
                  waits()
                      .showing(PROVIDER_UNREADY, "renew it")
                      .telling("PreflightFailed", "renew it"))
              .because("it is mended in another way"),
          row("what a preflight does not find any more is not shown")
              .given(
                  resource()
                      .with(RUNNING)
                      .preflightFoundNothing("aap")
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(waits().notShowing(PROVIDER_UNREADY).tellingNothing())
              .because("launches work, and a warning is for those who run the operator"),
          row("what a preflight found is shown on until a new process has one of its own")
              .given(
                  resource()
                      .with(RUNNING)
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(waits().showing(PROVIDER_UNREADY, "create it").tellingNothing())
              .because("it would be told of anew at each start"),
          row("what a preflight found of an instance that is gone is not shown on")
              .given(
                  resource()
                      .with(provision("101").by("gone"))
                      .observed(
                          provision("101").by("gone"), JobObservation.notVisible("not configured"))
                      .preflightFoundNothing("aap")
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(waits().because("JobUnseen").notShowing(PROVIDER_UNREADY))
              .because("nobody asks for its preflight any more"),
          row("a Ready resource does not show what a preflight finds")
              .given(
                  troubled(resource().ready("v1"))
                      .showing(PROVIDER_UNREADY, "PreflightFailed", PREFLIGHT_MESSAGE))
              .then(waits().phase(Phase.READY).notShowing(PROVIDER_UNREADY))
              .because("it wants nothing, and a whole fleet would be written to"),
          row("a held resource does not show what a preflight finds")
              .given(troubled(resource()).annotated("hold", "at night"))
              .then(waits().showing(ConditionType.HELD).notShowing(PROVIDER_UNREADY))
              .because("nothing is to be launched"),
          row("a resource does not show what a preflight finds of a provider that it does not need")
              .given(troubled(resource().choosing("eda")))
              .then(launches(JobType.PROVISION).at("eda").notShowing(PROVIDER_UNREADY))
              .because("it is launched elsewhere"),
          row("an unmanaged resource does not show what a preflight finds")
              .given(troubled(resource().with(RUNNING)).annotated("management-state", "unmanaged"))
              .then(waits().because("Unmanaged").notShowing(PROVIDER_UNREADY))
              .because("hands off means off"),
          row("a resource that is let go does not show what a preflight finds")
              .given(troubled(resource().deleted()))
              .then(releases(ReleaseGround.NEVER_LAUNCHED).notShowing(PROVIDER_UNREADY))
              .because("nothing is wanted of the provider"),
          row("that a provider can not be asked before a launch is told of once")
              .given(
                  resource()
                      .permitted(1)
                      .showing(ConditionType.PROGRESSING, "ProviderUnavailable", "before")
                      .nobodyAnswers())
              .then(waits().because("ProviderUnavailable").tellingNothing())
              .because("it is asked every few seconds"),
          row("a job of which nothing is heard shows it, and since when")
              .given(silent())
              .then(
                  waits()
                      .because("JobRunning")
                      .saying("nothing was heard of it since 2026-01-01T11:58:30Z")
                      .showing(JOB_STATE_STALE, REFUSED)
                      .telling("NoNews", "nothing was heard of job 101"))
              .because("\"runs\" is how it was, and a person has to mend the token"),
          row("that nothing is heard of a job is told of once")
              .given(silent().showing(JOB_STATE_STALE, "NoNews", "before"))
              .then(waits().showing(JOB_STATE_STALE, REFUSED).tellingNothing())
              .because("it is an Event when it begins"),
          row("a job of which there is news again does not show that there was none")
              .given(
                  resource()
                      .with(RUNNING)
                      .tellingNews("aap")
                      .showing(JOB_STATE_STALE, "NoNews", "before"))
              .then(waits().notShowing(JOB_STATE_STALE))
              .because("the first good answer ends it"),
          row("that nothing is heard of a job is shown on until a new process has asked")
              .given(resource().with(RUNNING).showing(JOB_STATE_STALE, "NoNews", "since then"))
              .then(waits().showing(JOB_STATE_STALE, "since then").tellingNothing())
              .because("an answer ends it, and not a start"),
          row("a resource without jobs does not show that a provider is silent")
              .given(
                  resource()
                      .with(RUNNING.ended(JobState.SUCCEEDED))
                      .silent("aap", REFUSED)
                      .showing(JOB_STATE_STALE, "NoNews", "before"))
              .then(launches(JobType.PROVISION).notShowing(JOB_STATE_STALE))
              .because("it waits for no news"),
          row("a deprovision of which nothing is heard shows it")
              .given(
                  resource().ready("v1").deleted().with(deprovision("201")).silent("aap", REFUSED))
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .saying("nothing was heard of it since")
                      .showing(JOB_STATE_STALE, "job 201"))
              .because("a deletion that waits says why"),
          row("a job of a provider that gives signs is not missed by news")
              .given(
                  resource()
                      .choosing("eda")
                      .with(provision("101").by("eda"))
                      .notAnswering(provision("101").by("eda"))
                      .silent("aap", REFUSED)
                      .showing(JOB_STATE_STALE, "NoNews", "before"))
              .then(waits().notShowing(JOB_STATE_STALE))
              .because("it is never asked for news"));
}
