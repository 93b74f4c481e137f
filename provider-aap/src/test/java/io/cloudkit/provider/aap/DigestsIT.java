package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.query;
import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.OneVm.triggered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.FaultRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that failed says why, in words for a person, and its end waits for nothing. */
class DigestsIT {
  private static final String EVENTS = "*/job_events/";
  private static final TaskFailure NO_ROOM = TaskFailure.of("make", "vm-1", "no room");

  private FakeAap aap;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    aap.add(TemplateSpec.job("delete-vm"));
    provider = provider(Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  /**
   * What a person is told.
   *
   * @param digest all of it but the link
   */
  record Row(String of, Ending ending, String digest) {
    @Override
    public String toString() {
      return of;
    }
  }

  static Stream<Row> digests() {
    Ending fails = Ending.fails();
    return Stream.of(
        new Row("a task", fails.after(NO_ROOM), "task \"make\" failed on host vm-1: no room"),
        new Row(
            "several",
            fails.after(NO_ROOM, TaskFailure.of("clean", "vm-2", "gone")),
            "task \"make\" failed on host vm-1: no room (the first of 2 failures)"),
        new Row(
            "an ignored error before",
            fails.after(TaskFailure.of("look", "vm-1", "no file").ignored(), NO_ROOM),
            "task \"make\" failed on host vm-1: no room"),
        new Row(
            "a host out of reach",
            fails.after(TaskFailure.of("Gathering Facts", "vm-1", "timed out").unreachable()),
            "task \"Gathering Facts\" could not reach host vm-1: timed out"),
        new Row(
            "AAP's own explanation first",
            Ending.errors("Job terminated due to error").after(NO_ROOM),
            "Job terminated due to error; task \"make\" failed on host vm-1: no room"),
        new Row(
            "nothing ran",
            Ending.failsBeforeStart("Previous Task Failed: {\"job_type\": \"project_update\"}"),
            "Previous Task Failed: {\"job_type\": \"project_update\"}"),
        new Row(
            "a command",
            fails.after(
                NO_ROOM.returning(
                    Map.of(
                        "msg", "non-zero return code", "rc", 2, "stderr", "warning\n\nno disk\n"))),
            "task \"make\" failed on host vm-1: non-zero return code: no disk"),
        new Row(
            "a crash of a module",
            fails.after(NO_ROOM.returning(Map.of("module_stderr", "Traceback\nKeyError: 'x'\n"))),
            "task \"make\" failed on host vm-1: KeyError: 'x'"),
        new Row(
            "an item of a loop",
            fails.after(
                NO_ROOM.returning(
                    Map.of(
                        "msg",
                        "One or more items failed",
                        "results",
                        List.of(Map.of("msg", "fine"), Map.of("msg", "bad", "failed", true))))),
            "task \"make\" failed on host vm-1: bad"),
        new Row(
            "a message that is no text",
            fails.after(NO_ROOM.returning(Map.of("msg", List.of("a", "b")))),
            "task \"make\" failed on host vm-1: [\"a\",\"b\"]"),
        new Row(
            "lines and colours",
            fails.after(TaskFailure.of("make", "vm-1", "\u001B[31mno\u001B[0m\r\n\troom")),
            "task \"make\" failed on host vm-1: no room"),
        new Row(
            "no_log",
            fails.after(NO_ROOM.hidden()),
            "task \"make\" failed on host vm-1: its result is hidden by no_log"),
        new Row(
            "no word",
            fails.after(NO_ROOM.returning(Map.of())),
            "task \"make\" failed on host vm-1"));
  }

  @ParameterizedTest
  @MethodSource("digests")
  void tellsWhatFailed(Row row) {
    JobRef job = ended(row.ending());
    assertThat(details(job))
        .isEqualTo(row.digest() + "; see " + aap.url() + "/#/jobs/playbook/" + number(job));
  }

  @Test
  void asksForTheEventsOnce() {
    JobRef job = ended(Ending.fails().after(NO_ROOM));
    String told = details(job);

    assertThat(details(job)).isEqualTo(told);
    assertThat(news(job).errorDetails()).contains(told);
    assertThat(questions()).isOne();
  }

  @Test
  void doesNotAskAboutOthers() {
    details(ended(Ending.failsBeforeStart("no")));
    assertThat(status(ended(Ending.succeeds())).errorDetails()).isEmpty();
    assertThat(questions()).isZero();
  }

  @Test
  void asksAgainWhileEventsMayStillCome() {
    Script late =
        Script.quick().ends(Ending.fails().after(NO_ROOM)).statsAfter(Duration.ofSeconds(1));
    aap.controller().scriptNext(template().id(), late);
    JobRef job = launched();

    await().until(() -> status(job).state() == JobState.FAILED);
    assertThat(details(job)).doesNotContain("no room");
    await().untilAsserted(() -> assertThat(details(job)).contains("no room"));
    long asked = questions();
    details(job);
    assertThat(questions()).isEqualTo(asked);
  }

  static Stream<Row> secrets() {
    return Stream.of(
            "password=hunter2",
            "{\"db_password\": \"hunter2 hunter2\", \"x\": 1}",
            "{\\\"api_key\\\": \\\"hunter2 hunter2\\\"}",
            "'token': 'hunter2'",
            "Authorization: Bearer hunter2-hunter2",
            "mysql --password hunter2",
            "https://admin:hunter2@db.example.com/",
            "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nhunter2\n",
            "secret: \"hunter2 " + "x".repeat(3000) + " hunter2",
            "the code is C-hunter2",
            "$encrypted$hunter2".replace("hunter2", ""))
        .map(text -> new Row(text, Ending.fails(text).after(TaskFailure.of("t", "h", text)), ""));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void tellsNoSecrets(Row row) {
    provider.close();
    provider = provider(Map.of("redact", "C-\\w+"));
    JobRef job = ended(row.ending());
    JobStatus status = status(job);
    assertThat(everything(status) + everything(news(job)))
        .contains("***")
        .doesNotContain("hunter2", "$encrypted$");
  }

  @Test
  void tellsNotTheTokenOfTheProvider() {
    String text = "401 for " + aap.token();
    aap.controller()
        .scriptNext(
            template().id(),
            Script.quick()
                .ends(Ending.fails(text).after(TaskFailure.of(text, text, text)))
                .returning(Map.of("said", text)));
    JobRef job = launched();
    await().until(() -> status(job).state() == JobState.FAILED);
    assertThat(everything(status(job))).contains("401 for ***").doesNotContain(aap.token());
  }

  static Stream<String> longWords() {
    return Stream.of("x", "é", "字", "😀", "a😀");
  }

  @ParameterizedTest
  @MethodSource("longWords")
  void isBoundedWhateverTheScript(String word) {
    String text = word.repeat(900);
    JobRef job = ended(Ending.fails(text).after(TaskFailure.of(text, text, text)));
    String details = details(job);
    assertThat(details.getBytes(StandardCharsets.UTF_8).length).isBetween(700, 1024);
    assertThat(details)
        .contains("…\" failed on host " + word)
        .endsWith("; see " + aap.url() + "/#/jobs/playbook/" + number(job))
        .doesNotContain("?", "\uFFFD");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(details)).isTrue();
  }

  /** How the events can not be read. */
  record Broken(String how, Consumer<FaultRule> fault, String told) {
    @Override
    public String toString() {
      return how;
    }
  }

  static Stream<Broken> brokenEvents() {
    return Stream.of(
        new Broken("404", f -> f.answers(404, "{\"detail\":\"Not found.\"}"), "404"),
        new Broken("403", f -> f.answers(AapApi.detail(403, "no")), "403"),
        new Broken("500", f -> f.answers(500, "{\"detail\":\"A server error.\"}"), "500"),
        new Broken("a proxy", f -> f.answersHtml(502), "502"),
        new Broken("no list", f -> f.answers(200, "{}"), "results"),
        new Broken("no JSON", f -> f.answersHtml(200), "without JSON"),
        new Broken("odd rows", f -> f.answers(200, "{\"results\":[7]}"), ""),
        new Broken("no end", f -> f.sendsGiantBody(50L << 20), "bytes"),
        new Broken("dropped", FaultRule::drops, "could not be read"),
        new Broken("cut", FaultRule::cutsTheAnswer, "could not be read"),
        new Broken("no answer", f -> f.after(Duration.ofSeconds(20)).isSlow(), "in time"));
  }

  @ParameterizedTest
  @MethodSource("brokenEvents")
  void theEndIsToldWithoutThem(Broken broken) {
    JobRef job = launched();
    broken.fault().accept(aap.next("GET", EVENTS).always());
    end(job, Ending.fails("it is over").after(NO_ROOM));

    long before = System.nanoTime();
    JobStatus status = status(job);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.settle()).isZero();
    assertThat(status.errorDetails().orElseThrow())
        .startsWith("it is over; ")
        .contains(broken.told())
        .endsWith("/#/jobs/playbook/" + number(job));
  }

  @Test
  void ofAWorkflowTellsTheNodeAndItsJob() {
    Template good = aap.add(TemplateSpec.job("prepare"));
    Template bad =
        aap.add(
            TemplateSpec.job("make the vm")
                .script(Script.quick().ends(Ending.fails().after(NO_ROOM))));
    aap.add(TemplateSpec.workflow("flow").node(good).node(bad));
    provider.close();
    provider = provider(Map.of("provision-template", "flow"));
    JobRef job = launched();

    await().until(() -> status(job).state() == JobState.FAILED);

    long child =
        aap.jobs().stream()
            .filter(row -> row.submission().name().equals("make the vm"))
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(details(job))
        .contains("\": its job " + child + " failed; task \"make\" failed on host vm-1: no room")
        .endsWith("; see " + aap.url() + "/#/jobs/playbook/" + child);
    assertThat(questions()).isOne();
  }

  private ProvisioningProvider provider(Map<String, String> settings) {
    return OneVm.provider(aap.url(), new TestContext(aap::token), settings);
  }

  private Template template() {
    return aap.controller().templates().get(0);
  }

  private JobRef launched() {
    return triggered(provider.triggerProvision(request("op1")));
  }

  private JobRef ended(Ending ending) {
    if (ending.reach() == Ending.Reach.NOT_STARTED) {
      aap.controller().scriptNext(template().id(), Script.quick().ends(ending));
      JobRef job = launched();
      await().until(() -> !aap.controller().job(number(job)).orElseThrow().status().isActive());
      return job;
    }
    JobRef job = launched();
    end(job, ending);
    return job;
  }

  private void end(JobRef job, Ending ending) {
    await().until(() -> status(job).state() == JobState.RUNNING);
    aap.controller().finish(number(job), ending);
  }

  private String details(JobRef job) {
    return status(job).errorDetails().orElseThrow();
  }

  private JobStatus status(JobRef job) {
    return status(provider.observe(query(job)));
  }

  private JobStatus news(JobRef job) {
    return status(provider.news(List.of(query(job))).get(job));
  }

  private static JobStatus status(JobObservation observation) {
    return observation.match(
        status -> status,
        reason -> JobStatus.of(JobState.UNKNOWN, reason),
        reason -> JobStatus.of(JobState.UNKNOWN, reason),
        reason -> JobStatus.of(JobState.UNKNOWN, reason));
  }

  private static String everything(JobStatus status) {
    List<String> texts = new ArrayList<>(List.of(status.message()));
    status.errorDetails().ifPresent(texts::add);
    texts.addAll(status.outputs().values());
    return String.join("\n", texts);
  }

  private long questions() {
    return aap.requests().stream().filter(each -> each.path().endsWith("/job_events/")).count();
  }

  private static long number(JobRef job) {
    return JobId.parse(job.id()).orElseThrow().number();
  }
}
