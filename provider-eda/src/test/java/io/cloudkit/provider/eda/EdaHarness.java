package io.cloudkit.provider.eda;

import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByToken;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.tck.BackendCall;
import io.cloudkit.testkit.tck.BackendHarness;
import io.cloudkit.testkit.tck.Fault;
import io.cloudkit.testkit.tck.JobEvent;
import io.cloudkit.testkit.tck.MadeJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A simulated EDA whose playbooks begin, and go on when they are told. */
final class EdaHarness implements BackendHarness {
  private static final String TOKEN = "s3cr3t-t0k3n";
  private static final Duration NEVER = Duration.ofHours(1);

  private final Instances instances = new Instances();
  private final FakeEda eda;

  private EdaHarness(UnaryOperator<FakeEdaBuilder> receiver) {
    FakeEdaBuilder fake =
        FakeEda.builder(instances.kubeconfig())
            .script(
                PlaybookScript.quick()
                    .launchesAfter(Duration.ZERO)
                    .untilTold()
                    .endsAfterSignal(NEVER));
    eda = receiver.apply(fake).start();
  }

  static EdaHarness ofWebhook() {
    return new EdaHarness(fake -> fake.webhook(settings -> settings.withToken(TOKEN)));
  }

  static EdaHarness ofEventStreams() {
    StreamSettings token = StreamSettings.with(new ByToken("Authorization", TOKEN));
    return new EdaHarness(fake -> fake.eventStreams(token));
  }

  @Override
  public ProvisioningProviderFactory factory() {
    return new EdaProviderFactory();
  }

  @Override
  public Map<String, String> settings(Duration callTimeout) {
    return Map.of(
        "provision-webhook",
        eda.createUrl(),
        "deprovision-webhook",
        eda.deleteUrl(),
        "token",
        TOKEN,
        "call-timeout",
        callTimeout.toMillis() + "ms");
  }

  @Override
  public ResourceSnapshot resource(String name, JobType purpose) {
    return instances.snapshot(name, purpose);
  }

  @Override
  public List<BackendCall> requests() {
    return eda.requests().stream()
        .map(each -> each.method().equals("POST") ? BackendCall.LAUNCH : BackendCall.QUESTION)
        .toList();
  }

  @Override
  public List<MadeJob> jobs() {
    return eda.events().stream().map(EdaHarness::made).toList();
  }

  private static MadeJob made(Event event) {
    boolean create = event.address().equals(FakeEda.CREATE);
    JobType type = create ? JobType.PROVISION : JobType.DEPROVISION;
    return new MadeJob(type, event.operation(), event.claim());
  }

  /** A webhook is not asked, and nothing can be cancelled. */
  @Override
  public boolean misbehave(BackendCall call, Fault fault) {
    if (call != BackendCall.LAUNCH) {
      return false;
    }
    FaultRule rule = eda.next("POST", "*").always();
    switch (fault) {
      case LOSES_THE_REQUEST -> rule.drops();
      case LOSES_THE_ANSWER -> rule.losesTheAnswer();
      case FAILS -> rule.answers(HttpAnswer.text(500, "500 Internal Server Error"));
      case BABBLES -> rule.answersHtml(200);
      case HANGS -> rule.hangs(NEVER);
      case REFUSES -> rule.answers(HttpAnswer.text(403, "Forbidden"));
      case REFUSES_AND_TELLS_SECRETS ->
          rule.answers(HttpAnswer.text(401, "unknown token " + TOKEN));
      case THROTTLES -> rule.answers(HttpAnswer.text(429, "Too Many Requests"));
      case COMMITS_LATE, FAILS_AFTERWARDS -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<String, String> unproven() {
    return Map.of("P-3.5", "EDA is never asked what became of a launch");
  }

  @Override
  public void behave() {
    eda.clearFaults();
  }

  /** Nobody hears of a playbook that fails; nobody keeps a record that could be removed. */
  @Override
  public boolean let(String claim, JobEvent event) {
    if (event != JobEvent.BEGINS && event != JobEvent.SUCCEEDS && event != JobEvent.SEEMS_TO_END) {
      return false;
    }
    await().until(() -> job(claim).state() == EdaJob.State.WAITING_TO_BE_TOLD);
    if (event != JobEvent.BEGINS) {
      EdaJob job = job(claim);
      eda.goOn(job.id());
      // it signals, and does not end
      await().until(() -> instances.isSignalled(job));
    }
    return true;
  }

  private EdaJob job(String claim) {
    await().until(() -> eda.jobs().stream().anyMatch(job -> job.event().claim().equals(claim)));
    return eda.jobs().stream()
        .filter(job -> job.event().claim().equals(claim))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    eda.close();
    instances.close();
  }
}
