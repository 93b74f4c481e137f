package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the engine asks a provider about one virtual machine. */
final class OneVm {
  private OneVm() {}

  static ProvisioningProvider provider(
      String url, ProviderContext context, Map<String, String> settings) {
    AapProviderFactory factory = new AapProviderFactory();
    Map<String, String> all = new HashMap<>();
    all.put("url", url);
    all.put("provision-template", "create-vm");
    all.put("deprovision-template", "delete-vm");
    all.putAll(settings);
    return factory.create(ProviderConfig.of("aap", factory.properties(), all), context);
  }

  static ResourceSnapshot resource(String uid) {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion",
            "cloudkit.openshift.io/v1alpha1",
            "kind",
            "ComputeInstance",
            "metadata",
            Map.of(
                "name",
                "vm",
                "namespace",
                "ns",
                "uid",
                uid,
                "annotations",
                Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}"))));
  }

  static LaunchPlan plan(String operation) {
    return new LaunchPlan(
        "aap", operation, JobType.PROVISION, "v1-00", Map.of(), resource("uid-1"));
  }

  static LaunchRequest request(String operation, Map<String, String> options) {
    return new LaunchRequest(
        new LaunchPlan("aap", operation, JobType.PROVISION, "v1-00", options, resource("uid-1")),
        "claim-" + operation,
        1,
        Optional.empty(),
        Deadline.after(Duration.ofMinutes(1), System::nanoTime));
  }

  static LaunchRequest request(String operation) {
    return request(operation, Duration.ofMinutes(1));
  }

  static LaunchRequest request(String operation, Duration window) {
    return new LaunchRequest(
        plan(operation),
        "claim-" + operation,
        1,
        Optional.empty(),
        Deadline.after(window, System::nanoTime));
  }

  /** A launch that can not take effect any more. */
  static UnresolvedLaunch settled(String operation, Optional<String> bookmark) {
    return unresolved(operation, bookmark, Duration.ofMinutes(5));
  }

  /** A launch whose job may still appear. */
  static UnresolvedLaunch unsettled(String operation, Optional<String> bookmark) {
    return unresolved(operation, bookmark, Duration.ofSeconds(1));
  }

  static UnresolvedLaunch unresolved(
      String operation, Optional<String> bookmark, Duration unresolvedFor) {
    return new UnresolvedLaunch(
        plan(operation), "claim-" + operation, 1, bookmark, unresolvedFor, Duration.ofMinutes(4));
  }

  /** The job that came of a launch; anything else is a failure of the test. */
  static JobRef triggered(ProvisionResult result) {
    return result.match(
        (job, status) -> job,
        (reason, after) -> {
          throw new AssertionError(reason);
        },
        (kind, reason) -> {
          throw new AssertionError(reason);
        });
  }

  static JobQuery query(JobRef job) {
    return new JobQuery(job, "claim-" + job.operation(), "v1-00", resource("uid-1"));
  }
}
