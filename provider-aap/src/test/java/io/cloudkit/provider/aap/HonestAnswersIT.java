package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.aap.ScriptedAap.Answer;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is sent twice, and no answer is taken for more than it says. */
class HonestAnswersIT {
  private static final String LAUNCH = "POST job_templates/7/launch/";
  private static final String UUID = "{\"install_uuid\":\"one\"}";
  private static final Optional<String> BOOKMARK = Optional.of("one:100:7");

  private final ScriptedAap aap = new ScriptedAap();
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    provider =
        OneVm.provider(aap.url(), new TestContext(() -> "s3cret"), Map.of("call-timeout", "5s"));
    aap.on("GET ping/", UUID).on("GET unified_job_templates/", template(true));
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void aLaunchIsNotSentAgainWhenAProxySaysRetryAtOnce() {
    // OkHttp follows a 503 with "Retry-After: 0" by itself; the first one may have launched
    aap.on(
        LAUNCH,
        new Answer(503, Map.of("Retry-After", "0"), "{}"),
        new Answer(201, Map.of(), "{\"job\":513,\"status\":\"pending\"}"));
    assertThatThrownBy(this::launch).isInstanceOf(ProviderException.class);
    assertThat(aap.requests()).filteredOn(LAUNCH::equals).hasSize(1);
  }

  @Test
  void aLaunchIsNotSentAgainAfterAMisdirectedRequest() {
    aap.on(LAUNCH, new Answer(421, Map.of(), "{}"));
    assertThatThrownBy(this::launch).isInstanceOf(ProviderException.class);
    assertThat(aap.requests()).filteredOn(LAUNCH::equals).hasSize(1);
  }

  @Test
  void anInterruptSaysNothingOfAap() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> provider.cancel(query("job-513")))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("interrupted")
          .satisfies(
              thrown -> assertThat(thrown.getMessage()).doesNotContain("can not be reached"));
    } finally {
      assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
    }
  }

  @Test
  void theLocationNamesTheJobWhenTheBodyDoesNot() {
    aap.on(LAUNCH, new Answer(201, Map.of("Location", "/api/v2/workflow_jobs/515/"), "{\"wor"));
    assertThat(launch()).startsWith("triggered aap/Provision/workflow-job-515");
  }

  @Test
  void aJobThatRunsWithoutOurVariablesIsCancelledAndFollowed() {
    String deaf =
        "{\"job\":513,\"id\":513,\"type\":\"job\",\"status\":\"pending\",\"extra_vars\":\"{}\","
            + "\"ignored_fields\":{\"extra_vars\":{\"x\":1}},\"started\":null}";
    aap.on(LAUNCH, new Answer(201, Map.of(), deaf))
        .on("POST jobs/513/cancel/", new Answer(202, Map.of(), ""))
        .on("GET jobs/513/", row(513, "successful", "{}"));

    assertThat(launch()).isEqualTo("triggered aap/Provision/job-513-bare/op1");

    assertThat(aap.requests()).contains("POST jobs/513/cancel/");
    // it did something, but not what was asked for
    JobStatus seen = status(provider.observe(query("job-513-bare")));
    assertThat(seen.state()).isEqualTo(JobState.FAILED);
    assertThat(seen.message()).startsWith("AAP started it without our variables");
  }

  @Test
  void aJobThatNeverRanWithoutOurVariablesIsAsIfNotLaunched() {
    aap.on(
            LAUNCH,
            new Answer(
                201, Map.of(), "{\"job\":513,\"ignored_fields\":{\"extra_vars\":{\"x\":1}}}"))
        .on("POST jobs/513/cancel/", new Answer(202, Map.of(), ""))
        .on("GET jobs/513/", "{\"id\":513,\"status\":\"canceled\",\"started\":null}");
    assertThat(launch()).startsWith("rejected Configuration").contains("Prompt on launch");
  }

  @Test
  void aJobThatRunsWithoutItsLimitIsCancelledAndFollowed() {
    aap.on(
            "GET unified_job_templates/",
            template(true).replace("}", ",\"ask_limit_on_launch\":true}"))
        .on(
            LAUNCH,
            new Answer(201, Map.of(), "{\"job\":513,\"ignored_fields\":{\"limit\":\"web*\"}}"))
        .on("POST jobs/513/cancel/", new Answer(202, Map.of(), ""))
        .on("GET jobs/513/", row(513, "successful", "{}"));

    ProvisionResult result =
        provider.triggerProvision(OneVm.request("op1", Map.of("limit", "web*")));

    assertThat(words(result)).isEqualTo("triggered aap/Provision/job-513-without-limit/op1");
    assertThat(aap.requests()).contains("POST jobs/513/cancel/");
    String said = result.match((job, first) -> first.message(), (w, after) -> w, (kind, w) -> w);
    assertThat(said).isEqualTo(WITHOUT_LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"running,RUNNING", "successful,FAILED", "failed,FAILED", "canceled,FAILED"})
  void whatALaunchLackedIsSaidAtEachLook(String status, JobState state) {
    JobQuery query = query("job-513-without-limit");
    aap.on("GET jobs/513/", row(513, status, OURS))
        .on("GET jobs/513/job_events/", page("null", List.of()))
        .on("GET unified_jobs/", page("null", List.of(row(513, status, OURS))));
    for (JobObservation look :
        List.of(provider.observe(query), provider.news(List.of(query)).get(query.job()))) {
      assertThat(status(look).state()).isEqualTo(state);
      assertThat(status(look).message()).isEqualTo(WITHOUT_LIMIT);
    }
  }

  @Test
  void aJobThatLacksAnOptionAloneMustShowThatItIsOurs() {
    aap.on("GET jobs/513/", row(513, "running", OURS.replace("op1", "op2")));
    assertThat(words(provider.observe(query("job-513-without-limit")))).startsWith("foreign");
  }

  @ParameterizedTest
  @CsvSource({"workflow_job,does not prompt for variables", "job,extra_vars: Cannot parse"})
  void variablesAreRefusedByWorkflowsThatDoNotPromptForThem(String kind, String told) {
    aap.on("GET unified_job_templates/", template(true).replace("\"job_", "\"" + kind + "_"))
        .on(
            "POST " + kind + "_templates/7/launch/",
            new Answer(400, Map.of(), "{\"extra_vars\":[\"Cannot parse, or not allowed\"]}"));
    assertThat(launch()).startsWith("rejected Configuration").contains(told);
  }

  @Test
  void aPromptThatWasSwitchedOnIsNoticedAtOnce() {
    aap.on("GET unified_job_templates/", template(false));
    assertThat(launch()).startsWith("rejected Configuration");
    aap.on("GET unified_job_templates/", template(true))
        .on(LAUNCH, new Answer(201, Map.of(), "{\"job\":513}"));
    assertThat(launch()).startsWith("triggered");
  }

  @Test
  void smallerPagesThanAskedForAreNotTheEnd() {
    aap.on(
        "GET unified_jobs/",
        new Answer(200, Map.of(), page("\"/api/v2/unified_jobs/?page=2\"", rows(101, 150, "op9"))),
        new Answer(200, Map.of(), page("null", rows(151, 151, "op1"))));
    assertThat(recover()).startsWith("found").contains("job-151");
  }

  @Test
  void heavyRowsAreReadInSmallerPages() {
    String heavy = "{\"next\":null,\"results\":[],\"filler\":\"" + "x".repeat(17 << 20) + "\"}";
    aap.on(
        "GET unified_jobs/",
        new Answer(200, Map.of(), heavy),
        new Answer(200, Map.of(), page("null", rows(101, 101, "op1"))));
    assertThat(recover()).startsWith("found").contains("job-101");
  }

  @Test
  void somebodyElsesJsonIsNoEmptyList() {
    aap.on("GET unified_jobs/", "{\"detail\":\"welcome\"}");
    assertThatThrownBy(this::recover)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("results");
  }

  @Test
  void aListOfOtherJobsIsNoAnswerAboutOne() {
    aap.on("GET jobs/512/", new Answer(404, Map.of(), "{\"detail\":\"Not found.\"}"))
        .on("GET unified_jobs/", page("null", rows(7, 8, "op1")));
    assertThatThrownBy(() -> provider.observe(query("job-512")))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("expected what has the asked id, or nothing, found other rows");
  }

  @Test
  void somebodyElsesJsonIsNoForeignJob() {
    aap.on("GET jobs/512/", "{\"detail\":\"welcome\"}");
    assertThatThrownBy(() -> provider.observe(query("job-512")))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("other JSON");
  }

  @Test
  void aStrangersJobIsNotCancelled() {
    aap.on(
        "GET jobs/512/",
        row(512, "running", "{\\\"cloudkit_operation\\\":{\\\"id\\\":\\\"x\\\"}}"));
    assertThat(cancel("job-512")).startsWith("refused").contains("does not carry");
    aap.on("GET jobs/512/", row(512, "running", "{}"));
    assertThat(cancel("job-512")).startsWith("refused").contains("does not carry");
    assertThat(aap.requests()).doesNotContain("POST jobs/512/cancel/");
  }

  @Test
  void aPlainNumberThatIsHiddenIsNotPurged() {
    String absent = "{\"detail\":\"Not found.\"}";
    aap.on("GET jobs/512/", new Answer(404, Map.of(), absent))
        .on("GET workflow_jobs/512/", new Answer(403, Map.of(), "{\"detail\":\"no\"}"))
        .on("GET unified_jobs/", page("null", List.of()));
    assertThat(words(provider.observe(query("512")))).startsWith("hidden");
  }

  @Test
  void aWorkflowHasNotEndedBeforeTheJobsOfWorkflowsWithinItHave() {
    aap.on("GET workflow_jobs/514/", row(514, "canceled", OURS))
        .on("GET workflow_jobs/514/workflow_nodes/", nodes(515, "workflow_job", "canceled"))
        .on("GET workflow_jobs/515/workflow_nodes/", nodes(516, "job", "running"))
        .on("POST jobs/516/cancel/", new Answer(202, Map.of(), ""));

    JobStatus status = status(provider.observe(query("workflow-job-514")));

    assertThat(status.state()).isEqualTo(JobState.RUNNING);
    assertThat(status.message()).contains("516");
    assertThat(cancel("workflow-job-514")).isEqualTo("requested");
    assertThat(aap.requests()).contains("POST jobs/516/cancel/");
  }

  @Test
  void anApprovalDoesNotKeepTheJobsOfAnEndedWorkflowAlive() {
    aap.on("GET workflow_jobs/514/", row(514, "canceled", OURS))
        .on(
            "GET workflow_jobs/514/workflow_nodes/",
            page(
                "null",
                List.of(
                    "{\"id\":31,\"summary_fields\":{\"job\":{\"id\":515,"
                        + "\"type\":\"workflow_approval\",\"status\":\"pending\"}}}",
                    "{\"id\":32,\"summary_fields\":{\"job\":{\"id\":516,"
                        + "\"type\":\"job\",\"status\":\"running\"}}}",
                    "{\"id\":33,\"summary_fields\":{\"job\":{\"id\":517,"
                        + "\"type\":\"job\",\"status\":\"running\"}}}")))
        .on("POST jobs/516/cancel/", new Answer(500, Map.of(), "{}"))
        .on("POST jobs/517/cancel/", new Answer(202, Map.of(), ""));
    assertThat(cancel("workflow-job-514")).isEqualTo("requested");
    assertThat(aap.requests())
        .contains("POST jobs/517/cancel/")
        .doesNotContain("POST jobs/515/cancel/");
  }

  @Test
  void anUnstartedWorkflowWithAJobHasNotEndedProvenly() {
    aap.on(
            "GET workflow_jobs/514/",
            row(514, "canceled", OURS).replace("\"2024-", "null,\"x\":\"2024-"))
        .on("GET workflow_jobs/514/workflow_nodes/", nodes(516, "job", "canceled"));
    assertThat(status(provider.observe(query("workflow-job-514"))).settle()).isPositive();
  }

  @Test
  void anEndThatAListDoesNotProveMustSettle() {
    aap.on("GET unified_jobs/", page("null", List.of(row(1, "failed", OURS))));
    JobQuery query = query("job-1");
    JobObservation news = provider.news(List.of(query)).get(query.job());
    assertThat(status(news).settle()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void newsDoNotCallAJobWithoutOurVariablesASuccess() {
    aap.on("GET unified_jobs/", page("null", List.of(row(1, "successful", "{}"))));
    JobQuery query = query("job-1-bare");
    JobObservation news = provider.news(List.of(query)).get(query.job());
    assertThat(status(news).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void newsSurviveAQuestionThatFailsAfterThem() {
    List<JobQuery> active = new ArrayList<>();
    LongStream.rangeClosed(1, 150).forEach(number -> active.add(query("job-" + number)));
    LongStream.rangeClosed(151, 300).forEach(n -> active.add(query("workflow-job-" + n)));
    aap.on(
        "GET unified_jobs/",
        new Answer(200, Map.of(), page("null", List.of(row(1, "successful", OURS)))),
        new Answer(502, Map.of(), ""));
    aap.on("GET jobs/1/", row(1, "successful", OURS));
    assertThat(provider.news(active)).containsOnlyKeys(query("job-1").job());
  }

  private static final String WITHOUT_LIMIT =
      "AAP started it without limit, so it counts as failed; switch on \"Prompt on launch\" for it,"
          + " or remove the option from the resource";

  private static final String OURS = "{\\\"cloudkit_operation\\\":{\\\"id\\\":\\\"op1\\\"}}";

  private static String template(boolean prompts) {
    return page(
        "null",
        List.of(
            "{\"id\":7,\"type\":\"job_template\",\"name\":\"create-vm\",\"ask_variables_on_launch\":"
                + prompts
                + "}"));
  }

  private static String row(long id, String status, String vars) {
    return "{\"id\":"
        + id
        + ",\"type\":\"job\",\"status\":\""
        + status
        + "\",\"started\":\"2024-10-23T15:30:00Z\",\"extra_vars\":\""
        + vars
        + "\"}";
  }

  private static List<String> rows(long from, long to, String operation) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(id -> row(id, "running", OURS.replace("op1", operation)))
        .toList();
  }

  private static String nodes(long job, String type, String status) {
    return page(
        "null",
        List.of(
            "{\"id\":31,\"summary_fields\":{\"job\":{\"id\":"
                + job
                + ",\"type\":\""
                + type
                + "\",\"status\":\""
                + status
                + "\"}}}"));
  }

  private static String page(String next, List<String> rows) {
    return "{\"next\":"
        + next
        + ",\"results\":["
        + rows.stream().collect(Collectors.joining(","))
        + "]}";
  }

  private String launch() {
    LaunchRequest request =
        new LaunchRequest(
            plan("op1"),
            "claim",
            1,
            BOOKMARK,
            Deadline.after(Duration.ofMinutes(1), System::nanoTime));
    return provider
        .triggerProvision(request)
        .match(
            (job, status) -> "triggered " + job,
            (reason, after) -> "waiting " + reason,
            (kind, reason) -> "rejected " + kind + " " + reason);
  }

  private String recover() {
    UnresolvedLaunch launch =
        new UnresolvedLaunch(
            plan("op1"), "claim", 1, BOOKMARK, Duration.ofHours(1), Duration.ofMinutes(4));
    return provider
        .recover(launch)
        .match(
            jobs -> "found " + jobs,
            proof -> "notLaunched " + proof,
            after -> "tooEarly " + after,
            remedy -> "unknowable " + remedy);
  }

  private String cancel(String id) {
    return words(provider.cancel(query(id)));
  }

  private static JobStatus status(JobObservation observation) {
    return observation.match(
        status -> status,
        HonestAnswersIT::unseen,
        HonestAnswersIT::unseen,
        HonestAnswersIT::unseen);
  }

  private static JobStatus unseen(String reason) {
    throw new AssertionError(reason);
  }

  private static JobQuery query(String id) {
    return OneVm.query(JobRef.of("aap", JobType.PROVISION, id, "op1"));
  }
}
