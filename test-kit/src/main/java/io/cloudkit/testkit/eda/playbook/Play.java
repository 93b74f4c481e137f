package io.cloudkit.testkit.eda.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.truth.Subject;
import java.util.List;
import java.util.Optional;

/** The tasks of one run, in the origin's order. Used by one thread at a time. */
final class Play {
  /** What a play tells of itself while it runs. */
  interface Told {
    void seen(String uid);

    void machineUp(Subject owner);

    void machineDown(Subject owner);
  }

  private final Cluster cluster;
  private final Optional<Tenants> tenants;
  private final Event event;
  private final PlaybookScript script;
  private final Told told;
  private String namespace = "";
  private String name = "";
  private String machineNamespace = "";
  private JsonNode read = MissingNode.getInstance();

  Play(Cluster cluster, Optional<Tenants> tenants, Event event, PlaybookScript script, Told told) {
    this.cluster = cluster;
    this.tenants = tenants;
    this.event = event;
    this.script = script;
    this.told = told;
  }

  /** Finalizer, machine, wait, annotation, and whatever comes after it. */
  List<Task> create() {
    return List.of(
        Task.now(this::readPayload),
        Task.now(this::readResource),
        Task.after(script.gap(), this::addFinalizer),
        Task.now(this::machineUp),
        new Task(script.running(), this::annotate),
        Task.after(script.tail(), () -> {}));
  }

  /** Machine away, then the finalizer. */
  List<Task> delete() {
    return List.of(
        Task.now(this::readPayload),
        new Task(script.running(), this::machineDown),
        Task.now(this::readResource),
        Task.after(script.gap(), this::removeFinalizer),
        Task.after(script.tail(), () -> {}));
  }

  private void readPayload() throws PlaybookFailure {
    failIf(Failure.BEFORE_ALL);
    name = required("/metadata/name");
    namespace = required("/metadata/namespace");
    String template = required("/spec/templateID");
    try {
      var unused = Cluster.MAPPER.readTree(required("/spec/templateParameters"));
    } catch (JsonProcessingException notJson) {
      throw new PlaybookFailure(
          "the parameters of " + template + " are no JSON: " + notJson.getOriginalMessage());
    }
    machineNamespace =
        tenants.isEmpty()
            ? namespace
            : cluster.tenantNamespace(
                tenants.get(),
                required("/status/tenantReference/namespace"),
                required("/status/tenantReference/name"));
  }

  private String required(String pointer) throws PlaybookFailure {
    return event
        .text(pointer)
        .orElseThrow(() -> new PlaybookFailure("the payload has no text at " + pointer));
  }

  private void readResource() throws PlaybookFailure {
    read = cluster.read(namespace, name);
    told.seen(uid());
  }

  private String uid() {
    return read.at("/metadata/uid").asText("");
  }

  private void addFinalizer() throws PlaybookFailure {
    cluster.patch(namespace, name, Finalizers.present(cluster.kind(), read));
    failIf(Failure.AFTER_FINALIZER);
  }

  private void machineUp() throws PlaybookFailure {
    cluster.machines().create(machineNamespace, name);
    told.machineUp(new Subject(uid(), machineNamespace, name));
    failIf(Failure.AFTER_MACHINE);
  }

  private void annotate() throws PlaybookFailure {
    failIf(Failure.BEFORE_SIGNAL);
    cluster.patch(namespace, name, Annotating.patch(cluster.kind(), script, event));
  }

  private void machineDown() throws PlaybookFailure {
    String uid = event.text("/metadata/uid").orElse("");
    cluster.machines().delete(machineNamespace, name);
    told.machineDown(new Subject(uid, machineNamespace, name));
    failIf(Failure.AFTER_MACHINE);
    failIf(Failure.BEFORE_SIGNAL);
  }

  private void removeFinalizer() throws PlaybookFailure {
    cluster.patch(namespace, name, Finalizers.absent(cluster.kind(), read));
    failIf(Failure.AFTER_FINALIZER);
  }

  private void failIf(Failure where) throws PlaybookFailure {
    if (script.failure() == where) {
      throw new PlaybookFailure("failed as its script says: " + where);
    }
  }
}
