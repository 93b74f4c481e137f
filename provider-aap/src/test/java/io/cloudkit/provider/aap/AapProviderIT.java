package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.OneVm.query;
import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.OneVm.resource;
import static io.cloudkit.provider.aap.OneVm.triggered;
import static io.cloudkit.provider.aap.OneVm.unresolved;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.Finding.Severity;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider against a simulated AAP over HTTP. */
class AapProviderIT {
  private static final String LAUNCH = "*/launch/";

  private final AtomicReference<String> token = new AtomicReference<>();
  private FakeAap aap;
  private Template template;
  private ProvisioningProvider provider;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    token.set(aap.token());
    template = aap.add(TemplateSpec.job("create-vm").script(Script.quick().untilTold()));
    aap.add(TemplateSpec.job("delete-vm"));
    provider = provider(Map.of());
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void launchesWithTheResourceAndTheNameOfTheLaunch() {
    JobRef job = triggered(provider.triggerProvision(request("op1")));

    assertThat(job.id()).startsWith("job-");
    assertThat(aap.jobs()).hasSize(1);
    var vars = aap.jobs().get(0).submission().extraVars();
    assertThat(vars.text("/ansible_eda/event/payload/metadata/name")).contains("vm");
    assertThat(vars.text("/osac_job_vars/resource/metadata/uid")).contains("uid-1");
    assertThat(vars.operation()).contains("op1");
    assertThat(vars.claim()).contains("claim-op1");
    assertThat(
            vars.text(
                "/ansible_eda/event/payload/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"))
        .isEmpty();
  }

  @Test
  void worksBehindTheGatewayPrefix() {
    provider.close();
    provider = provider(Map.of("url", aap.url() + "/api/controller"));
    assertThat(triggered(provider.triggerProvision(request("op1"))).id()).startsWith("job-");
  }

  @Test
  void sendsNothingAfterItsTime() {
    LaunchRequest late = request("op1", Duration.ZERO);
    assertThat(words(provider.triggerProvision(late))).startsWith("waiting");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void questionsTellOfAnUpgradeToo() {
    aap.next("GET", "*").always().redirectsTo(FakeAap.MIGRATIONS);
    assertThat(words(provider.triggerProvision(request("op1"))))
        .startsWith("waiting")
        .contains("it is being upgraded; it is asked again")
        .doesNotContain("setting url");
  }

  @Test
  void nothingListensSoNothingWasSent() {
    aap.goDown();
    assertThat(words(provider.triggerProvision(request("op1")))).startsWith("waiting");
    aap.comeUp();
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void findsTheJobWhoseAnswerWasLost() {
    Optional<String> bookmark = provider.bookmark(plan("op1"));
    triggered(provider.triggerProvision(request("other")));
    aap.next("POST", LAUNCH).losesTheAnswer();
    assertThatThrownBy(() -> provider.triggerProvision(request("op1")))
        .isInstanceOf(ProviderException.class);

    List<FoundJob> found = found(provider.recover(unresolved("op1", bookmark, Duration.ZERO)));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).claim()).contains("claim-op1");
    assertThat(found.get(0).configVersion()).contains("v1-00");
  }

  @Test
  void nothingFoundProvesNothingBeforeItsTime() {
    Optional<String> bookmark = provider.bookmark(plan("op1"));
    assertThat(words(provider.recover(unresolved("op1", bookmark, Duration.ofSeconds(5)))))
        .startsWith("tooEarly");
    assertThat(words(provider.recover(unresolved("op1", bookmark, Duration.ofHours(1)))))
        .startsWith("notLaunched");
  }

  @Test
  void anotherDatabaseIsNotAsked() {
    Optional<String> bookmark = provider.bookmark(plan("op1"));
    aap.controller().switchInstall("another", 1);
    assertThat(words(provider.recover(unresolved("op1", bookmark, Duration.ofHours(1)))))
        .startsWith("unknowable")
        .contains("install_uuid");
  }

  @Test
  void aTemplateThatVanishedHidesItsJobs() {
    Optional<String> bookmark = provider.bookmark(plan("op1"));
    aap.controller().deleteTemplate(template.id());
    assertThat(words(provider.recover(unresolved("op1", bookmark, Duration.ofHours(1)))))
        .startsWith("unknowable");
  }

  @Test
  void refusesATemplateThatDoesNotPrompt() {
    aap.add(TemplateSpec.job("deaf").withoutVariablesPrompt());
    provider.close();
    provider = provider(Map.of("provision-template", "deaf"));
    assertThat(words(provider.triggerProvision(request("op1"))))
        .startsWith("rejected Configuration")
        .contains("Prompt on launch");
    assertThat(aap.jobs()).isEmpty();
  }

  @Test
  void refusesAMissingAndAnAmbiguousTemplate() {
    aap.add(TemplateSpec.job("twin").organization("A"));
    aap.add(TemplateSpec.job("twin").organization("B"));
    provider.close();
    provider = provider(Map.of("provision-template", "nowhere"));
    assertThat(words(provider.triggerProvision(request("op1")))).contains("shows none");
    provider.close();
    provider = provider(Map.of("provision-template", "twin"));
    assertThat(words(provider.triggerProvision(request("op1")))).contains("found 2");
    provider.close();
    provider = provider(Map.of("provision-template", "twin", "organization", "B"));
    assertThat(triggered(provider.triggerProvision(request("op1"))).id()).startsWith("job-");
  }

  @Test
  void aSlicedTemplateMakesAWorkflowJob() {
    aap.add(TemplateSpec.job("sliced").slices(3));
    provider.close();
    provider = provider(Map.of("provision-template", "sliced"));
    JobRef job = triggered(provider.triggerProvision(request("op1")));
    assertThat(job.id()).startsWith("workflow-job-");
    await().untilAsserted(() -> assertThat(state(job)).isEqualTo(JobState.SUCCEEDED));
  }

  @Test
  void aWorkflowIsFollowedAndCancelledByItsOwnAddress() {
    Template child = aap.add(TemplateSpec.job("child").script(Script.quick().untilTold()));
    aap.add(TemplateSpec.workflow("flow").node(child));
    provider.close();
    provider = provider(Map.of("provision-template", "flow"));
    JobRef job = triggered(provider.triggerProvision(request("op1")));
    await().untilAsserted(() -> assertThat(state(job)).isEqualTo(JobState.RUNNING));
    assertThat(words(provider.cancel(query(job)))).isEqualTo("requested");
    await().untilAsserted(() -> assertThat(state(job)).isEqualTo(JobState.CANCELED));
  }

  @Test
  void anEndThatIsProvenNeedsNoSettling() {
    JobRef job = running("op1");
    aap.controller().finish(number(job), Ending.succeeds());
    await()
        .untilAsserted(
            () -> {
              JobStatus status = status(provider.observe(query(job)));
              assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
              assertThat(status.settle()).isZero();
            });
  }

  @Test
  void anEndThatIsOnlyWrittenMustSettle() {
    JobRef job = running("op1");
    aap.controller().reap(number(job));
    JobStatus status = status(provider.observe(query(job)));
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.settle()).isEqualTo(Duration.ofMinutes(2));
    assertThat(status.errorDetails()).isPresent();
  }

  @Test
  void tellsWhyAJobCanNotBeSeen() {
    JobRef job = running("op1");
    assertThat(
            words(
                provider.observe(
                    query(
                        JobRef.of(
                            "aap", JobType.PROVISION, "workflow-job-" + number(job), "op1")))))
        .startsWith("foreign");
    assertThat(words(provider.observe(query(JobRef.of("aap", JobType.PROVISION, job.id(), "op2")))))
        .startsWith("foreign");
    aap.controller().purge(number(job));
    assertThat(words(provider.observe(query(job)))).startsWith("purged");
  }

  @Test
  void aPlainNumberOfTheGoOperatorIsFollowed() {
    JobRef job = running("op1");
    JobRef old = JobRef.of("aap", JobType.PROVISION, String.valueOf(number(job)), "");
    assertThat(status(provider.observe(query(old))).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aKeptConnectionThatBrokeCostsNoAnswer() {
    JobRef job = running("op1");
    aap.goDown();
    aap.comeUp();
    assertThat(words(provider.cancel(query(job)))).isEqualTo("requested");
  }

  @Test
  void newsAreOnlyWhatChanged() {
    JobRef job = running("op1");
    assertThat(provider.news(List.of(query(job)))).isEmpty();
    aap.controller().finish(number(job), Ending.fails("no room"));
    await().untilAsserted(() -> assertThat(provider.news(List.of(query(job)))).containsKey(job));
    assertThat(provider.news(List.of(query(job)))).isEmpty();
  }

  @Test
  void aLookAtOneJobDoesNotWaitForAListOfMany() throws InterruptedException {
    JobRef job = running("op1");
    aap.forgetRequests();
    aap.next("GET", "*/unified_jobs/").after(Duration.ofMillis(1500)).isSlow();
    Thread news = new Thread(() -> provider.news(List.of(query(job))));
    news.start();
    await().until(() -> aap.requests().stream().anyMatch(r -> r.path().endsWith("unified_jobs/")));

    assertThat(state(job)).isEqualTo(JobState.RUNNING);

    assertThat(news.isAlive()).isTrue();
    news.join();
  }

  @Test
  void aFinishedJobIsNotCancelled() {
    JobRef job = running("op1");
    aap.controller().finish(number(job), Ending.succeeds());
    await().untilAsserted(() -> assertThat(state(job)).isEqualTo(JobState.SUCCEEDED));
    assertThat(words(provider.cancel(query(job)))).isEqualTo("alreadyEnded");
  }

  @Test
  void showsWhatAPersonStartedAgain() {
    JobRef job = running("op1");
    aap.controller().finish(number(job), Ending.succeeds());
    await().untilAsserted(() -> assertThat(live()).isEmpty());
    aap.controller().relaunch(number(job), aap.user());
    await().untilAsserted(() -> assertThat(live()).hasSize(1));
  }

  @Test
  void aTokenThatRotatesIsTakenAtOnce() {
    aap.accept("second", aap.user());
    aap.revoke(aap.token());
    assertThat(words(provider.triggerProvision(request("op1"))))
        .contains("does not accept the token");
    token.set("second");
    assertThat(words(provider.triggerProvision(request("op2")))).startsWith("triggered");
  }

  @Test
  void preflightFindsEachProblemWithItsRemedy() {
    assertThat(provider.preflight())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.INFO));
    provider.close();
    provider = provider(Map.of("provision-template", "nowhere"));
    assertThat(provider.preflight())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("shows none of this name"));
    token.set("wrong");
    assertThat(provider.preflight())
        .hasSize(1)
        .allSatisfy(finding -> assertThat(finding.problem()).contains("token"));
  }

  private ProvisioningProvider provider(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("call-timeout", "2s"));
    all.putAll(settings);
    return OneVm.provider(aap.url(), new TestContext(token::get), all);
  }

  private JobRef running(String operation) {
    JobRef job = triggered(provider.triggerProvision(request(operation)));
    await().untilAsserted(() -> assertThat(state(job)).isEqualTo(JobState.RUNNING));
    provider.news(List.of(query(job)));
    return job;
  }

  private JobState state(JobRef job) {
    return status(provider.observe(query(job))).state();
  }

  private List<FoundJob> live() {
    return provider.liveJobs(resource("uid-1")).match(jobs -> jobs, reason -> List.of());
  }

  private static long number(JobRef job) {
    return JobId.parse(job.id()).orElseThrow().number();
  }

  private static List<FoundJob> found(Recovery recovery) {
    return recovery.match(
        jobs -> jobs, proof -> List.of(), after -> List.of(), remedy -> List.of());
  }

  private static JobStatus status(JobObservation observation) {
    return observation.match(
        status -> status,
        purged -> JobStatus.of(JobState.UNKNOWN),
        hidden -> JobStatus.of(JobState.UNKNOWN),
        foreign -> JobStatus.of(JobState.UNKNOWN));
  }
}
