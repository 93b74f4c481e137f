package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a job leaves behind to be read: its output, its events, the sum of its hosts. */
final class OutputRoutes {
  private OutputRoutes() {}

  static HttpAnswer output(Call call, JobRow row) {
    call.allow("GET");
    Query query = Query.parse(call.request().query());
    String text = Events.output(row);
    String format = query.last("format").orElse("json");
    return switch (format) {
      case "json" -> HttpAnswer.json(200, ranged(query, text));
      case "txt", "ansi" -> HttpAnswer.text(200, text);
      case "txt_download" -> download("job_" + row.id() + ".txt", text);
      case "ansi_download" -> download("job_" + row.id() + ".ansi.txt", text);
      case "html", "api" -> HttpAnswer.html(200, text);
      default -> AapApi.detail(404, "Not found.");
    };
  }

  private static HttpAnswer download(String name, String text) {
    return HttpAnswer.text(200, text)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private static ObjectNode ranged(Query query, String text) {
    List<String> lines = text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1));
    int all = lines.isEmpty() ? 0 : lines.size() - 1; // the last line ends, too
    int start = Math.min(number(query, "start_line").orElse(0), all);
    int end = Math.max(start, Math.min(number(query, "end_line").orElse(all), all));
    ObjectNode body = Documents.object();
    body.putObject("range").put("start", start).put("end", end).put("absolute_end", all);
    return body.put("content", String.join("\n", lines.subList(start, end)));
  }

  private static Optional<Integer> number(Query query, String name) {
    return query.last(name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }

  static HttpAnswer events(Call call, JobRow row) {
    call.allow("GET");
    return Pages.orFirst(
            call,
            Events.fields(),
            Events.of(row),
            event -> Events.document(row, event, call.base()))
        .with("X-UI-Max-Events", "4000");
  }

  static HttpAnswer hosts(Call call, JobRow row) {
    call.allow("GET");
    Fields<JobRow> fields =
        new Fields.Builder<JobRow>()
            .number("id", job -> Optional.of(job.id()))
            .text("host_name", job -> "")
            .flag("failed", Events::isFailed)
            .build("JobHostSummary");
    List<JobRow> rows = row.hostStatusCounts().isPresent() ? List.of(row) : List.of();
    return Pages.answer(call, fields, rows, job -> Events.summary(job, call.base()));
  }
}
