package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter language of the job lists: aap-api.md §4, §5.8, §15.4. */
class JobListsIT {
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAap fake = FakeAap.builder().timeline(time).start();
  private final Http http = new Http(fake.apiUrl(), fake.token());
  private final Template vm = fake.add(TemplateSpec.job("vm"));
  private final Template other = fake.add(TemplateSpec.workflow("other"));
  // A: successful at 00:00:01.2, B: failed 10 s later, C: running, D: a workflow, pending
  private final long a = launch(vm, Script.quick(), Duration.ofSeconds(10));
  private final long b =
      launch(vm, Script.quick().ends(Ending.fails("bad")), Duration.ofSeconds(10));
  private final long c = launch(vm, Script.quick().untilTold(), Duration.ofSeconds(10));
  private final long d = launch(other, Script.quick(), Duration.ZERO);

  private long launch(Template template, Script script, Duration then) {
    fake.controller().scriptNext(template.id(), script);
    LaunchOrder order = LaunchOrder.of(template.id(), provision("u", "op"), fake.user());
    long id = fake.controller().launch(order).id();
    time.advance(then);
    return id;
  }

  @AfterEach
  void close() {
    fake.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unified_jobs/?order_by=id                               | A B C D",
        "unified_jobs/                                           | A B C D",
        "unified_jobs/?order_by=-id                              | D C B A",
        "unified_jobs/?id__in={A},{D},7&order_by=id              | A D",
        "unified_jobs/?id__gt={B}                                | C D",
        "unified_jobs/?id__lt={B}                                | A",
        "unified_jobs/?id={C}                                    | C",
        "jobs/?id__in={A},{D}                                    | A",
        "workflow_jobs/?id__in={A},{D}                           | D",
        "unified_jobs/?unified_job_template={vm}                 | A B C",
        "unified_jobs/?unified_job_template__in={vm},{other}     | A B C D",
        "jobs/?job_template={vm}                                 | A B C",
        "workflow_jobs/?workflow_job_template={other}            | D",
        "unified_jobs/?status=running                            | C",
        "unified_jobs/?status__in=successful,failed              | A B",
        "unified_jobs/?status=nonsense                           |",
        "unified_jobs/?not__status=running                       | A B D",
        "unified_jobs/?or__status=running&or__status=pending     | C D",
        "unified_jobs/?launch_type=relaunch                      |",
        "unified_jobs/?created_by={me}                           | A B C D",
        "unified_jobs/?created_by=99                             |",
        "unified_jobs/?finished__isnull=false                    | A B",
        "unified_jobs/?finished__isnull=true                     | C D",
        "unified_jobs/?finished__gte=2026-01-01T00:00:05Z        | B",
        "unified_jobs/?finished__gte=2026-01-01T00:00:05%2B00:00 | B",
        "unified_jobs/?finished__gte=2026-01-01T00:00:01.200000Z&order_by=finished,id | A B",
        "unified_jobs/?started__gte=2026-01-01T00:00:15Z         | C",
        "unified_jobs/?order_by=-finished,id                     | C D B A",
        "unified_jobs/?type=workflow_job                         | D",
        "unified_jobs/?type=job,workflow_job                     | A B C D",
        "unified_jobs/?type__in=job                              |",
        "unified_jobs/?limit=1                                   | A B C D",
        "unified_jobs/?page_size=3                               | A B C",
        "unified_jobs/?page_size=3&page=2                        | D",
        "unified_jobs/?name__contains=ther                       | D",
        "unified_jobs/?count_disabled=1&page_size=2              | A B",
      })
  void rows(String path, String expected) {
    Http.Response response = http.get("/" + filled(path));
    assertThat(response.status()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    for (JsonNode row : response.json().path("results")) {
      found.add(letter(row.path("id").asLong()));
    }
    assertThat(String.join(" ", found)).isEqualTo(expected == null ? "" : expected);
    assertThat(response.json().has("count")).isEqualTo(!path.contains("count_disabled"));
  }

  private String filled(String path) {
    return path.strip()
        .replace("{A}", "" + a)
        .replace("{B}", "" + b)
        .replace("{C}", "" + c)
        .replace("{D}", "" + d)
        .replace("{vm}", "" + vm.id())
        .replace("{other}", "" + other.id())
        .replace("{me}", "" + fake.user().id());
  }

  private String letter(long id) {
    return id == a ? "A" : id == b ? "B" : id == c ? "C" : id == d ? "D" : "?";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jobs/?extra_vars__contains=9f          | 403 | Filtering on extra_vars is not allowed.",
        "workflow_jobs/?extra_vars=9f           | 403 | Filtering on extra_vars is not allowed.",
        "unified_jobs/?extra_vars=9f            | 400 | UnifiedJob has no field named 'extra_vars'",
        "unified_jobs/?job__extra_vars__contains=9f | 403 | Filtering on extra_vars is not allowed.",
        "jobs/?job_args__contains=x             | 403 | Filtering on job_args is not allowed.",
        "jobs/?nocache=1                        | 400 | Job has no field named 'nocache'",
        "unified_jobs/?launched_by=5            | 400 | UnifiedJob has no field named 'launched_by'",
        "unified_jobs/?order_by=nonsense        | 400 | UnifiedJob has no field named 'nonsense'",
        "unified_jobs/?page=2                   | 404 | Invalid page.",
        "unified_jobs/?page_size=abc            | 500 | A server error has occurred.",
      })
  void refusals(String path, int status, String detail) {
    Http.Response response = http.get("/" + path);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.json().path("detail").asText()).isEqualTo(detail);
  }

  @Test
  void wrongTypesAndEmptyListsAre400() {
    assertThat(http.get("/unified_jobs/?id__in=").json().path("detail").asText())
        .isEqualTo("cannot provide empty value for __in");
    assertThat(http.get("/unified_jobs/?id__in=1,x").status()).isEqualTo(400);
    assertThat(http.get("/unified_jobs/?id=x").status()).isEqualTo(400);
    assertThat(http.get("/unified_jobs/?finished__gte=soon").status()).isEqualTo(400);
    assertThat(http.get("/unified_jobs/?finished__isnull=maybe").status()).isEqualTo(400);
  }

  @Test
  void pagesAreLinkedAndCappedAt200() {
    for (int i = 0; i < 300; i++) {
      fake.controller().launch(LaunchOrder.of(other.id(), provision("u", "op"), fake.user()));
    }
    JsonNode first = http.get("/workflow_jobs/?page_size=5000&order_by=-id").json();
    assertThat(first.path("results").size()).isEqualTo(200);
    assertThat(first.path("count").asInt()).isEqualTo(301);
    String next = first.path("next").asText();
    assertThat(next).startsWith("/api/v2/workflow_jobs/?").contains("order_by=-id", "page=2");
    JsonNode second = new Http(fake.url(), fake.token()).get(next).json();
    assertThat(second.path("results").size()).isEqualTo(101);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(http.get("/workflow_jobs/").json().path("results").size()).isEqualTo(25);
  }
}
