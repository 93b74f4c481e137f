package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.Scene;
import io.cloudkit.operator.demo.SceneFailure;
import io.cloudkit.operator.demo.Scenes;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenes of the demo, and days with AAP that are worse. One suite for each API. */
abstract class ScenesOnKubernetes extends OperatorOnKubernetes {
  private static final String PREFIX = "cloudkit.openshift.io/";
  private static final String FINALIZER = PREFIX + "computeinstance";
  private static final String LAUNCH = "*/launch/";

  static List<Scene> scenes() {
    return Scenes.ALL;
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void endsWell(Scene scene) throws Exception {
    scene.play(stage);
  }

  @Test
  void aWipedStatusStopsEverythingUntilAPersonSpeaks() throws Exception {
    String uid = instances.create("wiped", ONE_CORE);
    instances.await("wiped", "Available", Instances::isAvailable);

    instances.patchStatus("wiped", "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":{}}]");

    instances.await("wiped", "StatusLost", each -> Instances.isTrue(each, "StatusLost"));
    instances.delete("wiped");
    instances.await("wiped", "StatusLost, deleting", each -> Instances.isTrue(each, "StatusLost"));
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 0);
    instances.annotate("wiped", PREFIX + "deletion-policy", "orphan");
    instances.awaitGone("wiped");
  }

  @Test
  void aRestoredObjectIsAdoptedByAPersonsWordWithoutAJob() throws Exception {
    String uid = instances.create("restored", ONE_CORE, List.of(FINALIZER));
    instances.await("restored", "StatusLost", each -> Instances.isTrue(each, "StatusLost"));
    String loss =
        instances
            .find("restored")
            .map(each -> Objects.toString(each.get("status", "statusLoss"), ""))
            .orElseThrow();
    instances.annotate("restored", PREFIX + "resolve-status", loss + "=adopt");
    instances.await("restored", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 0);
    stage.deleteAndAwait("restored", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void aNamesakeNeverInheritsTheJobOfTheOneBefore() throws Exception {
    aap.controller().scriptNext(stage.provision().id(), Script.quick().untilTold());
    String first = instances.create("twin", ONE_CORE);
    stage.await("its playbook runs", () -> !stage.playbooks(first).isEmpty());
    instances.await("twin", "a job", each -> !Instances.jobState(each, "provisionJob").isEmpty());
    instances.delete("twin");
    instances.dropFinalizers("twin");
    instances.awaitGone("twin");

    String second = instances.create("twin", TWO_CORES);
    instances.await("twin", "Available", Instances::isAvailable);

    stage.expectRuns(second, Purpose.PROVISION, 1);
    stage.await(
        "the first one's playbook was cancelled",
        () ->
            stage
                .playbooks(first)
                .get(0)
                .result()
                .filter(Playbook.Result.KILLED::equals)
                .isPresent());
    stage.deleteAndAwait("twin", second);
  }

  @Test
  void whatAnotherWriterWroteSurvivesALifecycle() throws Exception {
    String uid = instances.create("shared", ONE_CORE);
    instances.await("shared", "Available", Instances::isAvailable);
    instances.patchStatus(
        "shared",
        "[{\"op\":\"add\",\"path\":\"/status/virtualMachineReference\","
            + "\"value\":{\"namespace\":\"vms\",\"kubeVirtVirtualMachineName\":\"shared\"}}]");
    instances.change("shared", TWO_CORES);
    instances.await("shared", "Available again", Instances::isAvailable);
    assertThat(
            instances
                .find("shared")
                .<Object>map(
                    each ->
                        each.get(
                            "status", "virtualMachineReference", "kubeVirtVirtualMachineName")))
        .contains("shared");
    stage.deleteAndAwait("shared", uid);
  }

  @Test
  void theApiServerGoesBetweenALaunchAndItsRecording() throws Exception {
    aap.next("POST", LAUNCH).after(Duration.ofSeconds(1)).isSlow();
    String uid = instances.create("interrupted", ONE_CORE);
    stage.await("the launch is in AAP", () -> !stage.playbooks(uid).isEmpty());
    kubernetes.goDown();
    stage.await("its playbook ended", () -> stage.playbooks(uid).get(0).ended().isPresent());
    kubernetes.comeUp();
    instances.await("interrupted", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("interrupted", uid);
  }

  @Test
  void aFinalizerThatWasDroppedIsPutBack() throws Exception {
    String uid = instances.create("stripped", ONE_CORE);
    instances.await("stripped", "Available", Instances::isAvailable);
    instances.dropFinalizers("stripped");
    instances.await(
        "stripped",
        "the finalizer",
        each -> each.getMetadata().getFinalizers().contains(FINALIZER));
    stage.deleteAndAwait("stripped", uid);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void anUnknownProviderIsNamedWithTheKnownOnes() throws Exception {
    aap.goDown();
    String uid = instances.create("stray", ONE_CORE);
    instances.annotate("stray", PREFIX + "provisioning-provider", "nowhere");
    GenericKubernetesResource refused =
        instances.await("stray", "refused", each -> message(each, "Accepted").contains("nowhere"));
    assertThat(message(refused, "Accepted")).contains("expected one of [aap, eda, kubernetes-job]");
    aap.comeUp();
    instances.annotate("stray", PREFIX + "provisioning-provider", "aap");
    instances.await("stray", "Available", Instances::isAvailable);
    stage.deleteAndAwait("stray", uid);
  }

  @Test
  void parametersThatAreNoJsonAreRefusedUntilTheyAre() throws Exception {
    String uid = instances.create("garbled", "cores: 1");
    instances.await(
        "garbled", "refused", each -> message(each, "Accepted").contains("templateParameters"));
    stage.expectRuns(uid, Purpose.PROVISION, 0);
    instances.change("garbled", ONE_CORE);
    instances.await("garbled", "Available", Instances::isAvailable);
    stage.deleteAndAwait("garbled", uid);
  }

  @Test
  void aTokenThatIsNotAcceptedIsSaidAndRecoveredFrom() throws Exception {
    aap.revoke(aap.token());
    String uid = instances.create("locked", ONE_CORE);
    instances.await("locked", "the reason", each -> message(each, "Progressing").contains("token"));
    aap.accept(aap.token(), aap.user());
    instances.await("locked", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("locked", uid);
  }

  @Test
  void aTokenThatIsRevokedWhileAJobRunsIsSaidAtOnceByReadiness() throws Exception {
    aap.controller().scriptNext(stage.provision().id(), Script.quick().untilTold());
    String uid = instances.create("cut-off", ONE_CORE);
    stage.await("its playbook runs", () -> !stage.playbooks(uid).isEmpty());
    aap.revoke(aap.token());
    stage.await(
        "readiness says that there is no news",
        () -> readiness().contains("[!] provider aap: no news of its jobs since "));
    assertThat(readiness()).contains("token of provider aap");
    aap.accept(aap.token(), aap.user());
    stage.await("readiness says that all is well", () -> !readiness().contains("no news"));
    stage.deleteAndAwait("cut-off", uid);
  }

  private String readiness() throws IOException {
    URI address = URI.create("http://" + stage.operator().address().orElseThrow() + "/readyz");
    try (InputStream body = address.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatThePreflightFindsIsShownByAResourceUntilItIsMended() throws Exception {
    stage.operator().kill();
    aap.revoke(aap.token());
    stage.startOperator();
    String uid = instances.create("unready", ONE_CORE);
    GenericKubernetesResource shown =
        instances.await(
            "unready", "ProviderUnready", each -> Instances.isTrue(each, "ProviderUnready"));
    assertThat(message(shown, "ProviderUnready")).contains("\"aap\"", "CLOUDKIT_AAP_TOKEN");
    aap.accept(aap.token(), aap.user());
    instances.await("unready", "Available", Instances::isAvailable);
    stage.deleteAndAwait("unready", uid);
  }

  @Test
  void aMissingRightIsSaidAndRecoveredFrom() throws Exception {
    aap.controller().forbidLaunch(stage.provision().id());
    String uid = instances.create("barred", ONE_CORE);
    instances.await("barred", "the reason", each -> message(each, "Progressing").contains("403"));
    aap.controller().permit(stage.provision().id());
    instances.await("barred", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("barred", uid);
  }

  /** What may come back instead of an answer to a launch. */
  record Trouble(String name, Consumer<FaultRule> fault) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Trouble> troubles() {
    return List.of(
        new Trouble("html", fault -> fault.answersHtml(200)),
        new Trouble("redirect", f -> f.redirectsTo(FakeAap.MIGRATIONS)),
        new Trouble("giant", fault -> fault.sendsGiantBody(50L << 20)),
        new Trouble("cut", FaultRule::cutsTheAnswer),
        new Trouble("gateway", fault -> fault.commitsThenAnswersHtml(502)));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void anAnswerThatIsNoneLaunchesNothingTwice(Trouble trouble) throws Exception {
    trouble.fault().accept(aap.next("POST", LAUNCH));
    String uid = instances.create(trouble.name(), ONE_CORE);
    instances.await(trouble.name(), "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait(trouble.name(), uid);
  }

  @Test
  void anAapThatIsDownIsWaitedFor() throws Exception {
    aap.goDown();
    String uid = instances.create("patient", ONE_CORE);
    instances.await(
        "patient",
        "the reason",
        each -> message(each, "Progressing").contains("AAP can not be reached"));
    aap.comeUp();
    instances.await("patient", "Available", Instances::isAvailable);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.deleteAndAwait("patient", uid);
  }

  @Test
  void deletionOfWhatWasNeverLaunchedNeedsNoAap() throws SceneFailure {
    aap.goDown();
    String uid = instances.create("ephemeral", ONE_CORE);
    instances.await("ephemeral", "taken on", each -> !Instances.phase(each).isEmpty());
    stage.deleteAndAwait("ephemeral", uid);
    aap.comeUp();
  }
}
