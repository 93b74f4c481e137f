package io.cloudkit.operator.demo;

import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import java.time.Duration;
import java.util.List;

/** Another provider is chosen while work is in flight. */
final class SwitchScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "side-by-side",
              "One operator, a provider for each resource, all at once",
              SwitchScenes::sideBySide),
          new Scene(
              "aap-to-eda",
              "From AAP to EDA while AAP's job runs: AAP ends what it began, EDA does what is next",
              SwitchScenes::aapToEda),
          new Scene(
              "eda-to-aap",
              "From EDA to AAP and deleted, while EDA's playbook runs: AAP deletes after it",
              SwitchScenes::edaToAap));

  private static final String ONE_CORE = "{\"cores\": 1}";
  private static final String TWO_CORES = "{\"cores\": 2}";

  private SwitchScenes() {}

  private static void sideBySide(Stage stage) throws SceneFailure {
    List<String> providers = stage.backends().names();
    for (String provider : providers) {
      stage.instances().createAt(provider, "by-" + provider, ONE_CORE);
    }
    for (String provider : providers) {
      String name = "by-" + provider;
      String uid =
          stage.instances().await(name, "Available", Instances::isAvailable).getMetadata().getUid();
      expectAllBy(provider, stage.playbooks(uid));
      stage.deleteAndAwait(name, uid);
      expectAllBy(provider, stage.playbooks(uid));
      stage.expectRuns(uid, Purpose.PROVISION, 1);
      stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    }
    stage.good("each was made and taken away by its own provider: " + providers);
  }

  private static void aapToEda(Stage stage) throws Exception {
    Script slow = Script.quick().runsFor(Duration.ofSeconds(2));
    stage.aap().controller().scriptNext(stage.provision().id(), slow);
    String uid = stage.instances().createAt("aap", "nomad", ONE_CORE);
    stage.await("its playbook runs at AAP", () -> !stage.playbooks(uid).isEmpty());
    choose(stage, "nomad", "eda");
    stage.tell("AAP's job runs; nomad chooses EDA from now on");
    stage.instances().await("nomad", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    expectAllBy("aap", stage.playbooks(uid));
    stage.good("AAP ended what it had begun, and nothing ran twice");
    stage.instances().change("nomad", TWO_CORES);
    stage.instances().await("nomad", "Available again", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.deleteAndAwait("nomad", uid);
    List<Playbook> all = stage.playbooks(uid);
    expectAllBy("eda", all.subList(1, all.size()));
    stage.good("the change and the deletion were EDA's");
  }

  private static void expectAllBy(String backend, List<Playbook> playbooks) throws SceneFailure {
    for (Playbook playbook : playbooks) {
      if (!playbook.job().backend().equals(backend)) {
        throw new SceneFailure("expected all to run at " + backend + ", found " + playbook);
      }
    }
  }

  private static void edaToAap(Stage stage) throws Exception {
    PlaybookScript slow = PlaybookScript.quick().runsFor(Duration.ofSeconds(3));
    stage.eda().scriptNext(FakeEda.CREATE, slow);
    String uid = stage.instances().createAt("eda", "settler", ONE_CORE);
    stage.await("its playbook runs at EDA", () -> EdaScenes.isMarked(stage, "settler"));
    choose(stage, "settler", "aap");
    stage.tell("EDA's playbook runs; settler chooses AAP, and is deleted");
    stage.instances().delete("settler");
    stage.await(
        "AAP's delete playbook ended",
        () -> stage.playbooks(uid).stream().anyMatch(SwitchScenes::hasDeleted));
    // the origin's delete playbook takes its finalizer off whoever launched it; this AAP's does not
    stage.await("the finalizer of EDA's playbook alone is left", () -> isKeptByPlaybook(stage));
    stage.tell(
        "an Event says who keeps settler: the finalizer of EDA's playbook, which a person drops");
    stage.instances().dropFinalizer("settler", ComputeInstanceAdapter.PLAYBOOK_FINALIZER);
    stage.instances().awaitGone("settler");
    stage.gone(uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    stage.good("AAP's delete job waited for EDA's playbook to end");
  }

  private static boolean isKeptByPlaybook(Stage stage) {
    List<String> playbook = List.of(ComputeInstanceAdapter.PLAYBOOK_FINALIZER);
    return stage
        .instances()
        .find("settler")
        .filter(each -> each.getMetadata().getFinalizers().equals(playbook))
        .isPresent();
  }

  private static boolean hasDeleted(Playbook playbook) {
    return playbook.purpose() == Purpose.DEPROVISION && playbook.ended().isPresent();
  }

  private static void choose(Stage stage, String name, String provider) {
    stage.instances().annotate(name, ComputeInstanceAdapter.PROVIDER_ANNOTATION, provider);
  }
}
