package io.cloudkit.operator.demo;

import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import java.time.Duration;
import java.util.List;

/**
 * What Event-Driven Ansible does on good days and on bad ones: a webhook confirms nothing, and the
 * playbooks answer on the resource.
 */
final class EdaScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "eda-create",
              "By webhook: Ready when the playbook says so, gone when it lets go",
              EdaScenes::create),
          new Scene(
              "eda-delete-early",
              "Deleted while its create playbook runs: no cancel there, so first one, then the other",
              EdaScenes::deleteEarly),
          new Scene(
              "eda-lost-event",
              "EDA answers 200 and loses the event: posted again when no job can live any more",
              EdaScenes::lostEvent),
          new Scene(
              "eda-late-event",
              "The webhook hangs longer than anybody waits, and delivers all the same",
              EdaScenes::lateEvent),
          new Scene(
              "eda-down",
              "The rulebook's activation is down: said, waited for, and gone on with",
              EdaScenes::down));

  private static final String ONE_CORE = "{\"cores\": 1}";
  private static final String EDA = "eda";

  private EdaScenes() {}

  private static void create(Stage stage) throws SceneFailure {
    String uid = stage.instances().createAt(EDA, "hook", ONE_CORE);
    stage.instances().await("hook", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("hook is Ready: its playbook wrote the version and claim of this very launch");
    stage.deleteAndAwait("hook", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    stage.good("hook is gone: its playbook took its finalizer off");
  }

  private static void deleteEarly(Stage stage) throws Exception {
    PlaybookScript slow = PlaybookScript.quick().runsFor(Duration.ofSeconds(3));
    stage.eda().scriptNext(FakeEda.CREATE, slow);
    String uid = stage.instances().createAt(EDA, "brisk", ONE_CORE);
    stage.await("its create playbook runs", () -> isMarked(stage, "brisk"));
    stage.tell("the create playbook runs; deleting brisk now");
    stage.deleteAndAwait("brisk", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    stage.good("the delete playbook began when the create playbook had ended");
  }

  private static void lostEvent(Stage stage) throws SceneFailure {
    stage.eda().nextPost(FakeEda.CREATE).forgets();
    String uid = stage.instances().createAt(EDA, "unheard", ONE_CORE);
    stage
        .instances()
        .await("unheard", "OverlapPossible", each -> Instances.isTrue(each, "OverlapPossible"));
    stage.good("nothing was heard of the job: the resource says what was concluded, and from what");
    stage.instances().await("unheard", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("posted again, and Ready");
    stage.deleteAndAwait("unheard", uid);
  }

  private static void lateEvent(Stage stage) throws SceneFailure {
    stage.eda().nextPost(FakeEda.CREATE).hangs(Duration.ofSeconds(3));
    String uid = stage.instances().createAt(EDA, "clogged", ONE_CORE);
    stage.instances().await("clogged", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("the operator saw the playbook's finalizer and posted nothing again");
    stage.deleteAndAwait("clogged", uid);
  }

  private static void down(Stage stage) throws SceneFailure {
    stage.eda().killActivation();
    String uid = stage.instances().createAt(EDA, "early", ONE_CORE);
    stage
        .instances()
        .await(
            "early",
            "the reason",
            each -> Instances.message(each, "Progressing").contains("activation"));
    stage.good("early says what it waits for: " + why(stage));
    stage.eda().startActivation();
    stage.instances().await("early", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("early", uid);
  }

  private static String why(Stage stage) {
    return stage
        .instances()
        .find("early")
        .map(each -> Instances.message(each, "Progressing"))
        .orElse("");
  }

  /** Whether a playbook's finalizer is on that instance. */
  static boolean isMarked(Stage stage, String name) {
    return stage
        .instances()
        .find(name)
        .filter(each -> Instances.hasFinalizer(each, ComputeInstanceAdapter.PLAYBOOK_FINALIZER))
        .isPresent();
  }
}
