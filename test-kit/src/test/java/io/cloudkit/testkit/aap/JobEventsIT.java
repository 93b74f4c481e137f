package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.time.ManualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a test says that failed is what the events tell, with the traps of the real ones. */
class JobEventsIT {
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final String FAILED =
      "job_events/?event__in=runner_on_failed,runner_on_unreachable&failed=true&order_by=counter";

  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeAap fake = FakeAap.builder().timeline(time).start();
  private final Http http = new Http(fake.apiUrl(), fake.token());
  private final Template vm = fake.add(TemplateSpec.job("create vm"));

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void tellsTheFailuresInTheirOrder() {
    String job =
        ended(
            Script.quick()
                .ends(
                    Ending.fails()
                        .after(
                            TaskFailure.of("look", "web", "no such file").ignored(),
                            TaskFailure.of("make", "web", "no room"),
                            TaskFailure.of("clean", "db", "no route").unreachable())));

    assertThat(texts(job + FAILED, "/task")).containsExactly("make", "clean");
    assertThat(texts(job + FAILED, "/event_data/res/msg")).containsExactly("no room", "no route");
    assertThat(texts(job + FAILED, "/host_name")).containsExactly("web", "db");
    assertThat(texts(job + FAILED + "&page_size=1", "/task")).containsExactly("make");
    assertThat(http.get(job + FAILED + "&page_size=1").json().path("count").asInt()).isEqualTo(2);
  }

  @Test
  void theStartOfATaskThatFailedCountsAsFailedAndOneThatIsIgnoredDoesNot() {
    String job =
        ended(
            Script.quick()
                .ends(
                    Ending.fails()
                        .after(
                            TaskFailure.of("look", "web", "no such file").ignored(),
                            TaskFailure.of("make", "web", "no room"))));

    assertThat(texts(job + "job_events/?failed=true", "/event"))
        .containsExactly("playbook_on_task_start", "runner_on_failed", "playbook_on_stats");
    assertThat(texts(job + "job_events/?event=runner_on_failed", "/task"))
        .containsExactly("look", "make");
  }

  @Test
  void eventsMayComeAfterTheEnd() {
    Ending ending = Ending.fails().after(TaskFailure.of("make", "web", "no room"));
    String job = ended(Script.quick().ends(ending).statsAfter(LATE));

    assertThat(http.get(job).json().path("status").asText()).isEqualTo("failed");
    assertThat(http.get(job).json().path("event_processing_finished").asBoolean()).isFalse();
    assertThat(texts(job + FAILED, "/task")).isEmpty();

    time.advance(LATE);
    assertThat(http.get(job).json().path("event_processing_finished").asBoolean()).isTrue();
    assertThat(texts(job + FAILED, "/task")).containsExactly("make");
  }

  @Test
  void whatIsNotToBeLoggedIsCensored() {
    TaskFailure hidden = TaskFailure.of("log in", "web", "password is hunter2").hidden();
    String job = ended(Script.quick().ends(Ending.fails().after(hidden)));

    assertThat(texts(job + FAILED, "/event_data/res/censored").get(0)).contains("no_log: true");
    assertThat(http.get(job + "job_events/").text()).doesNotContain("hunter2");
  }

  private String ended(Script script) {
    fake.controller().scriptNext(vm.id(), script);
    long id = http.launch(vm.id(), provision("u1", "op1")).json().path("job").asLong();
    time.advance(Duration.ofSeconds(5));
    return "/jobs/" + id + "/";
  }

  private List<String> texts(String path, String pointer) {
    JsonNode rows = http.get(path).json().path("results");
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.at(pointer).asText())
        .toList();
  }
}
