package io.cloudkit.operator.scenes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.truth.Playbook.Purpose;
import io.cloudkit.testkit.truth.Truth;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whole lives with EDA, wherever it takes events: each of them ends, whatever becomes of events.
 */
abstract class EdaLivesOnKubernetes extends OperatorOnKubernetes {
  private static final String MARK = ComputeInstanceAdapter.PLAYBOOK_FINALIZER;
  private static final String VIRTUAL_MACHINES =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: virtualmachines.kubevirt.io}
      spec:
        group: kubevirt.io
        scope: Namespaced
        names: {plural: virtualmachines, singular: virtualmachine, kind: VirtualMachine}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  /** So that a machine is an object, which is there or not, whatever the ledger says. */
  @BeforeAll
  void serveVirtualMachines() throws Exception {
    client.load(new ByteArrayInputStream(VIRTUAL_MACHINES.getBytes(UTF_8))).create();
    stage.await("the API serves them", () -> client.raw("/apis/kubevirt.io/v1") != null);
  }

  private List<String> machines() {
    return client
        .genericKubernetesResources("kubevirt.io/v1", "VirtualMachine")
        .inNamespace(Instances.NAMESPACE)
        .withLabel(ComputeInstanceAdapter.FINALIZER)
        .list()
        .getItems()
        .stream()
        .map(each -> each.getMetadata().getName())
        .toList();
  }

  /** No playbook here takes longer than two seconds. */
  @Override
  EdaOnStage eda() {
    return super.eda().givingUpAfter(Duration.ofSeconds(7));
  }

  private String create(String name) {
    return instances.createAt("eda", name, ONE_CORE);
  }

  private void awaitAvailable(String name) throws Exception {
    instances.await(name, "Available", Instances::isAvailable);
  }

  private void awaitMarked(String name) throws Exception {
    instances.await(name, "its playbook's finalizer", each -> Instances.hasFinalizer(each, MARK));
  }

  /** Does something that has one event posted, and waits for it, so that the next is not before. */
  private void posting(Runnable what) throws Exception {
    int before = backends.eda().events().size();
    what.run();
    stage.await("its event", () -> backends.eda().events().size() > before);
  }

  @Test
  void createdChangedAndDeleted() throws Exception {
    String uid = create("plain");
    awaitAvailable("plain");
    instances.change("plain", TWO_CORES);
    stage.await("it is posted again", () -> stage.playbooks(uid).size() == 2);
    awaitAvailable("plain");
    stage.deleteAndAwait("plain", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void deletedWhileItsCreatePlaybookRuns() throws Exception {
    backends
        .eda()
        .scriptNext(FakeEda.CREATE, PlaybookScript.quick().runsFor(Duration.ofSeconds(2)));
    String uid = create("hasty");
    awaitMarked("hasty");
    stage.deleteAndAwait("hasty", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void deletedWhileItIsNotKnownWhetherItsCreateWasTaken() throws Exception {
    backends
        .eda()
        .scriptNext(FakeEda.CREATE, PlaybookScript.quick().runsFor(Duration.ofSeconds(2)));
    backends.eda().nextPost(FakeEda.CREATE).after(Duration.ofMillis(1500)).losesTheAnswer();
    String uid = create("unanswered");
    awaitMarked("unanswered");
    instances.delete("unanswered");
    assertThat(instances.find("unanswered").orElseThrow().<Map<String, Object>>get("status"))
        .as("its post hangs")
        .containsKey("launch")
        .doesNotContainKey("provisionJob");
    stage.deleteAndAwait("unanswered", uid);
    stage.expectRuns(uid, Purpose.PROVISION, 1);
    stage.expectRuns(uid, Purpose.DEPROVISION, 1);
  }

  @Test
  void eachEventComesTwice() throws Exception {
    backends.eda().nextPost(FakeEda.CREATE).commitsTwice();
    String uid = create("twice");
    awaitAvailable("twice");
    backends.eda().nextPost(FakeEda.DELETE).commitsTwice();
    stage.deleteAndAwait("twice", uid);
    stage.await("all playbooks ended", () -> backends.truth().running().isEmpty());
    assertThat(backends.truth().duplicates())
        .filteredOn(each -> each.resourceUid().equals(uid))
        .hasSize(2)
        .allMatch(Truth.Duplicate::isTheBackendsOwn);
    stage.expectRuns(uid, Purpose.PROVISION, 2);
    stage.expectRuns(uid, Purpose.DEPROVISION, 2);
  }

  @Test
  void whatIsNotHeardOfIsPostedAgain() throws Exception {
    Map<String, String> uids = new LinkedHashMap<>();
    for (String name : new String[] {"unheard-at-the-end", "failing-at-the-end"}) {
      uids.put(name, create(name));
    }
    for (String name : uids.keySet()) {
      awaitAvailable(name);
    }
    backends.eda().nextPost(FakeEda.CREATE).forgets();
    posting(() -> uids.put("unheard", create("unheard")));
    for (Failure where :
        new Failure[] {Failure.BEFORE_ALL, Failure.AFTER_FINALIZER, Failure.AFTER_MACHINE}) {
      String name = "failing-" + where.name().toLowerCase(Locale.ROOT).replace('_', '-');
      backends.eda().scriptNext(FakeEda.CREATE, PlaybookScript.quick().fails(where));
      posting(() -> uids.put(name, create(name)));
    }
    backends.eda().scriptNext(FakeEda.CREATE, PlaybookScript.quick().fails(Failure.AFTER_MACHINE));
    posting(() -> uids.put("left-behind", create("left-behind")));
    stage.await("its machine is left", () -> machines().contains("left-behind"));
    instances.delete("left-behind");
    instances.await(
        "left-behind",
        "what it waits for",
        each -> message(each, "Deleting").contains("waits for job eda-webhook-1"));
    backends.eda().nextPost(FakeEda.DELETE).forgets();
    posting(() -> instances.delete("unheard-at-the-end"));
    backends.eda().scriptNext(FakeEda.DELETE, PlaybookScript.quick().fails(Failure.AFTER_MACHINE));
    posting(() -> instances.delete("failing-at-the-end"));

    instances.await(
        "unheard", "OverlapPossible", each -> Instances.isTrue(each, "OverlapPossible"));
    for (String name : uids.keySet()) {
      if (!name.endsWith("-at-the-end") && !name.equals("left-behind")) {
        awaitAvailable(name);
        assertThat(machines()).containsOnlyOnce(name);
        instances.delete(name);
      }
    }
    for (Map.Entry<String, String> each : uids.entrySet()) {
      instances.awaitGone(each.getKey());
      stage.gone(each.getValue());
    }
    assertThat(machines()).doesNotContainAnyElementsOf(uids.keySet());
    expect(uids.get("left-behind"), 1, 1);
    expect(uids.get("unheard"), 1, 1);
    expect(uids.get("failing-before-all"), 2, 1);
    expect(uids.get("failing-after-finalizer"), 2, 1);
    expect(uids.get("failing-after-machine"), 2, 1);
    expect(uids.get("unheard-at-the-end"), 1, 1);
    expect(uids.get("failing-at-the-end"), 1, 2);
  }

  private void expect(String uid, int provisions, int deprovisions) throws Exception {
    stage.expectRuns(uid, Purpose.PROVISION, provisions);
    stage.expectRuns(uid, Purpose.DEPROVISION, deprovisions);
  }
}
