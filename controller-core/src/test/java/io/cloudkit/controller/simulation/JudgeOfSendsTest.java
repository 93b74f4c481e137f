package io.cloudkit.controller.simulation;

import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;

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
    world.chronicle.readDeletion("p1", world.uid());
    world.sends("claim-1");
    isCondemned("X2");
  }

  @Test
  void acquitsAProvisionThatIsSentByWhoCanNotKnowOfTheDeletion() {
    world.permits(PROVISION, "op-1", "claim-1");
    world.isDeleted();
    world.chronicle.readDeletion("p2", world.uid());
    world.sends("claim-1");
    isFine();
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
