package io.cloudkit.operator.demo;

import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What AAP does on good days and on bad ones. */
final class AapScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene("create", "An instance is created, becomes Ready, and goes", AapScenes::create),
          new Scene("change", "Its spec changes: one more job, and Ready again", AapScenes::change),
          new Scene(
              "failure",
              "A job fails; the operator says so, waits, tries again",
              AapScenes::failure),
          new Scene(
              "delete-early",
              "Deleted while its create job runs: cancel first, then delete",
              AapScenes::deleteEarly),
          new Scene("kill", "kill -9 in the middle of a launch, and a new start", AapScenes::kill),
          new Scene(
              "lost-answer", "AAP takes the launch, and its answer is lost", AapScenes::lostAnswer),
          new Scene(
              "late-commit",
              "AAP answers 504, and the job appears seconds later",
              AapScenes::lateCommit));

  private static final String ONE_CORE = "{\"cores\": 1}";
  private static final String TWO_CORES = "{\"cores\": 2}";

  private AapScenes() {}

  private static void create(Stage stage) throws SceneFailure {
    String uid = stage.instances().create("web", ONE_CORE);
    stage.instances().await("web", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("web is Ready by one job; deleting it");
    stage.deleteAndAwait("web", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    stage.good("web is gone by one job");
  }

  private static void change(Stage stage) throws SceneFailure {
    String uid = stage.instances().create("db", ONE_CORE);
    stage.instances().await("db", "Available", Instances::isAvailable);
    stage.tell("db is Ready; it shall have two cores");
    stage.instances().change("db", TWO_CORES);
    stage.instances().await("db", "Available at the new generation", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.good("db is Ready again, by exactly one more job");
    stage.deleteAndAwait("db", uid);
  }

  private static void failure(Stage stage) throws SceneFailure {
    Script fails =
        Script.quick()
            .runsFor(Duration.ofMillis(500))
            .ends(
                Ending.fails()
                    .after(
                        TaskFailure.of(
                            "Create the disk", "localhost", "no room in the storage class")));
    stage.aap().controller().scriptNext(stage.provision().id(), fails);
    String uid = stage.instances().create("batch", ONE_CORE);
    stage.instances().await("batch", "Failed, with the task that failed", AapScenes::tellsTheTask);
    stage.good("batch says which task failed and why, and when it will try again");
    stage.instances().await("batch", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.good("the second job succeeded");
    stage.deleteAndAwait("batch", uid);
  }

  private static boolean tellsTheTask(GenericKubernetesResource instance) {
    return Instances.phase(instance).equals("Failed")
        && Objects.toString(instance.get("status", "failure", "reason"), "")
            .contains("\"Create the disk\" failed on host localhost: no room in the storage class");
  }

  private static void deleteEarly(Stage stage) throws Exception {
    stage.aap().controller().scriptNext(stage.provision().id(), Script.quick().untilTold());
    String uid = stage.instances().create("hasty", ONE_CORE);
    stage.await("its create playbook runs", () -> runs(stage, uid, Purpose.PROVISION));
    stage.tell("the create playbook runs; deleting hasty now");
    stage.deleteAndAwait("hasty", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
    Playbook create = stage.playbooks(uid).get(0);
    stage.good(
        "the create job ended as "
            + create.result().orElseThrow()
            + " before the delete job began");
  }

  private static void kill(Stage stage) throws Exception {
    stage.aap().next("POST", "*/launch/").after(Duration.ofSeconds(2)).isSlow();
    String uid = stage.instances().create("phoenix", ONE_CORE);
    stage.await("the launch is in AAP", () -> isLaunched(stage, uid));
    stage.operator().kill();
    stage.tell("kill -9: AAP has the launch, the operator never heard the answer");
    stage.startOperator();
    stage.tell("started again");
    stage.instances().await("phoenix", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("the job that was launched before was found and adopted; no second one ran");
    stage.deleteAndAwait("phoenix", uid);
  }

  private static void lostAnswer(Stage stage) throws SceneFailure {
    stage.aap().next("POST", "*/launch/").losesTheAnswer();
    String uid = stage.instances().create("echo", ONE_CORE);
    stage.instances().await("echo", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("the launch was found again; no second one ran");
    stage.deleteAndAwait("echo", uid);
  }

  private static void lateCommit(Stage stage) throws SceneFailure {
    stage.aap().next("POST", "*/launch/").commitsLate(Duration.ofSeconds(2));
    String uid = stage.instances().create("tardy", ONE_CORE);
    stage.instances().await("tardy", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.good("the operator waited until nothing could appear any more, and found it");
    stage.deleteAndAwait("tardy", uid);
  }

  private static boolean runs(Stage stage, String uid, Purpose purpose) {
    return stage.playbooks(uid).stream()
        .anyMatch(each -> each.purpose() == purpose && each.ended().isEmpty());
  }

  private static boolean isLaunched(Stage stage, String uid) {
    return stage.aap().jobs().stream()
        .anyMatch(
            job -> job.submission().extraVars().resourceUid().filter(uid::equals).isPresent());
  }
}
