package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Jobs that rows need: found if they are there, launched if that is allowed. */
final class ServerJobs {
  private final Server server;
  private final ServerTemplates templates;
  private final boolean mayLaunch;
  private final Map<String, JsonNode> known = new LinkedHashMap<>();

  ServerJobs(Server server, ServerTemplates templates, Settings settings) {
    this.server = server;
    this.templates = templates;
    this.mayLaunch = settings.isSet("changes");
  }

  /** Puts what is known of a job under its need's name. */
  void furnish(String need, Function<Asker, Credentials> people, Facts facts) throws Room.NotHere {
    Credentials service = people.apply(Asker.SERVICE);
    JsonNode job =
        switch (need) {
          case "finishedJob", "secondJob" -> ended(need, "asking", "successful", service);
          case "failedJob" -> ended(need, "failing", "failed", service);
          case "finishedWorkflow" -> ended(need, "workflow", "successful", service);
          case "rescuedWorkflow" -> ended(need, "rescuing", "successful", service);
          case "failedWorkflow" -> ended(need, "failingWorkflow", "failed", service);
          case "runningJob" -> running(need, "slow", service);
          case "othersJob" -> running(need, "slow", people.apply(Asker.ADMIN));
          case "slicedWorkflow" -> sliced(service);
          case "labelledJob" -> labelled(service, people.apply(Asker.ADMIN));
          case "runningWorkflow" -> withChild(service, facts);
          case "pendingJob" -> pending("queued", service);
          case "pendingWorkflow" -> pending("queuedWorkflow", service);
          default -> throw new Room.NotHere("only the simulated AAP can be so: " + need);
        };
    facts.put(need, job.path("id").asLong());
    facts.put(need + ".template", job.path("unified_job_template").asLong());
  }

  private JsonNode ended(String need, String template, String status, Credentials who)
      throws Room.NotHere {
    JsonNode before = known.get(need);
    if (before != null && isStill(before, status, who)) {
      return before;
    }
    JsonNode of = templates.named(template);
    if (!mayLaunch) {
      return found(need, of, status, who);
    }
    JsonNode job = server.await(server.launch(of, who), found -> !Server.isActive(found), who);
    if (!job.path("status").asText().equals(status)) {
      throw new Room.NotHere(
          of.path("name").asText() + " ended " + job.path("status").asText() + ", not " + status);
    }
    known.put(need, job);
    return job;
  }

  /** Of an earlier run with changes; the second is the newest, the first the one before. */
  private JsonNode found(String need, JsonNode template, String status, Credentials who)
      throws Room.NotHere {
    String path =
        "/unified_jobs/?unified_job_template="
            + template.path("id").asLong()
            + "&status="
            + status
            + "&order_by=-id&page_size=50";
    int skip = need.equals("finishedJob") ? 1 : 0;
    for (JsonNode row : server.get(path, who).json().path("results")) {
      if (row.path("extra_vars").asText().contains("conformance") && skip-- == 0) {
        known.put(need, row);
        return row;
      }
    }
    throw new Room.NotHere(
        "no " + need + " of " + template.path("name") + ": run once with -Daap.changes=true");
  }

  private JsonNode running(String need, String template, Credentials who) throws Room.NotHere {
    JsonNode before = known.get(need);
    if (before != null && isStill(before, "running", who)) {
      return before;
    }
    refuseUnlessAllowed(need);
    JsonNode job =
        server.await(
            server.launch(templates.named(template), who),
            found -> found.path("status").asText().equals("running"),
            who);
    known.put(need, job);
    return job;
  }

  /** Whatever became of it: the row of the parent is what is looked at. */
  private JsonNode sliced(Credentials who) throws Room.NotHere {
    if (!known.containsKey("slicedWorkflow")) {
      refuseUnlessAllowed("a sliced job");
      known.put("slicedWorkflow", server.launch(templates.named("sliced"), who));
    }
    return known.get("slicedWorkflow");
  }

  /** Whatever became of it: its labels are what is looked at. */
  private JsonNode labelled(Credentials who, Credentials admin) throws Room.NotHere {
    if (!known.containsKey("labelledJob")) {
      refuseUnlessAllowed("a job with labels");
      JsonNode template = templates.named("prompting");
      long organization = template.path("organization").asLong();
      List<Long> labels =
          List.of(
              label("conform-one", organization, admin), label("conform-two", organization, admin));
      known.put("labelledJob", server.launch(template, Map.of("labels", labels), who));
    }
    return known.get("labelledJob");
  }

  /** There is no way to delete one (aap-api.md §4.5): it may be there from an earlier run. */
  private long label(String name, long organization, Credentials admin) throws Room.NotHere {
    server.post("/labels/", Json.of(Map.of("name", name, "organization", organization)), admin);
    return server
        .one("/labels/?name=" + name + "&organization=" + organization, admin)
        .orElseThrow(() -> new Room.NotHere("no label " + name + ": it could not be made"))
        .path("id")
        .asLong();
  }

  /** The second of a template that runs one at a time. */
  private JsonNode pending(String template, Credentials who) throws Room.NotHere {
    refuseUnlessAllowed("a pending job");
    if (templates.named(template).path("allow_simultaneous").asBoolean()) {
      throw new Room.NotHere(template + " must not allow simultaneous runs, for a job to wait");
    }
    running("ahead-" + template, template, who);
    return server.launch(templates.named(template), who);
  }

  private JsonNode withChild(Credentials who, Facts facts) throws Room.NotHere {
    String need = "runningWorkflow";
    JsonNode workflow = running(need, "slowWorkflow", who);
    long child = child(workflow, who);
    if (!isStill(Json.of(Map.of("type", "job", "id", child)), "running", who)) {
      known.remove(need); // an earlier row cancelled the child alone
      workflow = running(need, "slowWorkflow", who);
      child = child(workflow, who);
    }
    facts.put(need + ".child", child);
    return workflow;
  }

  /** The job of its first node, once there is one. */
  private long child(JsonNode workflow, Credentials who) throws Room.NotHere {
    String path = "/workflow_jobs/" + workflow.path("id").asLong() + "/workflow_nodes/";
    JsonNode node =
        server.awaitAt(path, found -> found.path("results").path(0).path("job").isNumber(), who);
    long child = node.path("results").path(0).path("job").asLong();
    server.awaitAt(
        "/jobs/" + child + "/",
        found -> !found.path("status").asText().matches("pending|waiting"),
        who);
    return child;
  }

  private boolean isStill(JsonNode job, String status, Credentials who) {
    String path = "/" + job.path("type").asText() + "s/" + job.path("id").asLong() + "/";
    JsonNode now = server.get(path, who).json();
    boolean isAsked = status.equals("running") && !now.path("canceled_on").isNull();
    return now.path("status").asText().equals(status) && !isAsked;
  }

  private void refuseUnlessAllowed(String need) throws Room.NotHere {
    if (!mayLaunch) {
      throw new Room.NotHere(need + " must be launched: -Daap.changes=true");
    }
  }
}
