package io.cloudkit.controller.simulation;

import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import org.junit.jupiter.api.Test;

/** The judge knows what may follow an effort. */
class EffortsTest {
  private final BadWorld world = new BadWorld(ProviderTraits.polled().canSearch().build());

  private void isCondemned(String promise) {
    assertThat(world.judge.violations()).singleElement().asString().startsWith(promise);
  }

  private void isFine() {
    assertThat(world.judge.violations()).isEmpty();
  }

  private void oneEffortFails() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.jobsFail().runs(PROVISION, "claim-1");
    world.pass(10).closes();
  }

  private InMemoryJob oneEffortIsCancelled() {
    world.permits(PROVISION, "op-1", "claim-1");
    InMemoryJob job = world.runs(PROVISION, "claim-1");
    world.isCancelledByHand(job);
    world.pass(60).closes();
    return job;
  }

  @Test
  void condemnsAnEffortWithoutAPauseAfterAFailedOne() {
    oneEffortFails();
    world.pass(13).permits(PROVISION, "op-2", "claim-2");
    isCondemned("B");
  }

  @Test
  void acquitsAnEffortAfterAPause() {
    oneEffortFails();
    world.pass(14).permits(PROVISION, "op-2", "claim-2");
    isFine();
  }

  @Test
  void acquitsAnEffortWithoutAPauseThatAPersonAskedFor() {
    oneEffortFails();
    world.chronicle.asksAnew(world.uid());
    world.permits(PROVISION, "op-2", "claim-2");
    isFine();
  }

  @Test
  void condemnsAnEffortWithoutAPauseThatAPersonAskedForBeforeTheFailedOne() {
    world.chronicle.asksAnew(world.uid());
    world.pass(1);
    oneEffortFails();
    world.permits(PROVISION, "op-2", "claim-2");
    isCondemned("B");
  }

  @Test
  void condemnsAnEffortAfterAPersonsCancel() {
    oneEffortIsCancelled();
    world.permits(PROVISION, "op-2", "claim-2");
    isCondemned("H");
  }

  @Test
  void condemnsAnEffortAfterAPersonsCancelThatWasPurgedWhenItWasKnown() {
    world.backend.purge(oneEffortIsCancelled());
    world.permits(PROVISION, "op-2", "claim-2");
    isCondemned("H");
  }

  @Test
  void acquitsAnEffortAfterACancelThatNobodyCanSeeAnyMore() {
    world.chronicle.endsUnseen(oneEffortIsCancelled());
    world.permits(PROVISION, "op-2", "claim-2");
    isFine();
  }

  private InMemoryJob oneEffortIsCancelledBeforeTheEyesOf(String process) {
    world.permits(PROVISION, "op-1", "claim-1");
    InMemoryJob job = world.runs(PROVISION, "claim-1");
    world.isSeenRunningBy(process, job);
    world.isCancelledByHand(job);
    world.pass(60);
    return job;
  }

  private void anotherEffortFollows() {
    world.closes();
    world.permits(PROVISION, "op-2", "claim-2");
  }

  @Test
  void acquitsAnEffortAfterWhatASleeperCancelledThatHadSeenItRun() {
    world.cancels("p1", oneEffortIsCancelledBeforeTheEyesOf("p1"));
    anotherEffortFollows();
    isFine();
  }

  @Test
  void condemnsAnEffortAfterWhatWasCancelledByWhoHadNotSeenItRun() {
    world.cancels("p2", oneEffortIsCancelledBeforeTheEyesOf("p1"));
    anotherEffortFollows();
    isCondemned("H");
  }

  @Test
  void condemnsAnEffortAfterWhatWasCancelledWhenWhoHadSeenItRunWasDead() {
    InMemoryJob job = oneEffortIsCancelledBeforeTheEyesOf("p1");
    world.chronicle.witnesses().dies("p1");
    world.cancels("p1", job);
    anotherEffortFollows();
    isCondemned("H");
  }

  @Test
  void asksForNothingAfterAnEffortWithTwoJobs() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.jobsFail().runs(PROVISION, "claim-1");
    world.pass(10).runs(PROVISION, "again-1");
    world.pass(10).closes();
    world.permits(PROVISION, "op-2", "claim-2");
    assertThat(world.judge.violations()).singleElement().asString().startsWith("L2");
  }

  @Test
  void acquitsAnEffortThatAPersonAskedForAfterTheCancel() {
    oneEffortIsCancelled();
    world.chronicle.asksAnew(world.uid());
    world.permits(PROVISION, "op-2", "claim-2");
    isFine();
  }

  @Test
  void condemnsAnEffortForASpecThatIsNotWantedAnyMore() {
    world.api.edit(BadWorld.KEY, old -> old.wanting("big"));
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("N");
  }

  @Test
  void condemnsAnOlderEffortEvenWhereOneOperationHasOneEffect() {
    BadWorld deduplicating = new BadWorld(ProviderTraits.polled().deduplicates().build());
    deduplicating.api.edit(BadWorld.KEY, old -> old.wanting("big"));
    deduplicating.permits(PROVISION, "op-1", "claim-1");
    assertThat(deduplicating.judge.violations()).singleElement().asString().startsWith("N");
  }
}
