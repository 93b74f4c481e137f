package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.BulkNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** {@code bulk/}: one workflow job without a template for many launches (§3.11, §15.8). */
final class BulkRoute {
  private static final int MOST = 100;

  private final Controller controller;
  private final Sight sight;

  BulkRoute(Controller controller, Sight sight) {
    this.controller = controller;
    this.sight = sight;
  }

  Optional<HttpAnswer> route(Call call) {
    if (call.segments().size() == 1) {
      call.allow("GET");
      String url = call.base() + "/bulk/";
      ObjectNode body = Documents.object();
      body.put("bulk_host_create", url + "host_create/");
      body.put("bulk_job_launch", url + "job_launch/");
      return Optional.of(HttpAnswer.json(200, body));
    }
    if (call.segments().size() > 2 || !call.segment(1).equals("job_launch")) {
      return Optional.empty();
    }
    call.allow("GET", "POST");
    return Optional.of(
        call.isPost()
            ? launch(call)
            : AapApi.detail(
                200,
                "Specify a list of unified job templates to launch alongside their launchtime"
                    + " parameters"));
  }

  private HttpAnswer launch(Call call) {
    ObjectNode body = LaunchBody.of(call.request());
    List<BulkNode> nodes = nodes(body);
    refuseDouble(nodes);
    refuseForbidden(call, nodes);
    if (nodes.stream().anyMatch(node -> controller.template(node.template()).isEmpty())) {
      throw Refusal.of(500, "A server error has occurred."); // §15.8
    }
    String name = body.path("name").asText("Bulk Job Launch");
    JobRow row = controller.launchBulk(name, nodes, LaunchBody.variables(body), call.user());
    return HttpAnswer.json(201, new Documents(call.base(), controller.now()).detail(row));
  }

  private static List<BulkNode> nodes(ObjectNode body) {
    if (!body.has("jobs")) {
      throw LaunchBody.fieldError("jobs", "This field is required.");
    }
    if (body.path("jobs").isEmpty()) {
      ObjectNode refusal = Documents.object();
      refusal.putObject("jobs").putArray("__all__").add("This list may not be empty.");
      throw new Refusal(HttpAnswer.json(400, refusal));
    }
    List<BulkNode> nodes = new ArrayList<>();
    ArrayNode errors = Documents.object().arrayNode();
    boolean isWrong = false;
    for (JsonNode job : body.path("jobs")) {
      ObjectNode error = errors.addObject();
      if (!job.has("unified_job_template")) {
        isWrong = true;
        error.putArray("unified_job_template").add("This field is required.");
      }
      // §15.8: extra_vars of a node is dropped without a word
      ObjectNode data =
          job.path("extra_data") instanceof ObjectNode given ? given : Documents.object();
      nodes.add(
          new BulkNode(
              job.path("unified_job_template").asLong(),
              job.path("identifier").asText(UUID.randomUUID().toString()),
              data));
    }
    if (isWrong) {
      ObjectNode refusal = Documents.object();
      refusal.set("jobs", errors);
      throw new Refusal(HttpAnswer.json(400, refusal));
    }
    return nodes;
  }

  private static void refuseDouble(List<BulkNode> nodes) {
    if (nodes.size() > MOST) {
      throw LaunchBody.fieldError(
          "__all__", "Number of requested jobs exceeds system setting BULK_JOB_MAX_LAUNCH");
    }
    Set<String> names = new HashSet<>();
    for (BulkNode node : nodes) {
      if (!names.add(node.identifier())) {
        throw LaunchBody.fieldError("__all__", "Identifier " + node.identifier() + " not unique");
      }
    }
  }

  private void refuseForbidden(Call call, List<BulkNode> nodes) {
    Set<Long> forbidden = new TreeSet<>();
    for (BulkNode node : nodes) {
      Optional<Template> template = controller.template(node.template());
      if (template.isPresent() && !sight.mayLaunch(call.user(), template.get())) {
        forbidden.add(node.template());
      }
    }
    if (!forbidden.isEmpty()) {
      String ids = forbidden.toString().replace('[', '{').replace(']', '}');
      throw LaunchBody.fieldError(
          "__all__",
          "Job Templates " + ids + " not found or you don't have permissions to access it");
    }
  }
}
