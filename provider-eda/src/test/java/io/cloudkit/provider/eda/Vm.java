package io.cloudkit.provider.eda;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One virtual machine as the API server shows it, and what the engine asks about it. */
public final class Vm {
  public static final String FINALIZER = "cloudkit.openshift.io/computeinstance-aap";
  public static final String ANNOTATION = "cloudkit.openshift.io/reconciled-config-version";
  public static final String OPERATION = "op1";
  public static final String CLAIM = "claim1";
  public static final String VERSION = "v1-00";

  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, Object> annotations = new LinkedHashMap<>();
  private final Map<String, Object> spec = new LinkedHashMap<>();
  private final Map<String, Object> status = new LinkedHashMap<>();
  private final List<Object> history = new ArrayList<>();

  private Vm() {
    metadata.put("name", "vm");
    metadata.put("namespace", "ns");
    metadata.put("uid", "uid-1");
    metadata.put("annotations", annotations);
    metadata.put("finalizers", new ArrayList<>(List.of("cloudkit.openshift.io/computeinstance")));
    spec.put("templateID", "osac.templates.ocp_virt_vm");
    status.put("tenantReference", new LinkedHashMap<>(Map.of("name", "t", "namespace", "tns")));
    status.put("desiredConfigVersion", VERSION);
    status.put("launchSequence", 1);
  }

  /** One whose first launch was permitted, and of which nothing is seen yet. */
  public static Vm vm() {
    return new Vm();
  }

  public Vm deleting() {
    metadata.put("deletionTimestamp", "2026-01-01T00:00:00Z");
    return this;
  }

  /** A playbook began. */
  public Vm marked() {
    metadata.put("finalizers", List.of("cloudkit.openshift.io/computeinstance", FINALIZER));
    return this;
  }

  public Vm saying(String word) {
    return annotated(ANNOTATION, word);
  }

  public Vm annotated(String name, String value) {
    annotations.put(name, value);
    return this;
  }

  public Vm with(String field, Object value) {
    metadata.put(field, value);
    return this;
  }

  public Vm launches(long count) {
    return status("launchSequence", count);
  }

  public Vm spec(String field, Object value) {
    spec.put(field, value);
    return this;
  }

  public Vm status(String field, Object value) {
    status.put(field, value);
    return this;
  }

  public Vm without(String statusField) {
    status.remove(statusField);
    return this;
  }

  public Vm provisionJob(String id, JobState state) {
    return provisionJob("eda", id, state);
  }

  public Vm provisionJob(String provider, String id, JobState state) {
    return status(
        "provisionJob",
        Map.of("id", id, "provider", provider, "operation", "op0", "state", state.toString()));
  }

  /** AAP showed it as running. */
  public Vm shownByAap(String id, Map<String, String> outputs) {
    return status(
        "provisionJob",
        Map.of(
            "id",
            id,
            "provider",
            "eda",
            "operation",
            OPERATION,
            "state",
            JobState.RUNNING.toString(),
            "link",
            "https://aap/#/jobs/playbook/7",
            "outputs",
            outputs));
  }

  /** Which named no operation, and may have posted any number of times. */
  public Vm leftByTheGoOperator(String id) {
    return status("provisionJob", Map.of("id", id, "provider", "eda", "state", "Failed"));
  }

  /** Its playbook was seen to begin, and nothing was heard of it again. */
  public Vm givenUp(String id) {
    return status(
        "provisionJob",
        Map.of(
            "id", id,
            "provider", "eda",
            "operation", "op0",
            "state", "Failed",
            "outputs", Map.of("playbookBegan", "true")));
  }

  public Vm deprovisionJob(String id, String requestedAt) {
    return status("deprovisionJob", Map.of("id", id, "requestedAt", requestedAt));
  }

  public Vm past(JobType type, String id, JobState state, String requestedAt) {
    history.add(
        Map.of(
            "id",
            id,
            "provider",
            "eda",
            "type",
            type.toString(),
            "state",
            state.toString(),
            "requestedAt",
            requestedAt));
    return status("jobHistory", history);
  }

  /** A deprovision that AAP showed to have failed. */
  public Vm failedInAap(String id) {
    history.add(
        Map.of(
            "id",
            id,
            "provider",
            "eda",
            "type",
            JobType.DEPROVISION.toString(),
            "state",
            JobState.FAILED.toString(),
            "link",
            "https://aap/#/jobs/playbook/7",
            "finishedAt",
            "2026-01-01T00:01:00Z"));
    return status("jobHistory", history);
  }

  public ResourceSnapshot snapshot() {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion", "cloudkit.openshift.io/v1alpha1",
            "kind", "ComputeInstance",
            "metadata", metadata,
            "spec", spec,
            "status", status));
  }

  public LaunchPlan plan(JobType type) {
    return new LaunchPlan("eda", OPERATION, type, VERSION, Map.of(), snapshot());
  }

  public LaunchRequest request(JobType type) {
    return request(type, Duration.ofMinutes(1));
  }

  public LaunchRequest request(JobType type, Duration window) {
    return new LaunchRequest(
        plan(type),
        CLAIM,
        1,
        Optional.of("eda-webhook-1"),
        Deadline.after(window, System::nanoTime));
  }

  public JobQuery query(JobType type, String id) {
    return new JobQuery(JobRef.of("eda", type, id, OPERATION), CLAIM, VERSION, snapshot());
  }

  /** A launch whose answer was lost that long ago. */
  public UnresolvedLaunch unresolved(JobType type, String bookmark, Duration ago) {
    return new UnresolvedLaunch(
        plan(type), CLAIM, 1, Optional.of(bookmark), ago, Duration.ofMinutes(6));
  }
}
