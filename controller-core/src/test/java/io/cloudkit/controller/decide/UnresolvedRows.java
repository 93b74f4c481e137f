package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.found;
import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.Given.launchBy;
import static io.cloudkit.controller.decide.Given.resource;
import static io.cloudkit.controller.decide.Given.timed;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.controller.decide.Row.row;
import static io.cloudkit.controller.decide.Then.asks;
import static io.cloudkit.controller.decide.Then.cancels;
import static io.cloudkit.controller.decide.Then.launches;
import static io.cloudkit.controller.decide.Then.waits;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A launch whose outcome is not known is resolved before anything else. */
final class UnresolvedRows {
  private UnresolvedRows() {}

  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final JobSketch FOUND = provision("101");

  private static final JobSketch STRAY = provision("555");

  private static JobSketch job(String id) {
    return JobSketch.provision(id);
  }

  private static final ProviderTraits BLIND = timed(ProviderTraits.polled()).canCancel().build();
  private static final ProviderTraits DEDUPLICATING =
      timed(ProviderTraits.polled()).canCancel().deduplicates().build();

  /** The permission of the launch that is unresolved is one that nobody answered. */
  private static Optional<List<String>> unanswered() {
    return Optional.of(List.of("claim-9"));
  }

  private static Given unresolved() {
    return resource().with(launch(PROVISION, "v1")).launchSeenFor(SETTLED);
  }

  private static Given unresolvedBy(ProviderTraits traits) {
    return resource()
        .provider("other", traits)
        .choosing("other")
        .with(launchBy("other", PROVISION, "v1"))
        .launchSeenFor(SETTLED)
        .recovery(Recovery.unknowable("look into the log of the backend"));
  }

  private static Given unresolvedAt(String provider) {
    return resource().with(launchBy(provider, PROVISION, "v1")).launchSeenFor(SETTLED);
  }

  static final List<Row> ALL =
      List.of(
          row("a launch that may have been sent is asked about")
              .given(unresolved())
              .then(asks(Question.recover()).writingNothing())
              .because("a crash is unknown, never failed (L3)"),
          row("a launch that became a job is what the word that it follows asked for")
              .given(
                  unresolved()
                      .with(Given.launch(PROVISION, "v1").following(Optional.of("playbook-2")))
                      .annotated("rerun", "playbook-3")
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-9", JobState.RUNNING)))))
              .then(
                  waits()
                      .writing("its word", s -> s.handledRerun().equals(Optional.of("playbook-2"))))
              .because("a word that came later may have come after its playbook began"),
          row("what is launched again since nothing was follows the word that is there now")
              .given(
                  unresolved()
                      .annotated("rerun", "playbook-3")
                      .recovery(Recovery.notLaunched("no job of the operation")))
              .then(
                  launches(PROVISION)
                      .writing(
                          "its word",
                          s -> s.launch().orElseThrow().rerun().equals(Optional.of("playbook-3"))))
              .because("nothing ran yet, so that one run is enough"),
          row("a launch that was found is followed")
              .given(
                  unresolved()
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-9", JobState.RUNNING)))))
              .then(
                  waits()
                      .telling("LaunchRecovered")
                      .writing("no launch", s -> s.launch().isEmpty())
                      .writing("job 101", s -> s.provisionJob().orElseThrow().id().equals("101"))
                      .wakingAfter(Duration.ZERO))
              .because("it is the job of that permission"),
          row("the job of an earlier send is not followed while the launch's own may appear")
              .given(
                  unresolved()
                      .launchSeenFor(SETTLED.minusSeconds(20))
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-8", JobState.RUNNING)))))
              .then(
                  waits()
                      .because("ResolvingLaunch")
                      .writing("the launch", s -> s.launch().isPresent())
                      .wakingAfter(Duration.ofSeconds(20)))
              .because("the second would run beside whatever is launched after the first"),
          row("the job of an earlier send is followed when no other can appear any more")
              .given(
                  unresolved()
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-8", JobState.RUNNING)))))
              .then(
                  waits()
                      .telling("LaunchRecovered")
                      .writing("no launch", s -> s.launch().isEmpty())
                      .writing("job 101", s -> s.provisionJob().orElseThrow().id().equals("101")))
              .because("one operation has one effect, whichever of its sends made it"),
          row("the job of an earlier send is followed at once where there is no second")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .launchSeenFor(Duration.ZERO)
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-8", JobState.RUNNING)))))
              .then(
                  waits()
                      .telling("LaunchRecovered")
                      .writing("no launch", s -> s.launch().isEmpty()))
              .because("the backend gives one operation one effect"),
          row("of two jobs found the oldest is followed and the other is a stray")
              .given(
                  unresolved()
                      .recovery(
                          Recovery.found(
                              List.of(
                                  found(job("101"), "claim-8", JobState.RUNNING),
                                  found(job("102"), "claim-9", JobState.PENDING)))))
              .then(
                  waits()
                      .telling("StrayJobs")
                      .writing("job 101", s -> s.provisionJob().orElseThrow().id().equals("101"))
                      .writing("stray 102", s -> s.strayJobs().get(0).id().equals("102")))
              .because("one effort has one job (L2)"),
          row("nothing found proves nothing before the effect could have appeared")
              .given(
                  unresolved()
                      .launchSeenFor(Duration.ofSeconds(50))
                      .recovery(Recovery.notLaunched("no job of the operation")))
              .then(waits().because("ResolvingLaunch").wakingAfter(Duration.ofSeconds(10)))
              .because("send window, call time-out and late commit add up to 60 s"),
          row("why the outcome is not known is said while it may still appear")
              .given(
                  unresolved()
                      .heardOfItsLaunch("a proxy answered")
                      .recovery(Recovery.tooEarly(Duration.ofSeconds(7))))
              .then(waits().because("ResolvingLaunch").saying("a proxy answered"))
              .because("the person may be able to mend it meanwhile"),
          row("the provider asks for time")
              .given(unresolved().recovery(Recovery.tooEarly(Duration.ofSeconds(7))))
              .then(waits().because("ResolvingLaunch").wakingAfter(Duration.ofSeconds(7)))
              .because("something may still appear"),
          row("what was Ready is not, while the launch of another spec is unresolved")
              .given(
                  resource()
                      .ready("v1")
                      .with(launch(PROVISION, "v2"))
                      .recovery(Recovery.tooEarly(Duration.ofSeconds(7))))
              .then(waits().because("ResolvingLaunch").notShowing(ConditionType.AVAILABLE))
              .because("the spec is back at v1, and the machine may be becoming v2"),
          row("a provider that does not answer decides nothing")
              .given(unresolved().nobodyAnswers())
              .then(waits().because("ResolvingLaunch").saying("connection refused"))
              .because("an exception is a question, not an answer"),
          row("a launch of a provider that is not configured any more asks a person")
              .given(unresolvedAt("gone"))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .because("LaunchUnresolved")
                      .showing(ConditionType.LAUNCH_UNRESOLVED)
                      .telling("LaunchUnresolved")
                      .saying("\"gone\", which is not configured any more")
                      .saying("Configure it again, or")
                      .saying("cloudkit.openshift.io/resolve-launch=op-9=retry"))
              .because("only who sent it can find it, and nobody may wait for that in silence"),
          row("a launch of a provider that could not be made says what to mend")
              .given(unresolvedAt("gone").unusable("gone", "create hung; see the log"))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .because("ProviderUnusable")
                      .showing(ConditionType.STALLED)
                      .notShowing(ConditionType.LAUNCH_UNRESOLVED)
                      .telling("ProviderUnusable")
                      .saying("\"gone\", which is configured")
                      .saying("could not be made: create hung; see the log. Mend that")
                      .saying("cloudkit.openshift.io/resolve-launch=op-9=retry"))
              .because("it is found as soon as its provider is there again"),
          row("a deprovision whose provider is not configured any more asks a person")
              .given(resource().ready("v1").with(launchBy("gone", DEPROVISION, "v1")).deleted())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("LaunchUnresolved")
                      .showing(ConditionType.LAUNCH_UNRESOLVED))
              .because("it may run, and another one beside it would be a second"),
          row("a person answers for a provider that is not configured any more")
              .given(unresolvedAt("gone").annotated("resolve-launch", "op-9=retry"))
              .then(waits().telling("LaunchClosed"))
              .because("the person looked there"),
          row("a job that an absent provider would have to show is not adopted")
              .given(
                  unresolvedAt("gone")
                      .annotated("resolve-launch", "op-9=adopt:555")
                      .observed(
                          job("555").by("gone").operation("op-9"),
                          JobObservation.notVisible("\"gone\" is not configured")))
              .then(
                  waits()
                      .because("LaunchUnresolved")
                      .saying("555 that resolve-launch names can not be adopted")
                      .saying("\"gone\" is not configured"))
              .because("nobody can see whether it is one"),
          row("an absent provider is not waited for in silence")
              .given(unresolvedAt("gone").askedAMomentAgo(Duration.ofSeconds(7)))
              .then(waits().because("LaunchUnresolved"))
              .because("it can not answer in a moment either"),
          row("a provider that was asked a moment ago is left in peace")
              .given(unresolved().askedAMomentAgo(Duration.ofSeconds(7)))
              .then(waits().writingNothing().wakingAfter(Duration.ofSeconds(7)))
              .because("each event of the resource would ask it again"),
          row("what was not launched and is wanted is launched again, as the same operation")
              .given(
                  unresolved()
                      .unanswered()
                      .recovery(Recovery.notLaunched("no job of the operation")))
              .then(
                  launches(PROVISION)
                      .again("op-9")
                      .of("v1")
                      .at("aap")
                      .telling("LaunchedAgain")
                      .writing("sequence 2", s -> s.launchSequence().equals(Optional.of(2L)))
                      .writing("claim kept", s -> s.unansweredClaims().equals(unanswered()))
                      .writing(
                          "bookmark kept", s -> s.launch().orElseThrow().bookmark().isPresent()))
              .because("a late job of it is then found from the same bookmark"),
          row("what was not launched and is out of date is closed")
              .given(
                  unresolved().unanswered().wanting("v2").recovery(Recovery.notLaunched("no job")))
              .then(
                  waits()
                      .telling("LaunchClosed")
                      .writing("claim kept", s -> s.unansweredClaims().equals(unanswered()))
                      .writing("no launch", s -> s.launch().isEmpty())
                      .wakingAfter(Duration.ZERO))
              .because("a late job of it would be taken for the new spec's"),
          row("a provision that was not launched is closed when the resource goes")
              .given(unresolved().recovery(Recovery.notLaunched("no job")).deleted())
              .then(waits().writing("no launch", s -> s.launch().isEmpty()))
              .because("no provision is triggered once deletion has begun (X2)"),
          row("a launch that was not launched is closed while launches are stopped")
              .given(
                  unresolved()
                      .recovery(Recovery.notLaunched("no job"))
                      .launchesStopped("new launches are switched off"))
              .then(waits().writing("no launch", s -> s.launch().isEmpty()))
              .because("the switch stops them all"),
          row("a launch that was not launched is closed while a person holds the resource")
              .given(
                  unresolved().recovery(Recovery.notLaunched("no job")).annotated("hold", "audit"))
              .then(waits().writing("no launch", s -> s.launch().isEmpty()))
              .because("it is planned anew when the hold ends"),
          row("a launch that was not launched is closed while something is missing before it")
              .given(
                  unresolved()
                      .recovery(Recovery.notLaunched("no job"))
                      .waitingFor("its Tenant is gone"))
              .then(waits().telling("LaunchClosed").writing("no launch", s -> s.launch().isEmpty()))
              .because("it is planned anew once that is there"),
          row("a deprovision that was not launched misses nothing")
              .given(
                  resource()
                      .ready("v1")
                      .with(launch(DEPROVISION, "v1"))
                      .launchSeenFor(SETTLED)
                      .recovery(Recovery.notLaunched("no job"))
                      .waitingFor("its Tenant is gone")
                      .deleted())
              .then(launches(DEPROVISION).again("op-9"))
              .because("what is missing was needed for building only"),
          row("nothing is launched again beside a stray")
              .given(
                  unresolved()
                      .withStray(job("102").operation("op-9"))
                      .recovery(Recovery.notLaunched("no job")))
              .then(waits().writing("no launch", s -> s.launch().isEmpty()))
              .because("what may be alive must end first"),
          row("a launch that waits for its turn says so")
              .given(
                  unresolved()
                      .recovery(Recovery.notLaunched("no job"))
                      .launchDelay(Duration.ofSeconds(2)))
              .then(waits().because("Queued").wakingAfter(Duration.ofSeconds(2)))
              .because("what it waited for before is not what it waits for now"),
          row("a deprovision that was not launched is launched again when nothing lives")
              .given(
                  resource()
                      .ready("v1")
                      .with(launch(DEPROVISION, "v1"))
                      .launchSeenFor(SETTLED)
                      .recovery(Recovery.notLaunched("no job"))
                      .deleted())
              .then(launches(DEPROVISION).again("op-9"))
              .because("the machine is still there"),
          row("a deprovision is not launched again beside what a person started")
              .given(
                  resource()
                      .ready("v1")
                      .with(launch(DEPROVISION, "v1"))
                      .launchSeenFor(SETTLED)
                      .recovery(Recovery.notLaunched("no job"))
                      .runsThere("aap", found(job("555"), "claim-x", JobState.RUNNING))
                      .deleted())
              .then(waits().because("WaitingForJobs").telling("StrayJobs"))
              .because("a deprovision never runs beside a provision (X1)"),
          row("what can not be known asks a person")
              .given(unresolvedBy(BLIND))
              .then(
                  waits()
                      .phase(Phase.FAILED)
                      .showing(ConditionType.LAUNCH_UNRESOLVED)
                      .telling("LaunchUnresolved")
                      .saying("look into the log of the backend")
                      .saying("resolve-launch=op-9=retry"))
              .because("there is no safe move, and the resource says which would be"),
          row("what can not be known is told of once")
              .given(
                  unresolvedBy(BLIND)
                      .showing(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved", "look"))
              .then(waits().showing(ConditionType.LAUNCH_UNRESOLVED).tellingNothing())
              .because("one Event is news, two are noise"),
          row("what could be sent again waits while launches are stopped")
              .given(unresolvedBy(DEDUPLICATING).launchesStopped("new launches are switched off"))
              .then(
                  waits()
                      .because("LaunchesStopped")
                      .showing(ConditionType.STALLED)
                      .notShowing(ConditionType.LAUNCH_UNRESOLVED))
              .because("nobody has to find out what the next send will tell"),
          row("what can not be known is sent again where one operation has one effect")
              .given(unresolvedBy(DEDUPLICATING))
              .then(launches(PROVISION).again("op-9").at("other").unproven())
              .because("the backend deduplicates; a refusal will not prove that nothing runs"),
          row("there nothing is sent again beside a job that runs, and nobody is asked")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .withStray(STRAY.cancelledByUs("it was not wanted"))
                      .cancelAsked(STRAY, Duration.ofSeconds(1)))
              .then(
                  waits()
                      .because("JobRunning")
                      .notShowing(ConditionType.LAUNCH_UNRESOLVED)
                      .writing("the launch", s -> s.launch().isPresent()))
              .because("it can be sent again once that job has ended"),
          row("there a job beside it that nobody can see is told of")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .withStray(STRAY.unseen("403"))
                      .observed(STRAY, JobObservation.notVisible("403")))
              .then(
                  waits()
                      .showing(ConditionType.STALLED)
                      .because("JobUnseen")
                      .wakingWithin(Duration.ofMinutes(1)))
              .because("it is waited for, and only a person may know that it is over"),
          row("there an older intent is not sent again once the spec has changed")
              .given(unresolvedBy(DEDUPLICATING).wanting("v2"))
              .then(
                  waits()
                      .showing(ConditionType.LAUNCH_UNRESOLVED)
                      .saying("look into the log of the backend")
                      .saying("the spec changed since")
                      .writing("the launch", s -> s.launch().isPresent()))
              .because("the backend would build the new spec and call it by the old one's name"),
          row("there what was launched of an older intent is followed all the same")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .wanting("v2")
                      .withStray(provision("101").by("other").operation("op-9").of("v1")))
              .then(
                  waits().because("LaunchAdopted").writing("no launch", s -> s.launch().isEmpty()))
              .because("an earlier send told of it, so none is needed"),
          row("there a deprovision is sent again whatever the spec says")
              .given(
                  resource()
                      .provider("other", DEDUPLICATING)
                      .choosing("other")
                      .ready("v1")
                      .wanting("v2")
                      .with(launchBy("other", DEPROVISION, "v1"))
                      .launchSeenFor(SETTLED)
                      .recovery(Recovery.unknowable("look into the log of the backend"))
                      .deleted())
              .then(launches(DEPROVISION).again("op-9").unproven())
              .because("it takes away whatever is there"),
          row("nothing is sent again while something is missing before it")
              .given(unresolvedBy(DEDUPLICATING).waitingFor("its Tenant is gone"))
              .then(
                  waits()
                      .because("ResolvingLaunch")
                      .saying("its Tenant is gone")
                      .notShowing(ConditionType.LAUNCH_UNRESOLVED)
                      .wakingAfter(Duration.ofSeconds(30)))
              .because("it resolves itself once that is there again"),
          row("there the job that a rival's send told of is the effect of the launch")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .withStray(provision("101").by("other").operation("op-9").of("v1")))
              .then(
                  waits()
                      .because("LaunchAdopted")
                      .writing("no launch", s -> s.launch().isEmpty())
                      .writing("current", s -> s.provisionJob().orElseThrow().id().equals("101"))
                      .writing("no stray", s -> s.strayJobs().isEmpty())
                      .wakingAfter(Duration.ZERO))
              .because("one operation has one effect: nobody has to be asked, nothing cancelled"),
          row("beside what can not be known the job of another operation is asked to end")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .withStray(provision("101").by("other").operation("op-8").of("v1")))
              .then(cancels("101").writing("the launch", s -> s.launch().isPresent()))
              .because("it proves nothing of this launch, and is not wanted"),
          row("it is not sent again when the resource goes")
              .given(unresolvedBy(DEDUPLICATING).deleted())
              .then(waits().phase(Phase.DELETING).showing(ConditionType.LAUNCH_UNRESOLVED))
              .because("no provision is triggered once deletion has begun (X2)"),
          row("it is not sent again before the pause that the last answer asked for")
              .given(unresolvedBy(DEDUPLICATING).failed(1, "v1", Duration.ofSeconds(20)))
              .then(waits().because("ResolvingLaunch").wakingAfter(Duration.ofSeconds(20)))
              .because("the backend said that it has no room"),
          row("a person says retry: it is planned anew")
              .given(unresolvedBy(BLIND).annotated("resolve-launch", "op-9=retry"))
              .then(
                  waits()
                      .writing("no launch", s -> s.launch().isEmpty())
                      .wakingAfter(Duration.ZERO))
              .because("under a new operation, so that the same answer does not count twice"),
          row("a person's answer about an earlier operation is ignored")
              .given(unresolvedBy(BLIND).annotated("resolve-launch", "op-8=retry"))
              .then(
                  waits()
                      .showing(ConditionType.LAUNCH_UNRESOLVED)
                      .saying("about another operation, op-8"))
              .because("it was given about something else, and the condition says so"),
          row("a person abandons a launch: it is over, and counts as a failure")
              .given(unresolvedBy(BLIND).annotated("resolve-launch", "op-9=abandon"))
              .then(
                  waits()
                      .telling("LaunchAbandoned")
                      .writing("no launch", s -> s.launch().isEmpty())
                      .writing("a failure", s -> s.failure().isPresent())
                      .writing("not known", s -> s.reconciledConfigVersion().isEmpty()))
              .because("whatever it was, it is not waited for; the next effort keeps its distance"),
          row("a person abandons a launch that was sent twice")
              .given(
                  unresolvedBy(DEDUPLICATING)
                      .with(launchBy("other", PROVISION, "v1").resent("claim-10", "p1", Given.NOW))
                      .annotated("resolve-launch", "op-9=abandon"))
              .then(waits().writing("no launch", s -> s.launch().isEmpty()))
              .because("the word of a person closes what no refusal could"),
          row("a job that a person names is looked at before it is adopted")
              .given(unresolved().annotated("resolve-launch", "op-9=adopt:777"))
              .then(asks(Question.observe(job("777").operation("op-9").ref())))
              .because("a typing error would follow another resource's job"),
          row("a job that a person names is adopted")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(
                          job("777").operation("op-9"),
                          JobObservation.seen(JobStatus.of(JobState.RUNNING))))
              .then(
                  waits()
                      .telling("LaunchAdopted")
                      .writing("job 777", s -> s.provisionJob().orElseThrow().id().equals("777"))
                      .writing("no launch", s -> s.launch().isEmpty()))
              .because("the person found it"),
          row("a stray that a person takes for the launch is it")
              .given(
                  unresolved()
                      .withStray(job("777").operation("op-9").of("v1"))
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(
                          job("777").operation("op-9"),
                          JobObservation.seen(JobStatus.of(JobState.SUCCEEDED))))
              .then(
                  waits()
                      .because("LaunchAdopted")
                      .writing("no stray", s -> s.strayJobs().isEmpty())
                      .writing(
                          "reconciled", s -> s.reconciledConfigVersion().equals(Optional.of("v1"))))
              .because("it did what is wanted, and need not be done again"),
          row("a job that is not of that kind is not adopted")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(
                          job("777").operation("op-9"),
                          JobObservation.foreign("777 is an inventory update")))
              .then(
                  waits()
                      .showing(ConditionType.LAUNCH_UNRESOLVED)
                      .saying("777 is an inventory update")
                      .writing("launch", s -> s.launch().isPresent()))
              .because("it is checked by observing it"),
          row("an adoption waits for a provider that does not answer")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .notAnswering(job("777").operation("op-9")))
              .then(
                  waits().because("ResolvingLaunch").writing("launch", s -> s.launch().isPresent()))
              .because("it can not be checked now"),
          row("a job that is no longer there is not adopted")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(job("777").operation("op-9"), JobObservation.purged("404")))
              .then(waits().showing(ConditionType.LAUNCH_UNRESOLVED).saying("404"))
              .because("what it did, and for whom, can not be checked any more"),
          row("a job that must not be read is not adopted")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(
                          job("777").operation("op-9"), JobObservation.notVisible("no right")))
              .then(waits().showing(ConditionType.LAUNCH_UNRESOLVED).saying("no right"))
              .because("it may be anybody's"),
          row("a launch that was found when its resource goes is followed to its end")
              .given(
                  unresolved()
                      .recovery(Recovery.found(List.of(found(FOUND, "claim-9", JobState.RUNNING))))
                      .deleted())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .telling("LaunchRecovered")
                      .writing("job 101", s -> s.provisionJob().orElseThrow().id().equals("101")))
              .because("no deprovision begins beside it (X1)"),
          row("a deletion waits as long as the effect of a launch may still appear")
              .given(unresolved().recovery(Recovery.tooEarly(Duration.ofSeconds(7))).deleted())
              .then(
                  waits()
                      .phase(Phase.DELETING)
                      .because("ResolvingLaunch")
                      .wakingAfter(Duration.ofSeconds(7)))
              .because("a machine that appears after the deprovision would be leaked"),
          row("a deprovision is not launched again while it is not known what runs")
              .given(
                  resource()
                      .ready("v1")
                      .with(launch(DEPROVISION, "v1"))
                      .launchSeenFor(SETTLED)
                      .nobodyAnswers()
                      .recovery(Recovery.notLaunched("no job"))
                      .deleted())
              .then(waits().because("ProviderUnavailable").wakingAfter(Duration.ofSeconds(5)))
              .because("no answer decides nothing"),
          row("a person who says retry while the resource goes closes the launch")
              .given(unresolvedBy(BLIND).annotated("resolve-launch", "op-9=retry").deleted())
              .then(
                  waits().phase(Phase.DELETING).telling("LaunchClosed").wakingAfter(Duration.ZERO))
              .because("what is wanted by now is a deprovision"),
          row("a person who abandons a launch while the resource goes lets the deletion go on")
              .given(unresolvedBy(BLIND).annotated("resolve-launch", "op-9=abandon").deleted())
              .then(waits().phase(Phase.DELETING).telling("LaunchAbandoned"))
              .because("it is deprovisioned, whatever it was"),
          row("a job that a person names while the resource goes is followed to its end")
              .given(
                  unresolved()
                      .annotated("resolve-launch", "op-9=adopt:777")
                      .observed(
                          job("777").operation("op-9"),
                          JobObservation.seen(JobStatus.of(JobState.RUNNING)))
                      .deleted())
              .then(waits().phase(Phase.DELETING).telling("LaunchAdopted"))
              .because("no deprovision begins beside it (X1)"));
}
