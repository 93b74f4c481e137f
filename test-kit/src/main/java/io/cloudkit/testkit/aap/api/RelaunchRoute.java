package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.NoSuchElementException;

/** {@code …/relaunch/}: a new job like an old one (§11.1). */
final class RelaunchRoute {
  private final Controller controller;

  RelaunchRoute(Controller controller) {
    this.controller = controller;
  }

  HttpAnswer answer(Call call, JobRow row) {
    call.allow("GET", "POST");
    return call.isPost() ? relaunch(call, row) : preflight(row);
  }

  private static HttpAnswer preflight(JobRow row) {
    ObjectNode body = Documents.object();
    if (row.kind() == JobKind.JOB) {
      body.putArray("passwords_needed_to_start");
      if (row.status().isActive()) {
        body.put(
            "retry_counts", "Relaunch by host status not available until job finishes running.");
      } else {
        int failed = Events.isFailed(row) ? 1 : 0;
        body.putObject("retry_counts").put("all", 1).put("failed", failed);
      }
    }
    return HttpAnswer.json(200, body);
  }

  private HttpAnswer relaunch(Call call, JobRow row) {
    if (row.kind() == JobKind.JOB) {
      checkHosts(LaunchBody.of(call.request()).path("hosts"), row);
    }
    JobRow again;
    try {
      again = controller.relaunch(row.id(), call.user());
    } catch (NoSuchElementException gone) {
      throw Refusal.forbidden();
    }
    Documents documents = new Documents(call.base(), controller.now());
    ObjectNode answer = Documents.object();
    answer.put(again.kind().type(), again.id());
    answer.setAll(documents.detail(again));
    return HttpAnswer.json(201, answer).with("Location", documents.jobUrl(again));
  }

  /** Failed hosts alone may be asked for; the one host of a run here makes no other limit. */
  private static void checkHosts(JsonNode hosts, JobRow row) {
    if (hosts.isMissingNode() || hosts.isNull() || hosts.asText().equals("all")) {
      return;
    }
    if (!hosts.asText().equals("failed")) {
      throw LaunchBody.fieldError("hosts", "\"" + hosts.asText() + "\" is not a valid choice.");
    }
    if (row.status().isActive()) {
      throw refusal("Wait until job finishes before retrying on failed hosts.");
    }
    if (row.hostStatusCounts().isEmpty()) {
      throw refusal("Cannot retry on failed hosts, playbook stats not available.");
    }
    if (!Events.isFailed(row)) {
      throw refusal("Cannot relaunch because previous job had 0 failed hosts.");
    }
  }

  private static Refusal refusal(String text) {
    return new Refusal(HttpAnswer.json(400, Documents.object().put("hosts", text)));
  }
}
