package io.cloudkit.controller.simulation;

import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The judge is judged: for each promise a world that breaks it, and its neighbour that does not.
 */
class JudgeTest {
  private final BadWorld world = new BadWorld(ProviderTraits.polled().canSearch().build());

  private void isCondemned(String promise) {
    assertThat(world.judge.violations()).singleElement().asString().startsWith(promise);
  }

  private void isFine() {
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  void acquitsALifeWithoutFault() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.sends("claim-1");
    world.runs(PROVISION, "claim-1");
    world.pass(11).closes();
    world.isDeleted();
    world.permits(DEPROVISION, "op-2", "claim-2");
    world.looksAndSends("claim-2");
    world.runs(DEPROVISION, "claim-2");
    world.pass(11).closes();
    world.isReleased();
    isFine();
  }

  @Test
  void condemnsTheCancelOfAWantedJob() {
    InMemoryJob job = world.runs(PROVISION, "claim-1");
    world.follows(job);
    world.cancels(job);
    isCondemned("C");
  }

  @Test
  void allowsTheCancelOfAStray() {
    world.cancels(world.runs(PROVISION, "claim-1"));
    isFine();
  }

  @Test
  void allowsTheCancelOfAnOverdueJob() {
    InMemoryJob job = world.runs(PROVISION, "claim-1");
    world.follows(job);
    world.pass(180);
    world.cancels(job);
    isFine();
  }

  @Test
  void allowsTheCancelOfWhatProvisionsWhenItIsDeleted() {
    InMemoryJob job = world.runs(PROVISION, "claim-1");
    world.follows(job);
    world.isDeleted();
    world.cancels(job);
    isFine();
  }

  @Test
  void condemnsTheCancelOfAJobThatAPersonMadeOfOneThatWasDoneWith() {
    InMemoryJob done = world.runs(PROVISION, "claim-1");
    world.pass(11);
    cancelsWhatAPersonMadeOf(done);
    isCondemned("C");
  }

  @Test
  void allowsItWhenThatOneWasSentTooLateAndNobodyKnowsOfIt() {
    InMemoryJob late = world.runs(PROVISION, "claim-1");
    world.chronicle.requests().sentTooLate("claim-1");
    world.pass(11);
    cancelsWhatAPersonMadeOf(late);
    isFine();
  }

  @Test
  void condemnsItWhenThatOneWasSentTooLateAndIsKnown() {
    InMemoryJob late = world.runs(PROVISION, "claim-1");
    world.chronicle.requests().sentTooLate("claim-1");
    world.follows(late);
    world.pass(11);
    cancelsWhatAPersonMadeOf(late);
    isCondemned("C");
  }

  private void cancelsWhatAPersonMadeOf(InMemoryJob done) {
    InMemoryJob again = world.relaunched(done);
    world.chronicle.leavesAlone(again);
    world.cancels(again);
  }

  @Test
  void allowsItWhenTheResourceGoes() {
    InMemoryJob done = world.runs(PROVISION, "claim-1");
    world.pass(11);
    InMemoryJob again = world.relaunched(done);
    world.chronicle.leavesAlone(again);
    world.isDeleted();
    world.cancels(again);
    isFine();
  }

  @Test
  void allowsItWhenItIsForgottenWhatWasLaunched() {
    InMemoryJob done = world.runs(PROVISION, "claim-1");
    world.pass(11);
    InMemoryJob again = world.relaunched(done);
    world.chronicle.leavesAlone(again);
    world.chronicle.gives(world.uid(), Need.STATUS_LOST);
    world.cancels(again);
    isFine();
  }

  @Test
  void condemnsASendThatWasNeverPermitted() {
    world.sends("claim-1");
    isCondemned("L1");
  }

  @Test
  void condemnsASendForTheNamesakeOfTheOneThatWasPermitted() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.api.forceAway(BadWorld.KEY);
    world.api.create(BadWorld.KEY, "small", List.of(), Map.of());
    world.sends("claim-1");
    isCondemned("L1");
  }

  @Test
  void condemnsAClaimThatIsPermittedTwice() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.closes();
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("L1");
  }

  @Test
  void condemnsALaunchInThePlaceOfAnUnresolvedOne() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.permits(PROVISION, "op-2", "claim-2");
    isCondemned("L1");
  }

  @Test
  void acquitsTheSameOperationUnderAFreshClaim() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.permits(PROVISION, "op-1", "claim-2");
    isFine();
  }

  @Test
  void condemnsAnOperationThatRanTwice() {
    world.chronicle.mayProvision(world.uid());
    world.runs(PROVISION, "claim-1");
    world.pass(11);
    world.runs(PROVISION, "again-1");
    isCondemned("L2");
  }

  @Test
  void acquitsTwoJobsThatABackendMadeOfOneRequest() {
    world.twins("claim-1");
    world.pass(20);
    isFine();
  }

  @Test
  void condemnsASecondRequestBesideTwoJobsOfOne() {
    world.chronicle.mayProvision(world.uid());
    world.twins("claim-1");
    world.pass(20);
    world.runs(PROVISION, "again-1");
    isCondemned("L2");
  }

  @Test
  void condemnsADeprovisionBesideTwinsOfWhichNoneHasSucceeded() {
    world.jobsFail().twins("claim-1");
    world.pass(6);
    deprovisionIsSent();
    isCondemned("X1: Deprovision was sent beside");
  }

  @Test
  void acquitsADeprovisionBesideTheTwinOfWhatSucceeded() {
    world.twins("claim-1");
    world.pass(6);
    deprovisionIsSent();
    world.runs(DEPROVISION, "claim-2");
    isFine();
  }

  private void deprovisionIsSent() {
    world.isDeleted();
    world.permits(DEPROVISION, "op-2", "claim-2");
    world.sends(DEPROVISION, "op-2", "claim-2");
    world.looksAndSends("claim-2");
  }

  @Test
  void condemnsTwoProvisionsAtOnceOfWhateverOperations() {
    world.runs(PROVISION, "claim-1");
    world.pass(5).runs(PROVISION, "claim-2");
    isCondemned("X1: Provision job 101 ran beside Provision");
  }

  @Test
  void condemnsAnOverlapThatIsOverWhenItLooks() {
    world.jobsFail().runs(PROVISION, "claim-1");
    world.pass(5).runs(PROVISION, "claim-2");
    world.pass(60);
    isCondemned("X1");
  }

  @Test
  void condemnsADeprovisionBesideAProvision() {
    world.runs(PROVISION, "claim-1");
    world.pass(5).runs(DEPROVISION, "claim-2");
    isCondemned("X1");
  }

  @Test
  void acquitsAJobThatBeginsWhenAnotherEnds() {
    world.runs(PROVISION, "claim-1");
    world.pass(10).runs(DEPROVISION, "claim-2");
    isFine();
  }

  @Test
  void condemnsADeprovisionBesideAJobThatAPersonRelaunchedBeforeTheLastLook() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(20).relaunched(old);
    world.pass(1).looksAndSends("claim-2");
    world.runs(DEPROVISION, "claim-2");
    isCondemned("X1");
  }

  @Test
  void condemnsADeprovisionBesideARelaunchedJobThatTheEngineCouldHaveSeen() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(20).relaunched(old);
    world.pass(1).sendsWithoutLooking("claim-2");
    world.runs(DEPROVISION, "claim-2");
    isCondemned("X1");
  }

  @Test
  void acquitsADeprovisionBesideAJobThatAPersonRelaunchedAfterTheLastLook() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(20).looksAndSends("claim-2");
    world.pass(1).relaunched(old);
    world.runs(DEPROVISION, "claim-2");
    isFine();
  }

  @Test
  void condemnsAProvisionThatIsPermittedAfterDeletionBegan() {
    world.isDeleted();
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("X2");
  }

  @Test
  void condemnsADeprovisionOfWhatIsNotDeleted() {
    world.permits(DEPROVISION, "op-1", "claim-1");
    isCondemned("X3");
  }

  @Test
  void condemnsAReleaseThatLeavesAMachine() {
    world.runs(PROVISION, "claim-1");
    world.pass(11).isDeleted();
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void condemnsAReleaseThatLeavesTheMachineOfAPersonWhoCameBeforeTheLastLook() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(11).isDeleted();
    world.relaunched(old);
    world.pass(11).looksAndSends("claim-2");
    world.jobsFail().runs(DEPROVISION, "claim-2");
    world.pass(11).isReleased();
    isCondemned("X3");
  }

  @Test
  void acquitsAReleaseThatLeavesTheMachineOfAPersonWhoCameLater() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(11).isDeleted();
    world.looksAndSends("claim-2");
    world.runs(DEPROVISION, "claim-2");
    world.pass(11).relaunched(old);
    world.isReleased();
    isFine();
  }

  @Test
  void condemnsAReleaseThatLeavesTheMachineOfAPersonAndTookNothingAway() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(11).relaunched(old);
    world.pass(11).isDeleted();
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void acquitsAReleaseThatTookNothingAwayBeforeAPersonMadeSomething() {
    InMemoryJob old = world.isCancelledBeforeItBegins("claim-1");
    world.isDeleted();
    world.isReleased();
    world.pass(1).relaunched(old);
    isFine();
  }

  @Test
  void condemnsAReleaseBesideALivingJob() {
    world.isDeleted();
    world.runs(DEPROVISION, "claim-1");
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void acquitsAReleaseBesideADeprovisionThatOutlivesWhatItsProviderDeclared() {
    Duration life = Duration.ofSeconds(5);
    assertThat(releasedAfter(6, ProviderTraits.signalled().maxJobDuration(life).build())).isEmpty();
  }

  @Test
  void condemnsItBeforeThatTimeAndWhereTheJobCanBeSeen() {
    Duration life = Duration.ofSeconds(5);
    for (List<String> broken :
        List.of(
            releasedAfter(4, ProviderTraits.signalled().maxJobDuration(life).build()),
            releasedAfter(6, ProviderTraits.signalled().canSearch().maxJobDuration(life).build()),
            releasedAfter(6, ProviderTraits.polled().maxJobDuration(life).build()))) {
      assertThat(broken).singleElement().asString().startsWith("X3: uid-1 is gone beside");
    }
  }

  private static List<String> releasedAfter(int seconds, ProviderTraits traits) {
    BadWorld its = new BadWorld(traits);
    its.isDeleted();
    its.runs(DEPROVISION, "claim-1");
    its.pass(seconds).isReleased();
    return its.judge.violations();
  }

  @Test
  void condemnsAReleaseWithAnUnresolvedLaunch() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.isDeleted();
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void acquitsWhoeverForcesAResourceAway() {
    world.runs(PROVISION, "claim-1");
    world.api.forceAway(BadWorld.KEY);
    isFine();
  }

  @Test
  void condemnsASecondProvisionThatNobodyAskedFor() {
    world.runs(PROVISION, "claim-1");
    world.pass(11).runs(PROVISION, "claim-2");
    world.pass(11);
    isCondemned("N");
  }

  @Test
  void acquitsASecondProvisionOfAChangedSpec() {
    world.runs(PROVISION, "claim-1");
    world.chronicle.mayProvision(world.uid());
    world.pass(11).runs(PROVISION, "claim-2");
    world.pass(11);
    isFine();
  }

  @Test
  void acquitsASecondProvisionAfterAFailedOne() {
    world.jobsFail().runs(PROVISION, "claim-1");
    world.pass(11).runs(PROVISION, "claim-2");
    world.pass(11);
    isFine();
  }

  private void severalAreTamperedWith() {
    world.decidesAbout(world.isTamperedWith("vm2"));
    world.decidesAbout(world.isTamperedWith("vm1"));
  }

  @Test
  void condemnsALaunchThatNobodyAskedForBesideAnother() {
    severalAreTamperedWith();
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("M");
  }

  @Test
  void acquitsALaunchThatNobodyAskedForAlone() {
    world.decidesAbout(world.isTamperedWith("vm1"));
    world.permits(PROVISION, "op-1", "claim-1");
    isFine();
  }

  @Test
  void acquitsItWhenTheOtherIsGone() {
    ResourceKey other = world.isTamperedWith("vm2");
    world.decidesAbout(other);
    world.api.forceAway(other);
    world.decidesAbout(world.isTamperedWith("vm1"));
    world.permits(PROVISION, "op-1", "claim-1");
    isFine();
  }

  @Test
  void acquitsItWhenTheOtherWasLaunchedInItsTime() {
    theOtherIsLaunchedAfter(10);
    isFine();
  }

  @Test
  void condemnsItWhenTheOtherWasLaunchedTooSoon() {
    theOtherIsLaunchedAfter(9);
    isCondemned("M");
  }

  private void theOtherIsLaunchedAfter(int seconds) {
    ResourceKey other = world.isTamperedWith("vm2");
    world.decidesAbout(other);
    world.pass(seconds);
    world.alsoPermits(other);
    world.decidesAbout(world.isTamperedWith("vm1"));
    world.permits(PROVISION, "op-1", "claim-1");
  }

  @Test
  void acquitsItWhenTheOtherWasSeenLater() {
    world.decidesAbout(world.isTamperedWith("vm1"));
    world.decidesAbout(world.isTamperedWith("vm2"));
    world.permits(PROVISION, "op-1", "claim-1");
    isFine();
  }

  @Test
  void acquitsItWhenAPersonAsksForIt() {
    severalAreTamperedWith();
    world.says(new Word(Word.RETRY, "word1"));
    world.permits(PROVISION, "op-1", "claim-1");
    isFine();
  }

  @Test
  void condemnsAWordToRetryThatWhatIsReadyKeeps() {
    world.isReady();
    world.isReady();
    isFine();
    world.says(new Word(Word.RETRY, "word1"));
    world.isReady();
    isCondemned("R");
  }

  @Test
  void acquitsItOfWhatIsSetAside() {
    world.isReady();
    world.says(new Word(Word.RETRY, "word1"));
    world.says(Word.UNMANAGED);
    world.isReady();
    isFine();
  }

  @Test
  void condemnsTheCancelOfWhatTakesAway() {
    InMemoryJob job = world.runs(DEPROVISION, "claim-1");
    world.follows(job);
    world.isDeleted();
    world.cancels(job);
    isCondemned("C");
  }

  @Test
  void condemnsAConditionOfAWordThatIsNotThereAnyMore() {
    world.says(Word.PLEASE_WAIT);
    world.shows(ConditionType.HELD, "Hold");
    isFine();
    world.shows(ConditionType.AVAILABLE, "Hold");
    world.api.dropAnnotation(BadWorld.KEY, Word.PLEASE_WAIT.annotation());
    world.shows(ConditionType.HELD, "Hold");
    assertThat(world.judge.violations()).anyMatch(each -> each.startsWith("P"));
  }

  @Test
  void condemnsTheNeedOfAPersonThatTheWorldGaveNoCauseFor() {
    world.shows(ConditionType.HELD, "JobCanceled");
    isCondemned("P");
  }

  @Test
  void acquitsTheNeedOfAPersonThatTheWorldGaveCauseFor() {
    world.chronicle.gives(world.uid(), Need.CANCELLED);
    world.shows(ConditionType.HELD, "JobCanceled");
    isFine();
  }

  @Test
  void condemnsAPersonAskedForAfterTheFirstEffort() {
    world.jobsFail().runs(PROVISION, "claim-1");
    world.shows(ConditionType.STALLED, "RetriesSpent");
    isCondemned("P");
  }

  @Test
  void acquitsAPersonAskedForAfterSeveralEfforts() {
    world.jobsFail().runs(PROVISION, "claim-1");
    world.chronicle.refuses(world.uid());
    world.shows(ConditionType.STALLED, "RetriesSpent");
    isFine();
  }

  @Test
  void condemnsAnUnresolvedLaunchWhereTheBackendCanBeSearched() {
    world.shows(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved");
    isCondemned("P");
  }

  @Test
  void acquitsAnUnresolvedLaunchWhereNothingCanBeKnown() {
    BadWorld blind = new BadWorld(ProviderTraits.polled().build());
    blind.permits(PROVISION, "op-1", "claim-1");
    blind.shows(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved");
    assertThat(blind.judge.violations()).isEmpty();
  }

  private static BadWorld deduplicating() {
    return new BadWorld(ProviderTraits.polled().deduplicates().build());
  }

  @Test
  void condemnsAnUnresolvedLaunchThatCouldBeSentAgain() {
    BadWorld again = deduplicating();
    again.permits(PROVISION, "op-1", "claim-1");
    again.shows(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved");
    assertThat(again.judge.violations()).singleElement().asString().startsWith("P");
  }

  @Test
  void acquitsAnUnresolvedLaunchWhoseSpecHasChangedSince() {
    BadWorld changed = deduplicating();
    changed.permits(PROVISION, "op-1", "claim-1");
    changed.api.edit(BadWorld.KEY, old -> old.wanting("big"));
    changed.shows(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved");
    assertThat(changed.judge.violations()).isEmpty();
  }

  private void isAvailable() {
    world.shows(ConditionType.AVAILABLE, "Provisioned");
  }

  @Test
  void condemnsAvailableOfAMachineThatIsNotWantedAnyMore() {
    world.runs(PROVISION, "claim-1");
    world.pass(11).api.edit(BadWorld.KEY, old -> old.wanting("big"));
    isAvailable();
    isCondemned("A");
  }

  @Test
  void condemnsAvailableOfAMachineWhoseJobRuns() {
    world.runs(PROVISION, "claim-1");
    world.pass(5);
    isAvailable();
    isCondemned("A");
  }

  @Test
  void condemnsAvailableOfAMachineWhoseJobFailed() {
    world.jobsFail().runs(PROVISION, "claim-1");
    world.pass(11);
    isAvailable();
    isCondemned("A");
  }

  @Test
  void condemnsAvailableOfNothing() {
    isAvailable();
    isCondemned("A");
  }

  @Test
  void acquitsAvailableOfWhatIsWanted() {
    world.runs(PROVISION, "claim-1");
    world.pass(11);
    isAvailable();
    isFine();
  }

  @Test
  void acquitsAvailableOfWhatAPersonMadeOfIt() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    world.pass(11).relaunched(old);
    isAvailable();
    isFine();
  }

  private InMemoryJob deprovisionFails() {
    world.runs(PROVISION, "claim-1");
    world.pass(11).isDeleted();
    InMemoryJob job = world.jobsFail().runs(DEPROVISION, "claim-2");
    world.pass(11);
    return job;
  }

  @Test
  void acquitsAReleaseAfterAFailureThatWasDeclaredAndIsStored() {
    InMemoryJob job = deprovisionFails();
    world.chronicle.declaredNotToBlock(job);
    world.followsWithoutBlocking(job);
    world.isReleased();
    isFine();
  }

  @Test
  void condemnsAReleaseAfterAFailureThatIsNotStoredSo() {
    InMemoryJob job = deprovisionFails();
    world.chronicle.declaredNotToBlock(job);
    world.follows(job);
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void condemnsAReleaseAfterAFailureThatNobodyDeclared() {
    world.followsWithoutBlocking(deprovisionFails());
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void condemnsAReleaseAfterACancelOfWhatMayFail() {
    world.runs(PROVISION, "claim-1");
    world.pass(11).isDeleted();
    InMemoryJob job = world.runs(DEPROVISION, "claim-2");
    world.isCancelledByHand(job);
    world.pass(11).chronicle.declaredNotToBlock(job);
    world.followsWithoutBlocking(job);
    world.isReleased();
    isCondemned("X3");
  }

  @Test
  void acquitsADeprovisionBesideARelaunchedJobWhoseRecordIsLost() {
    InMemoryJob old = world.runs(PROVISION, "claim-1");
    InMemoryJob manual = world.pass(20).relaunched(old);
    world.chronicle.forgets(manual);
    world.pass(1).looksAndSends("claim-2");
    world.runs(DEPROVISION, "claim-2");
    isFine();
  }

  /**
   * A person said to launch again while it was shown, and the look before the launch showed none.
   */
  @Test
  void acquitsAProvisionBesideAJobWhoseRecordWentAfterItsStatusWas() {
    InMemoryJob lost = world.runs(PROVISION, "claim-1");
    world.chronicle.mayProvision(lost.uid());
    world.chronicle.answersLoss(lost.uid());
    world.pass(1).chronicle.forgets(lost);
    world.runs(PROVISION, "claim-2");
    isFine();
  }

  @Test
  void condemnsAProvisionBesideAJobWhoseRecordWentBeforeAPersonAnswered() {
    InMemoryJob lost = world.runs(PROVISION, "claim-1");
    world.chronicle.forgets(lost);
    world.pass(1).chronicle.answersLoss(lost.uid());
    world.runs(PROVISION, "claim-2");
    isCondemned("X1");
  }

  @Test
  void explainsASecondRunByARequestThatLeftTooLate() {
    world.chronicle.requests().sentTooLate("claim-1");
    condemnsAnOperationThatRanTwice();
    assertThat(world.judge.violations()).allMatch(world.judge::isResidual);
  }

  @Test
  void doesNotExplainTwoRunsInTimeByAThirdThatLeftTooLate() {
    world.chronicle.requests().sentTooLate("late-1");
    ranThrice("claim-1", "late-1", "again-1");
    assertThat(world.judge.unexplained())
        .filteredOn(each -> each.startsWith("L2"))
        .singleElement()
        .asString()
        .contains("claim-1", "again-1");
  }

  @Test
  void explainsEachRunBesideTheOneThatLeftTooLate() {
    world.chronicle.requests().sentTooLate("late-1");
    ranThrice("claim-1", "late-1", "again-1");
    assertThat(world.judge.violations())
        .filteredOn(world.judge::isResidual)
        .hasSize(2)
        .allMatch(each -> each.startsWith("L2") && each.contains("late-1"));
  }

  @Test
  void condemnsASecondRunInTimeAfterOneThatWasExplained() {
    world.chronicle.mayProvision(world.uid());
    explainsASecondRunByARequestThatLeftTooLate();
    world.pass(11).runs(PROVISION, "third-1");
    assertThat(world.judge.unexplained()).singleElement().asString().startsWith("L2");
  }

  private void ranThrice(String... claims) {
    for (String claim : claims) {
      world.chronicle.mayProvision(world.uid());
      world.runs(PROVISION, claim);
      world.pass(11);
    }
  }

  private List<String> untold(String whoRemembers) {
    world.backend.all().forEach(this::shown);
    return world.judge.untold(whoRemembers::equals, any -> true);
  }

  private void shown(InMemoryJob job) {
    world.chronicle.requests().sentTooLate("claim-1");
    world
        .chronicle
        .witnesses()
        .shows("p1", world.uid(), JobRef.of("sim", job.type(), job.id(), job.operation()));
  }

  @Test
  void acquitsALateJobOfWhichOnlyWhatAPersonMadeOfItWasShown() {
    InMemoryJob late = world.runs(PROVISION, "claim-1");
    world.pass(11);
    shown(world.relaunched(late));
    assertThat(world.judge.untold("p1"::equals, any -> true)).isEmpty();
  }

  @Test
  void condemnsALateJobThatIsKeptFromTheStatus() {
    world.runs(PROVISION, "claim-1");
    assertThat(untold("p1")).singleElement().asString().startsWith("S:");
  }

  @Test
  void acquitsALateJobThatIsInTheStatus() {
    world.follows(world.runs(PROVISION, "claim-1"));
    assertThat(untold("p1")).isEmpty();
  }

  @Test
  void acquitsALateJobOfWhichTheWriteFailed() {
    shown(world.runs(PROVISION, "claim-1"));
    world.chronicle.witnesses().forgetsWhatItWasShown("p1", world.uid());
    assertThat(world.judge.untold("p1"::equals, any -> true)).isEmpty();
  }

  @Test
  void condemnsALateJobOfWhichAnothersWriteFailed() {
    shown(world.runs(PROVISION, "claim-1"));
    world.chronicle.witnesses().forgetsWhatItWasShown("p2", world.uid());
    assertThat(world.judge.untold("p1"::equals, any -> true)).hasSize(1);
  }

  @Test
  void acquitsALateJobThatNobodyWhoLivesWasShown() {
    world.runs(PROVISION, "claim-1");
    assertThat(untold("p2")).isEmpty();
  }

  @Test
  void doesNotExplainASecondRunByARequestOfAnotherOperation() {
    world.chronicle.requests().sentTooLate("claim-9");
    condemnsAnOperationThatRanTwice();
    assertThat(world.judge.violations()).noneMatch(world.judge::isResidual);
  }

  @Test
  void doesNotExplainALaunchAgainstAPersonsWillByARequestThatLeftTooLate() {
    world.chronicle.requests().sentTooLate("claim-1");
    condemnsALaunchThatAPersonHolds();
    assertThat(world.judge.violations()).noneMatch(world.judge::isResidual);
  }

  @Test
  void condemnsALaunchThatAPersonHolds() {
    world.api.annotate(BadWorld.KEY, "hold", "maintenance");
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("H");
  }

  @Test
  void condemnsALaunchBesideAWordThatNobodyUnderstands() {
    Word word = Word.MISTYPED.get(0);
    world.api.annotate(BadWorld.KEY, word.annotation(), word.value());
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("H");
  }

  @Test
  void findsAPaceTooFast() {
    Pace pace = new Pace(0.5, world.time::nanos);
    assertThat(pace.allowsOneMore()).isTrue();
    world.pass(1);
    assertThat(pace.allowsOneMore()).isFalse();
    world.judge.hurried("p1");
    isCondemned("G");
  }

  @Test
  void findsAPaceRightThatSavedATurn() {
    Pace pace = new Pace(0.5, world.time::nanos);
    world.pass(2);
    assertThat(pace.allowsOneMore()).isTrue();
    assertThat(pace.allowsOneMore()).isTrue();
  }
}
