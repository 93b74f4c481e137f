package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.aap.LaunchVariables.deprovision;
import static io.cloudkit.testkit.aap.LaunchVariables.provision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Real time: many clients at once, each of them waiting. */
class BurstIT {
  private static final int CLIENTS = 500;

  @Test
  void fiveHundredLaunchesWaitTogetherNotOneAfterTheOther() {
    try (FakeAap fake =
        FakeAap.builder()
            .latency(Duration.ofMillis(500))
            .script(Script.quick().runsFor(Duration.ofMillis(100)))
            .start()) {
      Template vm = fake.add(TemplateSpec.job("vm"));
      Http http = new Http(fake.apiUrl(), fake.token());
      String path = "/job_templates/" + vm.id() + "/launch/";
      long start = System.nanoTime();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String body = "{\"extra_vars\":" + provision("u" + i, "op" + i) + "}";
        answers.add(
            http.client()
                .sendAsync(
                    http.request("POST", path, body, "application/json"), BodyHandlers.ofString()));
      }
      Set<Integer> statuses = new HashSet<>();
      answers.forEach(answer -> statuses.add(answer.join().statusCode()));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(statuses).containsExactly(201);
      // one after the other on sixteen threads it would be 15 s
      assertThat(took).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
      System.out.println("500 launches of 500 ms answered in " + took.toMillis() + " ms");

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fake.jobs().stream().allMatch(r -> r.status() == AapStatus.SUCCESSFUL));
      assertThat(fake.truth().machines()).hasSize(CLIENTS);
      assertThat(fake.truth().duplicates()).isEmpty();

      fake.latency(Duration.ZERO);
      http.launch(vm.id(), deprovision("u0", "gone"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fake.truth().machines().size() == CLIENTS - 1);
      assertThat(fake.requestCount()).isEqualTo(CLIENTS + 1);
    }
  }
}
