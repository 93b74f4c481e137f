package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a status that a provider may read, as they are stored. */
final class StatusForProviders {
  private StatusForProviders() {}

  static Map<String, Object> of(ResourceStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    status.launchSequence().ifPresent(count -> fields.put("launchSequence", count));
    status.desiredConfigVersion().ifPresent(each -> fields.put("desiredConfigVersion", each));
    status.reconciledConfigVersion().ifPresent(each -> fields.put("reconciledConfigVersion", each));
    status.provisionJob().ifPresent(job -> fields.put("provisionJob", job(job)));
    status.deprovisionJob().ifPresent(job -> fields.put("deprovisionJob", job(job)));
    fields.put("strayJobs", jobs(status.strayJobs()));
    fields.put("jobHistory", jobs(status.jobHistory()));
    status
        .launch()
        .flatMap(Launch::bookmark)
        .ifPresent(mark -> fields.put("launch", Map.of("bookmark", mark)));
    return fields;
  }

  private static List<Map<String, Object>> jobs(List<Job> jobs) {
    return jobs.stream().map(StatusForProviders::job).toList();
  }

  private static Map<String, Object> job(Job job) {
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
