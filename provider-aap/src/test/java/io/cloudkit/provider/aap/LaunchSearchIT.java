package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.OneVm.settled;
import static io.cloudkit.provider.aap.OneVm.unsettled;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of a launch is found out on an AAP that is busy with others, too. */
class LaunchSearchIT {
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(1500);

  /** What a busy machine may add. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Script PENDING =
      Script.quick().takes(Duration.ofHours(1), Duration.ZERO, Duration.ZERO);

  private FakeAap aap;
  private Template template;
  private Template others;
  private ProvisioningProvider provider;
  private Optional<String> bookmark;

  @BeforeEach
  void start() {
    aap = FakeAap.start();
    template = aap.add(TemplateSpec.job("create-vm").script(PENDING));
    others = aap.add(TemplateSpec.job("patch-hosts").script(PENDING));
    provider =
        OneVm.provider(
            aap.url(),
            new TestContext(aap::token),
            Map.of("call-timeout", CALL_TIMEOUT.toMillis() + "ms"));
    bookmark = provider.bookmark(plan("op1"));
  }

  @AfterEach
  void stop() {
    provider.close();
    aap.close();
  }

  @Test
  void findsItsJobWithoutReadingThoseOfOtherTemplates() {
    launch(others, 1000);
    long id = launch(template, "op1");
    aap.forgetRequests();

    assertThat(words(recover(unsettled("op1", bookmark))))
        .startsWith("found")
        .contains("job-" + id);

    assertThat(searches()).hasSize(1);
  }

  @Test
  void readsOnWhereTheCallBeforeStopped() {
    launch(template, 450);
    launch(others, 450);
    aap.latency(Duration.ofMillis(300));
    aap.forgetRequests();

    List<String> answers = recoverUntilThrough(settled("op1", bookmark));

    assertThat(answers).last().asString().startsWith("notLaunched");
    assertThat(answers).hasSizeGreaterThan(2);
    // three pages of the template's jobs, five of all
    assertThat(searches()).hasSize(8).doesNotHaveDuplicates();
  }

  /** One node still tells the old identity, the others have the database that was put back. */
  @Test
  void aDatabaseThatIsPutBackWhileItIsReadProvesNothing() {
    String before = aap.controller().installUuid();
    aap.controller().switchInstall("5b2a8f0e-7d1c-4a39-9e64-0c8d1f2b3a47", 1);
    aap.next("GET", "*/ping/").answers(200, "{\"install_uuid\": \"" + before + "\"}");

    assertThat(words(recover(settled("op1", bookmark))))
        .startsWith("unknowable")
        .contains("another database");
  }

  /** The backup has the install_uuid, too, and the job of the launch is in none of both. */
  @Test
  void anAapThatWasPutBackFromItsOwnBackupProvesNothing() {
    long backup = launch(others, "before the backup");
    launch(others, 60);
    Optional<String> late = bookmarkOfNow();
    launch(template, "op1");
    aap.controller().restoreBackup(backup);

    assertThat(words(recover(settled("op1", late))))
        .startsWith("unknowable")
        .contains("restored from its own backup", "op1", String.valueOf(backup + 60));
    assertThat(words(recover(settled("op1", ofAnOlderVersion(late))))).startsWith("unknowable");
  }

  @Test
  void anAapThatWasPutBackProvesNothingWhenNewJobsHaveTheIdsOfTheLostOnes() {
    long backup = launch(others, "before the backup");
    launch(others, 10);
    Optional<String> late = bookmarkOfNow();
    launch(template, "op1");
    aap.controller().restoreBackup(backup);
    launch(others, 100);

    assertThat(words(recover(settled("op1", late)))).startsWith("unknowable").contains("restored");

    aap.controller().purge(backup + 10);
    assertThat(words(recover(settled("op1", late)))).startsWith("unknowable").contains("restored");
  }

  /** Its jobs went with it, for whoever is no administrator. */
  @Test
  void aTemplateThatTheBookmarkDidNotKnowMayHideTheJob() {
    aap.controller().deleteTemplate(template.id());
    try (ProvisioningProvider fresh =
        OneVm.provider(aap.url(), new TestContext(aap::token), Map.of())) {
      Optional<String> before = fresh.bookmark(plan("op1"));
      Template later = aap.add(TemplateSpec.job("create-vm").script(PENDING));
      launch(later, "op1");
      aap.controller().deleteTemplate(later.id());

      assertThat(words(fresh.recover(settled("op1", before))))
          .startsWith("unknowable")
          .contains("create-vm", "op1");

      aap.add(TemplateSpec.job("create-vm").script(PENDING));
      assertThat(words(fresh.recover(settled("op1", before))))
          .startsWith("unknowable")
          .contains("when the operation began", "op1");
    }
  }

  @Test
  void theTemplateOfALaterSendMayHideTheJob() {
    try (ProvisioningProvider now =
        OneVm.provider(
            aap.url(),
            new TestContext(aap::token),
            Map.of("provision-template", String.valueOf(others.id())))) {
      launch(others, "op1");
      assertThat(words(now.recover(settled("op1", bookmark)))).startsWith("found");
      aap.controller().deleteTemplate(others.id());
      assertThat(words(now.recover(settled("op1", bookmark))))
          .startsWith("unknowable")
          .contains("template " + others.id() + " is gone or hidden");
    }
  }

  /** It ended before the launch, so a cleanup would have taken it before the launch's job. */
  @Test
  void aJobThatEndedBeforeTheLaunchAndIsThereProvesThatNoneWasPurged() {
    ended(launch(others, "older"));
    long highest = launch(others, "the highest");
    Optional<String> late = bookmarkOfNow();
    launch(others, "newer");
    aap.controller().purge(highest);

    assertThat(words(recover(settled("op1", late)))).startsWith("notLaunched");
    assertThat(words(recover(settled("op1", ofAnOlderVersion(late))))).startsWith("notLaunched");
  }

  /** It counts by age: what it took of the bookmark's time it may have taken of the launch's. */
  @Test
  void aCleanupThatTookAllJobsUpToTheBookmarkProvesNothing() {
    long highest = ended(launch(others, "the highest"));
    Optional<String> late = bookmarkOfNow();
    long ours = ended(launch(template, "op1"));
    aap.controller().purge(highest);
    aap.controller().purge(ours);
    launch(others, "newer");

    assertThat(words(recover(settled("op1", late))))
        .startsWith("unknowable")
        .contains("cleanup", "op1=retry", "abandon");
    assertThat(words(recover(settled("op1", ofAnOlderVersion(late))))).startsWith("unknowable");
  }

  /** A cleanup leaves what runs, and takes what came later and ended sooner. */
  @Test
  void aJobThatRanWhileTheBookmarkWasTakenIsNoProof() {
    long ran = launch(others, "runs on");
    long highest = ended(launch(others, "the highest"));
    Optional<String> late = bookmarkOfNow();
    long ours = ended(launch(template, "op1"));
    aap.controller().purge(highest);
    aap.controller().purge(ours);
    launch(others, "newer");
    assertThat(words(recover(settled("op1", late)))).startsWith("unknowable");

    aap.controller().overwrite(ran, AapStatus.SUCCESSFUL, "");
    aap.controller().dateEnd(ran, aap.controller().now().plusSeconds(60));
    assertThat(words(recover(settled("op1", late)))).startsWith("unknowable");
  }

  /** Nothing ended before the launch, so nothing older could be missed. */
  @Test
  void aNewAapKeepsItsFirstJobsForADay() {
    assertThat(words(recover(settled("op1", bookmark)))).startsWith("notLaunched");
    launch(others, "runs");
    assertThat(words(recover(settled("op1", bookmarkOfNow())))).startsWith("notLaunched");

    assertThat(words(recover(settled("op1", bookmark.map(LaunchSearchIT::takenTwoDaysAgo)))))
        .startsWith("unknowable")
        .contains("cleanup");
    assertThat(words(recover(settled("op1", ofAnOlderVersion(bookmark))))).startsWith("unknowable");
  }

  @Test
  void whatWasReadBeforeItSettledProvesNothing() {
    long late = aap.controller().reserveJobId();
    launch(template, 250);
    aap.latency(Duration.ofMillis(300));
    for (int call = 0; call < 4; call++) {
      assertThat(words(recover(unsettled("op1", bookmark)))).startsWith("tooEarly");
    }

    aap.controller().launch(order(template, "op1", Optional.of(late)));

    assertThat(recoverUntilThrough(settled("op1", bookmark)))
        .last()
        .asString()
        .startsWith("found")
        .contains("job-" + late);
  }

  @Test
  void findsAJobOfAnotherTemplateBeforeItSaysThatThereIsNone() {
    launch(others, "op1");
    assertThat(words(recover(settled("op1", bookmark)))).startsWith("found");
  }

  /** It had its id before another that the bookmark saw, and became visible behind it. */
  @Test
  void aJobWhoseIdIsBelowTheBookmarksIsFound() {
    long id = aap.controller().reserveJobId();
    launch(others, "seen first");
    Optional<String> late = bookmarkOfNow();
    aap.controller().launch(order(template, "op1", Optional.of(id)));

    assertThat(words(recover(settled("op1", late)))).startsWith("found").contains("job-" + id);
  }

  @Test
  void aSearchThatCameToItsEndBeginsAnew() {
    long late = aap.controller().reserveJobId();
    launch(others, 250);
    assertThat(words(recover(settled("op1", bookmark)))).startsWith("notLaunched");

    aap.controller().launch(order(others, "op1", Optional.of(late)));

    assertThat(words(recover(settled("op1", bookmark)))).startsWith("found");
  }

  @Test
  void asksForFewerRowsAfterAPageThatTookTooLong() {
    launch(template, "op2");
    aap.next("GET", "*/unified_jobs/").after(CALL_TIMEOUT.multipliedBy(2)).isSlow();
    aap.forgetRequests();

    assertThatThrownBy(() -> recover(settled("op1", bookmark)))
        .isInstanceOf(ProviderException.class);
    assertThat(words(recover(settled("op1", bookmark)))).startsWith("notLaunched");

    assertThat(searches().get(0)).contains("page_size=200");
    assertThat(searches().get(1)).contains("page_size=100");
  }

  /** As of a process that has just begun: one that runs remembers the last one for a while. */
  private Optional<String> bookmarkOfNow() {
    try (ProvisioningProvider fresh =
        OneVm.provider(aap.url(), new TestContext(aap::token), Map.of())) {
      return fresh.bookmark(plan("op1"));
    }
  }

  /** The same, of long ago. */
  private static String takenTwoDaysAgo(String bookmark) {
    String[] times = bookmark.split("/", 2);
    return times[0] + "/" + Instant.parse(times[1]).minus(Duration.ofDays(2));
  }

  /** Long before the test began. */
  private long ended(long job) {
    aap.controller().overwrite(job, AapStatus.SUCCESSFUL, "");
    aap.controller().dateEnd(job, aap.controller().now().minus(Duration.ofHours(1)));
    return job;
  }

  /** Which told no time. */
  private static Optional<String> ofAnOlderVersion(Optional<String> bookmark) {
    return bookmark.map(text -> String.join(":", List.of(text.split(":", 4)).subList(0, 3)));
  }

  private List<String> recoverUntilThrough(UnresolvedLaunch launch) {
    List<String> answers = new ArrayList<>();
    do {
      answers.add(words(recover(launch)));
    } while (answers.get(answers.size() - 1).startsWith("tooEarly") && answers.size() < 20);
    return answers;
  }

  /** As the engine does: whoever takes longer than a call may is not listened to. */
  private Recovery recover(UnresolvedLaunch launch) {
    long start = System.nanoTime();
    try {
      return provider.recover(launch);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL_TIMEOUT.plus(GRACE));
    }
  }

  private List<String> searches() {
    return aap.requests().stream()
        .map(RecordedRequest::query)
        .filter(query -> query.contains("id__gt") && !query.contains("id__in"))
        .toList();
  }

  private void launch(Template of, int jobs) {
    for (int i = 0; i < jobs; i++) {
      launch(of, "other-" + i);
    }
  }

  private long launch(Template of, String operation) {
    return aap.controller().launch(order(of, operation, Optional.empty())).id();
  }

  private LaunchOrder order(Template of, String operation, Optional<Long> id) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    variables.putObject("cloudkit_operation").put("id", operation);
    return new LaunchOrder(
        of.id(), variables, JsonNodeFactory.instance.objectNode(), aap.user(), id);
  }
}
