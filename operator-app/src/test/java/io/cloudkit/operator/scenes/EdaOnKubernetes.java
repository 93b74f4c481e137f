package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Days with EDA that are worse than the demo's: deletion ends in whatever order the signs come and
 * go, and what a webhook answers proves nothing that it does not.
 */
abstract class EdaOnKubernetes extends OperatorOnKubernetes {
  private static final String MARK = ComputeInstanceAdapter.PLAYBOOK_FINALIZER;
  private static final PlaybookScript UNTIL_TOLD = PlaybookScript.quick().untilTold();

  private String ready(String name) throws Exception {
    String uid = instances.createAt("eda", name, ONE_CORE);
    instances.await(name, "Available", Instances::isAvailable);
    return uid;
  }

  private boolean isMarked(String name) {
    return instances.find(name).filter(each -> Instances.hasFinalizer(each, MARK)).isPresent();
  }

  private void awaitRunning(String uid, Purpose purpose) throws Exception {
    stage.await(
        "its " + purpose + " playbook runs",
        () ->
            stage.playbooks(uid).stream()
                .anyMatch(each -> each.purpose() == purpose && each.ended().isEmpty()));
  }

  /** The playbook that waits to be told goes on to its end. */
  private void goOn(String uid) {
    backends.truth().running().stream()
        .filter(each -> each.resourceUid().equals(uid))
        .forEach(each -> backends.eda().goOn(each.job()));
  }

  @Test
  void deletionEndsWhenThePlaybookFinishesWhileTheOperatorIsDown() throws Exception {
    String uid = ready("asleep");
    backends.eda().scriptNext(FakeEda.DELETE, UNTIL_TOLD);
    instances.delete("asleep");
    awaitRunning(uid, Purpose.DEPROVISION);
    stage.operator().kill();
    goOn(uid);
    stage.await("the playbook let go", () -> !isMarked("asleep"));
    stage.startOperator();
    instances.awaitGone("asleep");
    stage.gone(uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void deletionEndsWhenTheFinalizerWasTakenOffBefore() throws Exception {
    String uid = ready("bare");
    instances.dropFinalizer("bare", MARK);
    stage.deleteAndAwait("bare", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void deletionEndsWhenTheFinalizerWasTakenOffAndPutBack() throws Exception {
    String uid = ready("returned");
    instances.dropFinalizer("returned", MARK);
    instances.addFinalizer("returned", MARK);
    stage.deleteAndAwait("returned", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void deletionEndsWhenTheObjectIsGoneAtOnce() throws Exception {
    String uid = ready("forced");
    backends.eda().scriptNext(FakeEda.DELETE, UNTIL_TOLD);
    instances.delete("forced");
    awaitRunning(uid, Purpose.DEPROVISION);
    instances.dropFinalizers("forced");
    instances.awaitGone("forced");
    goOn(uid);
    stage.await("its playbook ended", () -> backends.truth().running().isEmpty());
    stage.gone(uid);

    String namesake = ready("forced");
    stage.deleteAndAwait("forced", namesake);
  }

  @Test
  void aDeletePlaybookThatFailsUnseenIsStartedAgain() throws Exception {
    String uid = ready("unlucky");
    backends.eda().scriptNext(FakeEda.DELETE, PlaybookScript.quick().fails(Failure.AFTER_MACHINE));
    stage.deleteAndAwait("unlucky", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 2);
  }

  @Test
  void theOperatorsFinalizerThatIsDroppedMeanwhileIsPutBack() throws Exception {
    backends.eda().scriptNext(FakeEda.CREATE, UNTIL_TOLD);
    String uid = instances.createAt("eda", "trampled", ONE_CORE);
    stage.await("marked", () -> isMarked("trampled"));
    // as a playbook does that read the finalizers before ours was set: eda-api.md §8.5
    instances.dropFinalizer("trampled", ComputeInstanceAdapter.FINALIZER);
    instances.await(
        "trampled",
        "our finalizer",
        each -> Instances.hasFinalizer(each, ComputeInstanceAdapter.FINALIZER));
    goOn(uid);
    instances.await("trampled", "Available", Instances::isAvailable);
    stage.deleteAndAwait("trampled", uid);
  }

  /** A playbook that read the finalizers while ours was not there writes what it read: §8.5. */
  @Test
  void theOperatorsFinalizerThatAPlaybookDropsIsPutBack() throws Exception {
    backends
        .eda()
        .scriptNext(
            FakeEda.CREATE,
            PlaybookScript.quick()
                .launchesAfter(Duration.ofSeconds(2))
                .writesFinalizersAfter(Duration.ofSeconds(4)));
    int before = backends.eda().events().size();
    String uid = instances.createAt("eda", "careless", ONE_CORE);
    stage.await("its event", () -> backends.eda().events().size() > before);
    stage.operator().kill();
    instances.dropFinalizer("careless", ComputeInstanceAdapter.FINALIZER);
    List<List<String>> seen = new CopyOnWriteArrayList<>();
    Watch watch = instances.watch("careless", each -> seen.add(finalizersOf(each)));
    try {
      stage.startOperator();
      instances.await("careless", "Available", Instances::isAvailable);
    } finally {
      watch.close();
    }
    assertThat(seen).as("the playbook's write, and what came after").contains(List.of(MARK));
    assertThat(instances.find("careless").orElseThrow().getMetadata().getFinalizers())
        .contains(MARK, ComputeInstanceAdapter.FINALIZER);
    stage.deleteAndAwait("careless", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
  }

  private static List<String> finalizersOf(GenericKubernetesResource instance) {
    return List.copyOf(instance.getMetadata().getFinalizers());
  }

  @Test
  void theWordOfAnotherLaunchCompletesNothing() throws Exception {
    backends.eda().scriptNext(FakeEda.CREATE, PlaybookScript.quick().annotatesUnknown());
    String uid = instances.createAt("eda", "vague", ONE_CORE);
    instances.await(
        "vague", "the reason", each -> message(each, "Progressing").contains("\"unknown\""));
    // given up at its longest life, and posted again
    instances.await("vague", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.deleteAndAwait("vague", uid);
  }

  @Test
  void aProxyThatAnswersInsteadIsNamed() throws Exception {
    backends.eda().nextPost(FakeEda.CREATE).answersHtml(200);
    String uid = instances.createAt("eda", "proxied", ONE_CORE);
    instances.await(
        "proxied", "the reason", each -> message(each, "Progressing").contains("proxy"));
    instances.await("proxied", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("proxied", uid);
  }

  @Test
  void anApiInsteadOfAWebhookIsNamed() throws Exception {
    backends
        .eda()
        .nextPost(FakeEda.CREATE)
        .answers(405, "{\"detail\":\"Method \\\"POST\\\" not allowed.\"}");
    String uid = instances.createAt("eda", "misled", ONE_CORE);
    instances.await("misled", "the reason", each -> message(each, "Progressing").contains("405"));
    instances.await("misled", "Available", Instances::isAvailable);
    stage.deleteAndAwait("misled", uid);
  }

  @Test
  void aSpecThatChangesMeanwhileIsPostedAfterwards() throws Exception {
    backends.eda().scriptNext(FakeEda.CREATE, UNTIL_TOLD);
    String uid = instances.createAt("eda", "moody", ONE_CORE);
    awaitRunning(uid, Purpose.PROVISION);
    instances.change("moody", TWO_CORES);
    instances.change("moody", ONE_CORE);
    instances.change("moody", TWO_CORES);
    goOn(uid);
    instances.await("moody", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.deleteAndAwait("moody", uid);
  }
}
