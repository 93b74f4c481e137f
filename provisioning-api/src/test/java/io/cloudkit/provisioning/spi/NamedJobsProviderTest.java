package io.cloudkit.provisioning.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchFacts;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamedJobsProviderTest {
  private static final String OPERATION = "0123456789abcdef0123456789abcdef";
  private static final String NAME = "cloudkit-" + OPERATION;
  private static final Duration SETTLE = Duration.ofMinutes(3);
  private static final JobStatus RUNNING = JobStatus.of(JobState.RUNNING);

  private final ScriptedNamedJobs provider = new ScriptedNamedJobs();

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aJobIsNamedAfterItsOperation() {
    assertThat(job(provider.triggerProvision(request(JobType.PROVISION))))
        .isEqualTo(ref(JobType.PROVISION, NAME));
    assertThat(provider.created).containsExactly(NAME);
  }

  @Test
  void aDeprovisionIsCreatedAlikeAndBlocksDeletionShouldItFail() {
    DeprovisionResult result = provider.triggerDeprovision(request(JobType.DEPROVISION));

    assertThat(
            result.<String>match(
                (job, status, onFailure) -> job.type() + " " + onFailure,
                (reason, time) -> reason,
                reason -> reason,
                (kind, reason) -> reason))
        .isEqualTo("Deprovision BLOCK_DELETION");
  }

  @Test
  void nothingIsCreatedTooLate() {
    LaunchRequest late =
        new LaunchRequest(
            plan(JobType.PROVISION), "c1", 1, Optional.empty(), deadline(Duration.ZERO));

    assertThat(
            provider
                .triggerProvision(late)
                .<String>match((j, s) -> "", (reason, time) -> reason + " " + time, (k, r) -> r))
        .isEqualTo("too late to send PT0S");
    assertThat(provider.created).isEmpty();
  }

  @Test
  void aRefusalIsPassedOnAsItIs() {
    provider.answer = ProvisionResult.waiting("no room", Duration.ofSeconds(5));

    assertThat(
            provider
                .triggerDeprovision(request(JobType.DEPROVISION))
                .<String>match((j, s, f) -> "", (reason, t) -> reason, r -> "", (k, r) -> ""))
        .isEqualTo("no room");
  }

  @Test
  void whateverIsThrownMeansThatNothingIsKnownAndItsTextIsNotShown() {
    provider.broken = new IOException("token=hunter2");

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.triggerProvision(request(JobType.PROVISION)))
        .withMessage("create job " + NAME + ": no definite answer, but java.io.IOException")
        .withCause(provider.broken);
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.recover(unresolved(SETTLE)));
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.observe(query(NAME)));
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.news(List.of(query(NAME))));
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.liveJobs(resource("u-1")));
    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.cancel(query(NAME)));
  }

  @Test
  void betterWordsOfTheProviderAreKept() {
    provider.broken = new ProviderException("the folder is not mounted");

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.observe(query(NAME)))
        .isSameAs(provider.broken);
  }

  @Test
  void anInterruptIsNotLost() {
    provider.broken = new InterruptedException();

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.observe(query(NAME)));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aLostLaunchIsFoundByItsNameWithWhatItEchoes() {
    provider.jobs = List.of(NamedJob.of(NAME, RUNNING).echoing(echo("c0", "u-1")));

    FoundJob found =
        provider
            .recover(unresolved(Duration.ZERO))
            .match(jobs -> jobs.get(0), p -> null, t -> null, r -> null);

    assertThat(found)
        .isEqualTo(
            FoundJob.of(
                ref(JobType.PROVISION, NAME), Optional.of("c0"), Optional.of("v1"), RUNNING));
  }

  @Test
  void noJobProvesSomethingOnlyOnceNoneCanAppearAnyMore() {
    assertThat(word(provider.recover(unresolved(SETTLE.minusSeconds(1)))))
        .isEqualTo("too early PT1S");
    assertThat(word(provider.recover(unresolved(SETTLE))))
        .isEqualTo("not launched: the backend has no job " + NAME);
  }

  @Test
  void aJobThatIsNotThereIsGoneAndNotEnded() {
    assertThat(word(provider.observe(query(NAME)))).isEqualTo("purged");
  }

  @Test
  void aJobOfAnotherResourceIsForeignAndOneThatDoesNotSayIsNot() {
    provider.jobs =
        List.of(NamedJob.of("a", RUNNING).echoing(echo("c1", "u-2")), NamedJob.of("b", RUNNING));

    assertThat(word(provider.observe(query("a")))).isEqualTo("foreign");
    assertThat(word(provider.observe(query("b")))).isEqualTo("Running");
  }

  @Test
  void theNewsOfATickAreOneListWhereTheBackendHasOne() {
    provider.jobs = List.of(NamedJob.of("a", RUNNING), NamedJob.of("another's", RUNNING));
    provider.lists = true;

    Map<JobRef, JobObservation> news = provider.news(List.of(query("a"), query("gone")));

    assertThat(news).hasSize(2);
    assertThat(word(news.get(query("a").job()))).isEqualTo("Running");
    assertThat(word(news.get(query("gone").job()))).isEqualTo("purged");
    assertThat(provider.looks).isZero();
  }

  @Test
  void theNewsOfATickAreLooksWhereTheBackendHasNoList() {
    provider.jobs = List.of(NamedJob.of("a", RUNNING));

    Map<JobRef, JobObservation> news = provider.news(List.of(query("a"), query("gone")));

    assertThat(news).hasSize(2);
    assertThat(provider.looks).isEqualTo(2);
  }

  @Test
  void oneLookThatIsNotAnsweredKeepsNoNewsOfOthers() {
    provider.jobs = List.of(NamedJob.of("a", RUNNING));
    provider.unanswered = Set.of("b");

    assertThat(provider.news(List.of(query("b"), query("a")))).containsOnlyKeys(query("a").job());
  }

  @Test
  void looksOfWhichNoneIsAnsweredAreNotTheNewsThatNothingIsNew() {
    provider.unanswered = Set.of("a", "b");

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.news(List.of(query("a"), query("b"))))
        .withMessageContaining("java.io.IOException");
    assertThat(provider.news(List.of())).isEmpty();
  }

  @Test
  void anInterruptEndsTheLooksAndWhatWasSeenIsTheNews() {
    provider.jobs = List.of(NamedJob.of("a", RUNNING));
    provider.hangs = Set.of("b");

    Map<JobRef, JobObservation> news =
        provider.news(List.of(query("a"), query("b"), query("c"), query("d")));

    assertThat(Thread.interrupted()).as("told on").isTrue();
    assertThat(news).containsOnlyKeys(query("a").job());
    assertThat(provider.looks).isEqualTo(2);
  }

  @Test
  void whereNothingWasSeenAnInterruptIsNoNews() {
    provider.hangs = Set.of("a", "b");

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> provider.news(List.of(query("a"), query("b"))))
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(provider.looks).isEqualTo(1);
  }

  @Test
  void whatMayBeAliveIsShownAndAProvisionUnlessItSaysOtherwise() {
    JobStatus unsettled = JobStatus.builder(JobState.FAILED).settle(Duration.ofSeconds(10)).build();
    provider.jobs =
        List.of(
            NamedJob.of("running", RUNNING).echoing(echo("c1", "u-1")),
            NamedJob.of("by-hand", JobStatus.of(JobState.UNKNOWN)),
            NamedJob.of("unsettled", unsettled),
            NamedJob.of("ended", JobStatus.of(JobState.SUCCEEDED)));
    provider.lists = true;

    LiveJobs live = provider.liveJobs(resource("u-1"));

    assertThat(
            live.<List<JobRef>>match(
                jobs -> jobs.stream().map(FoundJob::job).toList(), reason -> List.of()))
        .containsExactly(
            ref(JobType.DEPROVISION, "running"),
            JobRef.of("jobs", JobType.PROVISION, "by-hand", ""),
            JobRef.of("jobs", JobType.PROVISION, "unsettled", ""));
  }

  @Test
  void whatIsAliveIsUnknowableWhereTheBackendCanNotTell() {
    assertThat(provider.liveJobs(resource("u-1")).<String>match(jobs -> "", reason -> "unknowable"))
        .isEqualTo("unknowable");
  }

  @Test
  void aCancelAsksByName() {
    assertThat(refusal(provider.cancel(query(NAME)))).isEqualTo("no cancel of " + NAME);
  }

  private static String refusal(CancelResult result) {
    return result.match(() -> "", () -> "", reason -> reason, () -> "unsupported");
  }

  private static LaunchFacts echo(String claim, String uid) {
    return LaunchFacts.read(
        "",
        Map.of(
            "type", "Deprovision",
            "operation", OPERATION,
            "claim", claim,
            "config-version", "v1",
            "resource-uid", uid));
  }

  private static ResourceSnapshot resource(String uid) {
    return ResourceSnapshot.of(
        Map.of("apiVersion", "v1", "kind", "Thing", "metadata", Map.of("name", "a", "uid", uid)));
  }

  private static LaunchPlan plan(JobType type) {
    return new LaunchPlan("jobs", OPERATION, type, "v1", Map.of(), resource("u-1"));
  }

  private static LaunchRequest request(JobType type) {
    return new LaunchRequest(
        plan(type), "c1", 1, Optional.empty(), deadline(Duration.ofSeconds(5)));
  }

  private static Deadline deadline(Duration time) {
    return Deadline.after(time, () -> 0);
  }

  private static UnresolvedLaunch unresolved(Duration since) {
    return new UnresolvedLaunch(plan(JobType.PROVISION), "c1", 1, Optional.empty(), since, SETTLE);
  }

  private static JobRef ref(JobType type, String id) {
    return JobRef.of("jobs", type, id, OPERATION);
  }

  private static JobQuery query(String id) {
    return new JobQuery(ref(JobType.PROVISION, id), "c1", "v1", resource("u-1"));
  }

  private static JobRef job(ProvisionResult result) {
    return result.match((job, status) -> job, (r, t) -> null, (k, r) -> null);
  }

  private static String word(Recovery recovery) {
    return recovery.match(
        jobs -> "found", proof -> "not launched: " + proof, time -> "too early " + time, r -> r);
  }

  private static String word(JobObservation observation) {
    return observation.match(
        status -> status.state().toString(), r -> "purged", r -> "not visible", r -> "foreign");
  }
}
