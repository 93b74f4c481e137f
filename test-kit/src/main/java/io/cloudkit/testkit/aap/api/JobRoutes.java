package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Controller.CancelOutcome;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.NodeRow;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Jobs of both kinds: lists, details, cancel, relaunch, nodes (§4, §5, §6, §11). */
final class JobRoutes {
  private static final Set<String> OF_JOBS =
      Set.of(
          "", "cancel", "relaunch", "stdout", "job_events", "job_host_summaries", "notifications");
  private static final Set<String> OF_WORKFLOW_JOBS =
      Set.of("", "cancel", "relaunch", "workflow_nodes", "notifications");

  private final Controller controller;
  private final Sight sight;
  private final JobFields fields;
  private final RelaunchRoute relaunches;
  private final NotificationRoutes notifications;

  JobRoutes(
      Controller controller, Sight sight, JobFields fields, NotificationRoutes notifications) {
    this.controller = controller;
    this.sight = sight;
    this.fields = fields;
    this.notifications = notifications;
    this.relaunches = new RelaunchRoute(controller);
  }

  HttpAnswer unified(Call call) {
    call.allow("GET");
    Optional<String> types = Query.parse(call.request().query()).last("type");
    Set<String> wanted = Set.copyOf(Arrays.asList(types.orElse("").split(",", -1)));
    List<JobRow> rows =
        visible(call).stream()
            .filter(row -> types.isEmpty() || wanted.contains(row.kind().type()))
            .toList();
    return Pages.answer(call, fields.unified(), rows, documents(call)::listRow);
  }

  /** {@code {kind}/} and everything below it; empty if there is no such route. */
  Optional<HttpAnswer> route(Call call, JobKind kind) {
    if (call.segments().size() == 1) {
      call.allow("GET");
      List<JobRow> rows = visible(call).stream().filter(row -> row.kind() == kind).toList();
      return Optional.of(Pages.answer(call, fields.of(kind), rows, documents(call)::listRow));
    }
    String tail = call.segment(2);
    if (!(kind == JobKind.JOB ? OF_JOBS : OF_WORKFLOW_JOBS).contains(tail)
        || call.segments().size() > 3
        || !Sight.isNumber(call.segment(1))) {
      return Optional.empty();
    }
    JobRow row = find(call, kind);
    return Optional.of(
        switch (tail) {
          case "" -> detail(call, row);
          case "cancel" -> cancel(call, row);
          case "relaunch" -> relaunches.answer(call, row);
          case "stdout" -> OutputRoutes.output(call, row);
          case "job_events" -> OutputRoutes.events(call, row);
          case "job_host_summaries" -> OutputRoutes.hosts(call, row);
          case "notifications" -> notifications.ofJob(call, row);
          default -> nodes(call, row);
        });
  }

  // §5.5: 404 for the other kind's id; 403 = exists but not readable
  private JobRow find(Call call, JobKind kind) {
    JobRow row =
        controller
            .job(Long.parseLong(call.segment(1)))
            .filter(found -> found.kind() == kind)
            .orElseThrow(() -> Refusal.noRow(kind.model()));
    if (!sight.sees(call.user(), row)) {
      throw Refusal.forbidden();
    }
    return row;
  }

  private List<JobRow> visible(Call call) {
    return controller.jobs().stream().filter(row -> sight.sees(call.user(), row)).toList();
  }

  private Documents documents(Call call) {
    return new Documents(call.base(), controller.now());
  }

  private HttpAnswer detail(Call call, JobRow row) {
    call.allow("GET", "DELETE");
    return call.request().method().equals("DELETE")
        ? delete(call, row)
        : HttpAnswer.json(200, documents(call).detail(row));
  }

  // §7.2
  private HttpAnswer delete(Call call, JobRow row) {
    if (!call.user().isSuperuser()) {
      throw Refusal.forbidden();
    }
    boolean parentLives =
        row.submission()
            .parent()
            .flatMap(controller::job)
            .map(parent -> parent.status().isActive())
            .orElse(false);
    if (parentLives) {
      throw Refusal.of(403, "Cannot delete job resource when associated workflow job is running.");
    }
    if (row.status().isActive() && row.status() != AapStatus.NEW) {
      throw Refusal.of(403, "Cannot delete running job resource.");
    }
    try {
      controller.purge(row.id());
    } catch (NoSuchElementException purgedMeanwhile) {
      throw Refusal.noRow(row.kind().model());
    }
    return HttpAnswer.empty(204);
  }

  private HttpAnswer cancel(Call call, JobRow row) {
    call.allow("GET", "POST");
    if (!call.isPost()) { // §15.5: looks at the status only
      return HttpAnswer.json(200, Documents.object().put("can_cancel", row.status().isActive()));
    }
    boolean mayAlways = call.user().isSuperuser();
    boolean isCreator = row.submission().createdBy().id() == call.user().id();
    if (!mayAlways && !isCreator) {
      throw Refusal.forbidden(); // §6.3
    }
    CancelOutcome outcome;
    try {
      outcome = controller.cancel(row.id());
    } catch (NoSuchElementException purgedMeanwhile) {
      throw Refusal.noRow(row.kind().model());
    }
    if (outcome == CancelOutcome.REQUESTED) {
      return HttpAnswer.empty(202);
    }
    // §6.2: a finished job answers 405 to superusers and 403 to everyone else
    throw mayAlways ? Refusal.of(405, "Method \"POST\" not allowed.") : Refusal.forbidden();
  }

  private HttpAnswer nodes(Call call, JobRow row) {
    call.allow("GET");
    Fields<NodeRow> fields =
        new Fields.Builder<NodeRow>()
            .number("id", node -> Optional.of(node.id()))
            .relation("job", node -> node.job().map(JobRow::id))
            .text("identifier", NodeRow::identifier)
            .flag("do_not_run", NodeRow::doNotRun)
            .build("WorkflowJobNode");
    return Pages.answer(call, fields, controller.nodes(row.id()), documents(call)::node);
  }
}
