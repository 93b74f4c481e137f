package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The fields of statuses that a provider may read, as they are stored. */
final class StatusForProviders {
  /** Most versions of a resource have the jobs of the one before; neither side can change. */
  private final IdentityHashMap<Job, Map<String, Object>> jobs = new IdentityHashMap<>();

  Map<String, Object> of(ResourceStatus status) {
    Map<String, Object> fields = new HashMap<>();
    status.launchSequence().ifPresent(count -> fields.put("launchSequence", count));
    status
        .unansweredClaims()
        .ifPresent(claims -> fields.put("unansweredClaims", Map.of("claims", claims)));
    status.desiredConfigVersion().ifPresent(each -> fields.put("desiredConfigVersion", each));
    status.reconciledConfigVersion().ifPresent(each -> fields.put("reconciledConfigVersion", each));
    status.provisionJob().ifPresent(job -> fields.put("provisionJob", written(job)));
    status.deprovisionJob().ifPresent(job -> fields.put("deprovisionJob", written(job)));
    fields.put("strayJobs", written(status.strayJobs()));
    fields.put("jobHistory", written(status.jobHistory()));
    status
        .launch()
        .flatMap(Launch::bookmark)
        .ifPresent(mark -> fields.put("launch", Map.of("bookmark", mark)));
    return fields;
  }

  private List<Map<String, Object>> written(List<Job> all) {
    List<Map<String, Object>> written = new ArrayList<>(all.size());
    for (Job job : all) {
      written.add(written(job));
    }
    return written;
  }

  private Map<String, Object> written(Job job) {
    return jobs.computeIfAbsent(job, StatusForProviders::write);
  }

  private static Map<String, Object> write(Job job) {
    return Map.of(
        "id", job.id(),
        "provider", job.provider(),
        "operation", job.operation(),
        "type", job.type().toString(),
        "state", job.state().toString(),
        "outputs", job.outputs(),
        "requestedAt", job.requestedAt().toString());
  }
}
