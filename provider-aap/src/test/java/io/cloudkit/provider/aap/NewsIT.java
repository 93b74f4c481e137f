package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.aap.ScriptedAap.Answer;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** News of many jobs come soon, and nothing that goes wrong with one silences the others. */
class NewsIT {
  private static final String LIST = "GET unified_jobs/";
  private static final String ENDED =
      "{\"id\":1,\"type\":\"job\",\"status\":\"successful\",\"started\":\"2024-10-23T15:30:00Z\"}";

  @Test
  void aListThatIsNotThereDoesNotSilenceTheOthers() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      aap.on(LIST, new Answer(404, Map.of(), "{\"detail\":\"Invalid page.\"}"), page(ENDED));
      assertThat(provider.news(jobs(300))).containsOnlyKeys(job(1).job());
    }
  }

  @Test
  void aDefectInOneListDoesNotSilenceTheOthers() {
    AtomicInteger calls = new AtomicInteger();
    TestContext context =
        new TestContext(
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
              }
              return "s3cret";
            });
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), context)) {
      aap.on(LIST, page(ENDED));
      assertThat(provider.news(jobs(300))).containsOnlyKeys(job(1).job());
    }
  }

  @Test
  void aListThatIsTooHeavyIsReadInHalves() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      String heavy =
          ENDED.replace("{\"id\"", "{\"filler\":\"" + "x".repeat(17 << 20) + "\",\"id\"");
      aap.on(LIST, page(heavy), page(""), page(ENDED));
      assertThat(provider.news(jobs(150))).containsOnlyKeys(job(1).job());
    }
  }

  @Test
  void aJobThatIsTooHeavyDoesNotSilenceTheOthers() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      Answer heavy =
          page(ENDED.replace("{\"id\"", "{\"filler\":\"" + "x".repeat(17 << 20) + "\",\"id\""));
      aap.on(LIST, heavy, heavy, page(ENDED));
      assertThat(provider.news(jobs(2))).containsOnlyKeys(job(1).job());
    }
  }

  @Test
  void aJobThatAapCanNotShowDoesNotSilenceTheOthers() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      Answer error = new Answer(500, Map.of(), "{\"detail\":\"A server error has occurred.\"}");
      // the whole; the half with it, and the other; it alone, and its neighbour
      aap.on(LIST, error, error, page(""), error, page(ENDED));
      assertThat(provider.news(List.of(job(2), job(1), job(3), job(4))))
          .containsOnlyKeys(job(1).job());
    }
  }

  @Test
  void anAapThatFailsAltogetherIsNotAskedForEachJob() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      aap.on(LIST, new Answer(500, Map.of(), "{\"detail\":\"A server error has occurred.\"}"));
      assertThatThrownBy(() -> provider.news(jobs(150)))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("A server error has occurred.");
      assertThat(aap.requests()).filteredOn(LIST::equals).hasSize(3);
    }
  }

  @Test
  void rowsOfNoKnownShapeAreNoNews() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      aap.on(
          LIST,
          page(
              "null,5,[],{\"type\":\"job\"},{\"id\":null,\"type\":null},"
                  + "{\"id\":2,\"type\":\"job\",\"status\":null,\"extra_vars\":{\"a\":1},"
                  + "\"artifacts\":{\"\":null},\"started\":7},"
                  + ENDED));
      assertThat(provider.news(List.of(job(1), job(2), job(3))))
          .containsKey(job(1).job())
          .doesNotContainKey(job(3).job());
    }
  }

  @Test
  void thatNothingCouldBeAskedIsNotNoNews() {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider = provider(aap.url(), new TestContext(() -> "s3cret"))) {
      aap.on(LIST, new Answer(502, Map.of(), ""));
      assertThatThrownBy(() -> provider.news(jobs(300)))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("502");
    }
  }

  static Stream<Executor> executorsThatDoNothing() {
    return Stream.of(
        task -> {
          throw new RejectedExecutionException("full");
        },
        task -> {});
  }

  @ParameterizedTest
  @MethodSource("executorsThatDoNothing")
  void anExecutorThatIsBusyCostsNothingButTime(Executor executor) {
    try (ScriptedAap aap = new ScriptedAap();
        ProvisioningProvider provider =
            provider(aap.url(), new TestContext(() -> "s3cret", executor))) {
      aap.on(LIST, page(ENDED));
      assertThat(provider.news(jobs(300))).containsOnlyKeys(job(1).job());
    }
  }

  private static ProvisioningProvider provider(String url, TestContext context) {
    return OneVm.provider(url, context, Map.of("call-timeout", "10s"));
  }

  private static Answer page(String rows) {
    return new Answer(200, Map.of(), "{\"results\":[" + rows + "]}");
  }

  /** The first half of them jobs, the others workflow jobs: above 200, there is a list of each. */
  private static List<JobQuery> jobs(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(number -> number <= count / 2 ? job(number) : query("workflow-job-" + number))
        .toList();
  }

  private static JobQuery job(long number) {
    return query("job-" + number);
  }

  private static JobQuery query(String id) {
    return OneVm.query(JobRef.of("aap", JobType.PROVISION, id, ""));
  }
}
