package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.tck.BackendCall;
import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.Fault;
import io.cloudkit.testkit.tck.JobEvent;
import io.cloudkit.testkit.tck.MadeJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A simulated AAP whose jobs run until they are told how to end. */
final class AapHarness implements BackendHarness {
  static final String DIRECT = "/api/v2";
  static final String GATEWAY = "/api/controller/v2";

  /** What stands behind the two names that the provider is given. */
  enum Templates {
    JOBS,
    /** Of two jobs, one after the other. */
    WORKFLOWS,
    /** Of job templates, whose launch makes a workflow job (aap-api.md §3.4). */
    SLICES
  }

  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Ending KILLED = new Ending(AapStatus.CANCELED, "", Ending.Reach.BROKEN_OFF);

  private final FakeAap aap = FakeAap.start();
  private final String base;
  private final Template provision;

  /** Each, with the number of jobs before it. */
  private final Map<FaultRule, Integer> late = new HashMap<>();

  /**
   * Such a one.
   *
   * @param base the path of the API
   */
  AapHarness(Templates templates, String base) {
    this.base = base;
    this.provision = aap.add(template(templates, "create-vm"));
    aap.add(template(templates, "delete-vm"));
  }

  private TemplateSpec template(Templates templates, String name) {
    return switch (templates) {
      case JOBS -> job(name);
      case SLICES -> job(name).slices(2);
      case WORKFLOWS ->
          TemplateSpec.workflow(name)
              .script(Script.quick().takes(Duration.ZERO, Duration.ZERO, NEVER))
              .node(aap.add(job(name + "-network")))
              .node(aap.add(job(name + "-machine")));
    };
  }

  private static TemplateSpec job(String name) {
    Script script = Script.quick().takes(Duration.ZERO, Duration.ZERO, NEVER).untilTold();
    return TemplateSpec.job(name).script(script.onCancel(CancelMode.ACKNOWLEDGED, NEVER));
  }

  @Override
  public ProvisioningProviderFactory factory() {
    return new AapProviderFactory();
  }

  @Override
  public Map<String, String> settings(Duration callTimeout) {
    return Map.of(
        "url",
        aap.url() + base,
        "token",
        aap.token(),
        "provision-template",
        "create-vm",
        "deprovision-template",
        "delete-vm",
        "call-timeout",
        callTimeout.toMillis() + "ms");
  }

  @Override
  public List<BackendCall> requests() {
    return aap.requests().stream().map(AapHarness::call).toList();
  }

  private static BackendCall call(RecordedRequest request) {
    if (!request.method().equals("POST")) {
      return BackendCall.QUESTION;
    }
    return request.path().endsWith("/cancel/") ? BackendCall.CANCEL : BackendCall.LAUNCH;
  }

  @Override
  public List<MadeJob> jobs() {
    return launches().map(this::made).toList();
  }

  /** Without those that a workflow makes. */
  private Stream<Launch> launches() {
    return aap.controller().launches().stream()
        .filter(launch -> launch.launchType().equals("manual"));
  }

  private MadeJob made(Launch launch) {
    return new MadeJob(
        launch.template() == provision.id() ? JobType.PROVISION : JobType.DEPROVISION,
        launch.variables().operation().orElse(""),
        launch.variables().claim().orElse(""));
  }

  @Override
  public boolean misbehave(BackendCall call, Fault fault) {
    FaultRule rule =
        switch (call) {
          case LAUNCH -> aap.next("POST", "*/launch/").always();
          case CANCEL -> aap.next("POST", "*/cancel/").always();
          case QUESTION -> aap.next("GET", "*").always();
        };
    switch (fault) {
      case LOSES_THE_REQUEST -> rule.drops();
      case LOSES_THE_ANSWER -> rule.losesTheAnswer();
      case COMMITS_LATE -> late.put(rule.commitsLate(LATE), jobs().size());
      case FAILS -> rule.answers(500, "{\"detail\":\"A server error has occurred.\"}");
      case FAILS_AFTERWARDS -> rule.commitsThenAnswersHtml(502);
      case BABBLES -> rule.answersHtml(200);
      case HANGS -> rule.after(NEVER).isSlow();
      case REFUSES ->
          rule.answers(AapApi.detail(403, "You do not have permission to perform this action."));
      case REFUSES_AND_TELLS_SECRETS ->
          rule.answers(AapApi.detail(403, "Unknown token: Bearer " + aap.token()));
      case THROTTLES -> rule.throttles(Duration.ofSeconds(1));
    }
    return true;
  }

  @Override
  public void behave() {
    aap.clearFaults();
  }

  /** A job takes its id when its launch arrives, and has a row when it is committed. */
  @Override
  public void catchUp() {
    late.forEach((rule, before) -> await().until(() -> launches().count() >= before + rule.hits()));
    late.clear();
  }

  @Override
  public boolean let(String claim, JobEvent event) {
    long id =
        launches()
            .filter(launch -> launch.variables().claim().filter(claim::equals).isPresent())
            .map(Launch::job)
            .findFirst()
            .orElseThrow();
    await().until(() -> !playbooks(id).isEmpty());
    switch (event) {
      case BEGINS -> {}
      case SUCCEEDS -> end(id, job -> aap.controller().finish(job, Ending.succeeds()));
      case FAILS -> end(id, job -> aap.controller().finish(job, Ending.fails()));
      case SEEMS_TO_END -> end(id, aap.controller()::reap);
      case IS_CANCELLED -> end(id, job -> aap.controller().finish(job, KILLED));
      case IS_PURGED -> aap.controller().purge(id);
    }
    return true;
  }

  /** A job, or those of a workflow, that run by now. */
  private List<Long> playbooks(long id) {
    JobRow row = row(id);
    Stream<JobRow> jobs =
        row.kind() == io.cloudkit.testkit.aap.controller.JobKind.JOB
            ? Stream.of(row)
            : aap.controller().nodes(id).stream().flatMap(node -> node.job().stream());
    return jobs.filter(job -> job.status() == AapStatus.RUNNING).map(JobRow::id).toList();
  }

  /** The jobs of a workflow one after the other. */
  private void end(long id, LongConsumer job) {
    await()
        .until(
            () -> {
              playbooks(id).forEach(job::accept);
              return !row(id).status().isActive();
            });
  }

  private JobRow row(long id) {
    return aap.controller().job(id).orElseThrow();
  }

  @Override
  public void close() {
    aap.close();
    assertThat(aap.requests())
        .allSatisfy(request -> assertThat(request.path()).startsWith(base + "/"));
  }
}
