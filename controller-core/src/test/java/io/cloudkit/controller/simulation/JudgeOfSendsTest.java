package io.cloudkit.controller.simulation;

import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import org.junit.jupiter.api.Test;

/** The judge looks at what is sent, not only at what is permitted and at what runs. */
class JudgeOfSendsTest {
  private final BadWorld world = new BadWorld(ProviderTraits.polled().canSearch().build());

  private void isCondemned(String promise) {
    assertThat(world.judge.violations()).singleElement().asString().startsWith(promise);
  }

  private void isFine() {
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  void condemnsAProvisionThatIsSentBesideADeprovision() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.runs(DEPROVISION, "claim-2");
    world.pass(5).sends(PROVISION, "op-1", "claim-1");
    isCondemned("X2: Provision was sent beside");
  }

  @Test
  void condemnsADeprovisionThatIsSentBesideAProvision() {
    world.runs(PROVISION, "claim-1");
    world.isDeleted();
    world.permits(DEPROVISION, "op-2", "claim-2");
    world.pass(5).sends(DEPROVISION, "op-2", "claim-2");
    isCondemned("X1: Deprovision was sent beside");
  }

  @Test
  void acquitsADeprovisionThatIsSentAfterAProvision() {
    world.runs(PROVISION, "claim-1");
    world.isDeleted();
    world.permits(DEPROVISION, "op-2", "claim-2");
    world.pass(10).sends(DEPROVISION, "op-2", "claim-2");
    isFine();
  }

  @Test
  void condemnsAProvisionThatIsSentByWhoHasReadTheDeletion() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.isDeleted();
    world.isReadBy("p1");
    world.sends("claim-1");
    isCondemned("X2");
  }

  @Test
  void acquitsAProvisionThatIsSentByWhoCanNotKnowOfTheDeletion() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.isDeleted();
    world.isReadBy("p2");
    world.sends("claim-1");
    isFine();
  }

  @Test
  void condemnsALaunchThatIsSentByWhoHasReadOfAHold() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.says(Word.PLEASE_WAIT);
    world.isReadBy("p1");
    world.sends("claim-1");
    isCondemned("H: a launch was sent");
  }

  @Test
  void acquitsALaunchThatIsSentByWhoCanNotKnowOfTheHold() {
    world.isReadBy("p1");
    world.permits(PROVISION, "op-1", "claim-1");
    world.says(Word.PLEASE_WAIT);
    world.isReadBy("p2");
    world.sends("claim-1");
    isFine();
  }

  @Test
  void acquitsALaunchThatIsSentByWhoHasReadThatTheHoldIsOver() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.says(Word.PLEASE_WAIT);
    world.isReadBy("p1");
    world.api.dropAnnotation(BadWorld.KEY, Word.PLEASE_WAIT.annotation());
    world.isReadBy("p1");
    world.sends("claim-1");
    isFine();
  }

  @Test
  void condemnsALaunchThatIsSentWhereNewOnesAreSwitchedOff() {
    world.chronicle.startsSwitchedOff("p1");
    world.permits(PROVISION, "op-1", "claim-1");
    world.sends("claim-1");
    isCondemned("H: a launch was sent by p1");
  }

  @Test
  void acquitsALaunchWhereNewOnesAreSwitchedOffElsewhere() {
    world.chronicle.startsSwitchedOff("p2");
    world.permits(PROVISION, "op-1", "claim-1");
    world.sends("claim-1");
    isFine();
  }

  @Test
  void condemnsAProvisionThatIsSentByWhoHasReadThatSomethingIsMissing() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.says(new Word(Wanted.PREREQUISITE, "a tenant"));
    world.isReadBy("p1");
    world.sends("claim-1");
    isCondemned("W: a provision was sent");
  }

  @Test
  void condemnsAProvisionThatIsPermittedWhileSomethingIsMissing() {
    world.says(new Word(Wanted.PREREQUISITE, "a tenant"));
    world.permits(PROVISION, "op-1", "claim-1");
    isCondemned("W: a provision was permitted");
  }

  @Test
  void acquitsADeprovisionWhateverIsMissing() {
    world.says(new Word(Wanted.PREREQUISITE, "a tenant"));
    world.isDeleted();
    world.isReadBy("p1");
    world.permits(DEPROVISION, "op-1", "claim-1");
    world.sends(DEPROVISION, "op-1", "claim-1");
    isFine();
  }

  @Test
  void condemnsAnOldVersionThatIsSentWithTheNewDocument() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.api.edit(BadWorld.KEY, old -> old.wanting("big"));
    world.sends("claim-1");
    isCondemned("D");
  }

  @Test
  void condemnsAvailableOfWhatItsDocumentMadeAnotherThanItIsCalled() {
    world.chronicle.requests().asksFor("claim-1", Wanted.version("big"));
    world.runs(PROVISION, "claim-1");
    world.pass(11).shows(ConditionType.AVAILABLE, "Provisioned");
    isCondemned("A");
  }

  @Test
  void condemnsAStatusThatNamesTheJobOfAnotherResource() {
    world.followsAJobOf("uid-of-another");
    isCondemned("U");
  }

  @Test
  void acquitsAStatusThatNamesItsOwnJob() {
    world.followsAJobOf(world.uid());
    isFine();
  }
}
