package io.cloudkit.provider.aap;

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

/** A simulated AAP whose jobs run until they are told how to end. */
final class AapHarness implements BackendHarness {
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Ending KILLED = new Ending(AapStatus.CANCELED, "", Ending.Reach.BROKEN_OFF);

  private final FakeAap aap = FakeAap.start();
  private final Template provision = aap.add(template("create-vm"));

  /** Each, with the number of jobs before it. */
  private final Map<FaultRule, Integer> late = new HashMap<>();

  AapHarness() {
    aap.add(template("delete-vm"));
  }

  private static TemplateSpec template(String name) {
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
        aap.url(),
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
    return aap.controller().launches().stream().map(this::made).toList();
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
    late.forEach(
        (rule, before) ->
            await().until(() -> aap.controller().launches().size() >= before + rule.hits()));
    late.clear();
  }

  @Override
  public boolean let(String claim, JobEvent event) {
    long id =
        aap.controller().launches().stream()
            .filter(launch -> launch.variables().claim().filter(claim::equals).isPresent())
            .map(Launch::job)
            .findFirst()
            .orElseThrow();
    await()
        .until(
            () -> aap.controller().job(id).map(JobRow::status).orElseThrow() == AapStatus.RUNNING);
    switch (event) {
      case BEGINS -> {}
      case SUCCEEDS -> aap.controller().finish(id, Ending.succeeds());
      case FAILS -> aap.controller().finish(id, Ending.fails());
      case SEEMS_TO_END -> aap.controller().reap(id);
      case IS_CANCELLED -> aap.controller().finish(id, KILLED);
      case IS_PURGED -> aap.controller().purge(id);
    }
    return true;
  }

  @Override
  public void close() {
    aap.close();
  }
}
