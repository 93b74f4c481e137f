package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.testapi.CallerThread;
import io.cloudkit.controller.testapi.SpecAdapter;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.provider.SteadyProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is ordered of providers, and what a person reads of it. */
class OrdersTest {
  private final List<String> log = new ArrayList<>();
  private final List<Notice> told = new ArrayList<>();
  private final LoggingProvider provider = new LoggingProvider(new SteadyProvider("aap"), log);
  private final Memory memory = new Memory("uid-1", () -> 0);
  private final StoredResource vm = stored();

  private static StoredResource stored() {
    InMemoryStore store = new InMemoryStore(new ArrayList<>());
    store.create(World.KEY, "small");
    return store.read(World.KEY).orElseThrow();
  }

  private Orders orders() {
    return orders(Map.of());
  }

  private Orders orders(Map<String, String> unusable) {
    Map<String, ProviderCalls> calls =
        unusable.isEmpty()
            ? Map.of(
                "aap", new ProviderCalls("aap", provider, new CallerThread(), new CallerThread()))
            : Map.of();
    return new Orders(
        new Backends(new SpecAdapter(InMemoryStore.FINALIZER), calls, Map.of(), unusable),
        (resource, notice) -> told.add(notice));
  }

  private static Launch sent(JobType type) {
    return new Launch(
        "op-1",
        "claim-1",
        type,
        "aap",
        "v1",
        1,
        Optional.empty(),
        false,
        "p1",
        Instant.EPOCH,
        Optional.empty());
  }

  private static JobRef job(JobType type) {
    return JobRef.of("aap", type, "7", "op-1");
  }

  private void cancel() {
    Job job = Job.of(job(JobType.PROVISION), "claim-1", "v1", 1, Instant.EPOCH);
    memory.saw(Optional.empty(), List.of(job));
    orders().cancel(vm, memory, job);
  }

  @Test
  void aLaunchThatNobodyCanSendIsNotSentAndSaysWhy() {
    LaunchOutcome outcome =
        orders(Map.of("aap", "no certificate"))
            .launch(vm, sent(JobType.PROVISION), Deadline.after(Duration.ofSeconds(15), () -> 0));
    String why =
        outcome.match(
            (job, status, blocks) -> "triggered",
            jobs -> "found",
            (reason, retryAfter) -> reason + " after " + retryAfter,
            reason -> "skipped",
            (kind, reason) -> "rejected",
            reason -> "unknown");
    assertThat(why)
        .isEqualTo(
            "provider instance \"aap\" is configured, but could not be made: no certificate after"
                + " PT30S");
  }

  /** A launch is resumed by who began it, whatever became of its options since. */
  @Test
  void aLaunchWhoseOptionsWereSpoiltSinceIsNotSent() {
    ConfigProperty site =
        ConfigProperty.named("site", ConfigProperty.Type.STRING, "Where.").required().build();
    Orders orders =
        new Orders(
            new Backends(
                new SpecAdapter(InMemoryStore.FINALIZER),
                Map.of(
                    "aap",
                    new ProviderCalls("aap", provider, new CallerThread(), new CallerThread())),
                Map.of("aap", List.of(site)),
                Map.of()),
            (resource, notice) -> told.add(notice));
    for (JobType type : JobType.values()) {
      LaunchOutcome outcome =
          orders.launch(vm, sent(type), Deadline.after(Duration.ofSeconds(15), () -> 0));
      assertThat(outcome)
          .isEqualTo(
              LaunchOutcome.notSent(
                  "launch option site: expected a value, found none; set it",
                  Duration.ofSeconds(30)));
    }
    assertThat(log).as("nothing was sent").isEmpty();
  }

  @Test
  void aCancelThatIsAskedForIsRemembered() {
    provider.insteadOfACancel = Optional.of(CancelResult.requested());
    cancel();
    assertThat(log).containsExactly("cancel 7");
    assertThat(memory.sight().of(job(JobType.PROVISION)).cancelAsked()).isPresent();
    assertThat(memory.sight().hasHearsay()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void aCancelThatCameTooLateHasTheJobLookedAt() {
    provider.insteadOfACancel = Optional.of(CancelResult.alreadyEnded());
    cancel();
    assertThat(memory.sight().of(job(JobType.PROVISION)).isHearsay()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void aRefusedCancelIsToldOf() {
    provider.insteadOfACancel = Optional.of(CancelResult.refused("no right to"));
    cancel();
    assertThat(told)
        .containsExactly(Notice.warning("CancelRefused", "cancelling job 7: no right to"));
  }

  @Test
  void anUnansweredCancelIsToldOf() {
    provider.beforeCancel =
        () -> {
          throw new ProviderException("the connection broke");
        };
    cancel();
    assertThat(told)
        .containsExactly(
            Notice.warning("CancelUnanswered", "cancelling job 7: the connection broke"));
  }

  @Test
  void aCancelThatIsNotOfferedIsNotToldOf() {
    provider.insteadOfACancel = Optional.of(CancelResult.unsupported());
    cancel();
    assertThat(told).isEmpty();
  }

  @Test
  void whereNothingWasLaunchedNothingIsLeftBehind() {
    for (LaunchOutcome outcome :
        List.of(
            LaunchOutcome.of(ProvisionResult.waiting("429", Duration.ofSeconds(1))),
            LaunchOutcome.of(DeprovisionResult.skipped("nothing there")),
            LaunchOutcome.of(ProvisionResult.rejected(FailureKind.CAPACITY, "no disk")))) {
      orders().orphaned(vm, sent(JobType.PROVISION), outcome);
    }
    assertThat(told).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void aLaunchOfUnknownOutcomeIsToldOfWithWhereToLook() {
    orders().orphaned(vm, sent(JobType.PROVISION), LaunchOutcome.unknown("no answer"));
    assertThat(told)
        .singleElement()
        .satisfies(
            notice ->
                assertThat(notice.message())
                    .contains("operation op-1 was launched", "look for it at aap"));
    assertThat(log).isEmpty();
  }

  @Test
  void whatProvisionsBesideNothingIsEndedAndIsAPersonsMatter() {
    provider.insteadOfACancel = Optional.of(CancelResult.requested());
    JobStatus running = JobStatus.of(JobState.RUNNING);
    orders()
        .orphaned(
            vm,
            sent(JobType.PROVISION),
            LaunchOutcome.of(ProvisionResult.triggered(job(JobType.PROVISION), running)));
    assertThat(told)
        .singleElement()
        .satisfies(notice -> assertThat(notice.message()).contains("must be taken away by hand"));
    assertThat(log).containsExactly("cancel 7");
  }

  @Test
  void whatTakesAwayRunsOn() {
    JobStatus running = JobStatus.of(JobState.RUNNING);
    orders()
        .orphaned(
            vm,
            sent(JobType.DEPROVISION),
            LaunchOutcome.of(DeprovisionResult.triggered(job(JobType.DEPROVISION), running)));
    assertThat(told)
        .singleElement()
        .satisfies(
            notice -> assertThat(notice.message()).contains("see that it takes everything away"));
    assertThat(log).isEmpty();
  }

  @Test
  void aCancelThatNobodyAnswersIsTriedThreeTimes() {
    provider.beforeCancel =
        () -> {
          throw new ProviderException("the connection broke");
        };
    JobStatus running = JobStatus.of(JobState.RUNNING);
    orders()
        .orphaned(
            vm,
            sent(JobType.PROVISION),
            LaunchOutcome.of(ProvisionResult.triggered(job(JobType.PROVISION), running)));
    assertThat(log).containsExactly("cancel 7", "cancel 7", "cancel 7");
  }
}
