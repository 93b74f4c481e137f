package io.cloudkit.provider.eda.tracker;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static io.cloudkit.testkit.aap.controller.AapStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudkit.provider.eda.Vm;
import io.cloudkit.provider.eda.signs.Signs;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.TaskFailure;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of jobs that AAP shows. */
class TrackerIT {
  private static final JobStatus SEEN =
      JobStatus.builder(JobState.UNKNOWN).message("handed over").build();

  private final TrackedAap aap = new TrackedAap();
  private final JobQuery job = vm().query(PROVISION, "eda-webhook-1");

  @AfterEach
  void stop() {
    aap.close();
  }

  private String told() {
    return told(job);
  }

  private String told(JobQuery query) {
    JobStatus status = aap.tracker().over(query, SEEN);
    return status.state() + " settling " + status.settle() + " " + status.message();
  }

  /** As the engine and the thread do by turns. */
  private String lookedAndTold() {
    told();
    aap.tick();
    return told();
  }

  @Test
  void theJobOfAnEventIsFoundAndShown() {
    long id = aap.launch(PROVISION, vm());
    assertThat(told()).as("nothing was asked yet").isEqualTo("Unknown settling PT0S handed over");

    aap.tick();

    assertThat(aap.hints()).containsExactly(job.job());
    assertThat(told())
        .isEqualTo("Running settling PT0S AAP's job " + id + " is running; handed over");
    assertThat(aap.tracker().over(job, SEEN).link().orElseThrow().toString())
        .endsWith("#/jobs/playbook/" + id);
    aap.tick();
    assertThat(aap.hints()).as("nothing is new").hasSize(1);
  }

  @Test
  void whatTheResourceShowedOfItIsKept() {
    aap.launch(PROVISION, vm());
    told();
    aap.tick();
    JobStatus began = JobStatus.builder(JobState.UNKNOWN).output(Signs.BEGAN, "true").build();
    assertThat(aap.tracker().over(job, began).outputs()).containsKey(Signs.BEGAN);
  }

  @Test
  void aJobThatFailedSaysWhyAndIsBelievedWhenNoOtherCanBegin() {
    long id = aap.launch(PROVISION, vm());
    told();
    aap.passes(Duration.ofMinutes(1));
    aap.ends(id, Ending.fails().after(TaskFailure.of("make", "vm-1", "password=hunter2")));

    JobStatus status = aap.looked(job, SEEN);

    // 5 min of delivery, 150 s of AAP, without the minute that passed, and 30 s to be read again
    assertThat(told())
        .isEqualTo("Failed settling PT7M AAP's job " + id + " ended failed; handed over");
    assertThat(status.errorDetails().orElseThrow())
        .startsWith("task \"make\" failed on host vm-1; see http")
        .doesNotContain("hunter2");
    aap.passes(Duration.ofMinutes(6).plusSeconds(29));
    assertThat(lookedAndTold()).startsWith("Failed settling PT7M ");
    aap.passes(Duration.ofSeconds(1));
    assertThat(lookedAndTold()).as("it is proven").startsWith("Failed settling PT0S ");
    assertThat(aap.hints()).as("the engine is told so").hasSize(3);
  }

  @Test
  void aProvenEndNeedsAapNoMore() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    told();
    aap.tick();
    aap.passes(Duration.ofMinutes(8));
    assertThat(lookedAndTold()).startsWith("Failed settling PT0S ");
    aap.aap().goDown();
    aap.passes(Duration.ofMinutes(1));
    assertThat(lookedAndTold()).startsWith("Failed settling PT0S ");
  }

  @Test
  void anEndThatIsTakenBackBeforeItIsProvenIsNone() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed settling PT8M");
    aap.aap().controller().overwrite(id, AapStatus.RUNNING, "");
    aap.passes(Duration.ofMinutes(8));
    assertThat(lookedAndTold()).startsWith("Running");
  }

  @Test
  void anEndThatIsNotShownWhenItsTimeHasComeIsNotProven() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails());
    aap.launch(PROVISION, Map.of("who", "a person"));
    assertThat(lookedAndTold()).startsWith("Failed settling PT8M");
    aap.aap().controller().purge(id);
    aap.passes(Duration.ofMinutes(8));
    assertThat(lookedAndTold()).startsWith("Failed settling PT8M30S");
  }

  @Test
  void anEndThatCanNotBeProvenIsGivenUpAsWithoutALook() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails());
    aap.launch(PROVISION, Map.of("who", "a person"));
    assertThat(lookedAndTold()).startsWith("Failed");
    aap.aap().controller().purge(id);
    for (int minutes = 0; minutes < 30; minutes++) {
      aap.passes(Duration.ofMinutes(1));
      assertThat(lookedAndTold()).startsWith("Failed").doesNotContain("PT0S");
    }
    aap.passes(Duration.ofMinutes(1));
    assertThat(lookedAndTold()).isEqualTo("Unknown settling PT0S handed over");
  }

  @Test
  void anEndIsNotBelievedByAClockThatBeganBeforeThisOne() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed settling PT8M ");
    aap.passes(Duration.ofMinutes(9));
    aap.tick();
    // nobody had asked, and it was forgotten: of whoever asks now it may have been waited for since
    assertThat(lookedAndTold()).startsWith("Failed settling PT17M ");
  }

  @Test
  void thatAapIsGoneIsSaidInWords() {
    aap.aap().close();
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .contains("no answer of localhost: nobody listens there")
        .doesNotContain("Exception");
  }

  @Test
  void whatAapSaysOfAJobHoldsNoSecret() {
    String said = "no quota left, password=hunter2, asked by " + aap.aap().token();
    String task = "log in with token=hunter2";
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails(said).after(TaskFailure.of(task, "vm-1", "")));
    assertThat(aap.looked(job, SEEN).errorDetails().orElseThrow())
        .startsWith(
            "no quota left, password=*** asked by ***; task \"log in with token=***\" failed on")
        .doesNotContain("hunter2");
  }

  @Test
  void whatFailedIsAskedAFewTimesAndNotForever() {
    TaskFailure ignored = TaskFailure.of("look", "vm-1", "no file").ignored();
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails().after(ignored));
    for (int looks = 0; looks < 6; looks++) {
      lookedAndTold();
    }
    assertThat(aap.aap().requests())
        .filteredOn(request -> request.path().endsWith("/job_events/"))
        .hasSize(3);
    assertThat(aap.tracker().over(job, SEEN).errorDetails().orElseThrow()).startsWith("see http");
  }

  @Test
  void aLongJobThatFailedIsBelievedSooner() {
    long id = aap.launch(PROVISION, vm());
    told();
    aap.passes(Duration.ofMinutes(20));
    aap.ends(id, Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed settling PT3M ");
  }

  @Test
  void anEndIsNotBelievedByWhatWasReadLongAgo() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
    aap.passes(Duration.ofSeconds(31));
    assertThat(told()).isEqualTo("Unknown settling PT0S handed over");
  }

  @Test
  void aJobThatAPersonCancelledWasCancelled() {
    aap.ends(aap.launch(PROVISION, vm()), TrackedAap.KILLED);
    assertThat(lookedAndTold()).startsWith("Canceled settling PT8M");
  }

  @Test
  void anEventThatWasDeliveredTwiceHasEndedWhenBothJobsHave() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    long second = aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running").contains("job " + second + " (of 2)");
    aap.ends(second, Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
  }

  @Test
  void aJobThatIsCommittedAfterALaterOneIsFound() {
    long early = aap.aap().controller().reserveJobId();
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
    aap.passes(Duration.ofSeconds(149));
    aap.commit(early, PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running").contains("job " + early + " (of 2)");
  }

  @Test
  void aJobThatWasCommittedWhileNobodyLookedIsFound() {
    long early = aap.aap().controller().reserveJobId();
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
    aap.commit(early, PROVISION, vm());
    aap.passes(Duration.ofMinutes(10));
    assertThat(lookedAndTold()).startsWith("Running").contains("job " + early + " (of 2)");
  }

  @Test
  void aJobThatAPersonStartsAgainLives() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
    long again = aap.aap().controller().relaunch(id, aap.aap().user()).id();
    await().until(() -> aap.row(again).status() == AapStatus.RUNNING);
    assertThat(lookedAndTold()).startsWith("Running").contains("job " + again + " (of 2)");
  }

  @Test
  void thatItSucceededTheResourceProves() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.succeeds());
    assertThat(lookedAndTold())
        .isEqualTo("Unknown settling PT0S AAP's job " + id + " succeeded; handed over");
    aap.aap().forgetRequests();
    aap.tick();
    assertThat(aap.aap().requests()).as("nothing follows a success").hasSize(1);
  }

  @Test
  void jobsOfOthersAreNotOurs() {
    aap.launch(PROVISION, vm().with("uid", "uid-2"));
    aap.launch(PROVISION, vm(), "op0");
    aap.launch(PROVISION, Map.of("who", "a person"));
    assertThat(lookedAndTold()).isEqualTo("Unknown settling PT0S handed over");
  }

  @Test
  void anEventOfWhichNoJobCameIsNamed() {
    told();
    aap.passes(Duration.ofMinutes(7).plusSeconds(31));
    assertThat(lookedAndTold())
        .isEqualTo("Unknown settling PT0S AAP shows no job of it; handed over");
  }

  @Test
  void thatNoJobCameAnAapThatDoesNotAnswerCanNotTell() {
    aap.aap().goDown();
    told();
    aap.passes(Duration.ofMinutes(8));
    assertThat(lookedAndTold()).isEqualTo("Unknown settling PT0S handed over");
  }

  @Test
  void aJobThatAapShowsAliveIsNotGivenUpForItsAge() {
    long id = aap.launch(PROVISION, vm());
    told();
    aap.passes(Duration.ofMinutes(28));
    assertThat(lookedAndTold()).startsWith("Running");
    aap.passes(Duration.ofMinutes(1));
    aap.tick();
    assertThatThrownBy(this::told)
        .isInstanceOf(ProviderException.class)
        .hasMessageStartingWith("AAP's job " + id + " is running, and is not given up");
    aap.ends(id, Ending.fails());
    aap.tick();
    assertThat(told()).startsWith("Failed");
  }

  @Test
  void aSecondJobThatAapShowsAliveIsNotGivenUpForItsAgeEither() {
    JobStatus done = JobStatus.builder(JobState.SUCCEEDED).message("its playbook is done").build();
    long id = aap.launch(PROVISION, vm());
    told();
    aap.passes(Duration.ofMinutes(28));
    lookedAndTold();
    assertThat(aap.tracker().alive(job, done).orElseThrow())
        .satisfies(
            alive -> {
              assertThat(alive.state()).isEqualTo(JobState.RUNNING);
              assertThat(alive.link()).as("so that nobody takes it for a sign").isPresent();
            });
    aap.passes(Duration.ofMinutes(1));
    aap.tick();
    assertThatThrownBy(() -> aap.tracker().alive(job, done))
        .isInstanceOf(ProviderException.class)
        .hasMessageStartingWith("AAP's job " + id + " is running, and is not given up");
  }

  @Test
  void aDeprovisionFailsOnlyWhereThatKeepsTheResource() {
    Vm going = vm().deleting().marked();
    long id = aap.launch(DEPROVISION, going);
    aap.ends(id, Ending.fails());
    JobQuery let = deprovision(going, false);
    JobQuery kept = deprovision(going, true);
    told(let);
    aap.tick();
    assertThat(told(let))
        .isEqualTo(
            "Unknown settling PT0S AAP's job "
                + id
                + " ended failed; it is started again at its deadline");
    assertThat(told(kept)).startsWith("Failed settling PT8M");
  }

  private static JobQuery deprovision(Vm vm, boolean blocks) {
    return vm.status(
            "deprovisionJob", Map.of("id", "eda-webhook-2", "blockDeletionOnFailure", blocks))
        .query(DEPROVISION, "eda-webhook-2");
  }

  @Test
  void aJobThatIsNotShownAnyMoreHasNotEnded() {
    long id = aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running");
    aap.ends(id, Ending.fails());
    aap.aap().controller().purge(id);
    assertThat(lookedAndTold())
        .isEqualTo(
            "Unknown settling PT0S AAP's job "
                + id
                + " is in no known state (AAP does not show it any more); handed over");
  }

  @Test
  void anIdThatARestoredAapGaveOnceMoreTellsOfNobodyElsesJob() {
    long id = aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running");
    aap.aap().controller().restoreBackup(id - 1);
    assertThat(aap.launch(PROVISION, vm().with("uid", "uid-2"))).isEqualTo(id);
    assertThat(lookedAndTold())
        .isEqualTo(
            "Unknown settling PT0S AAP's job "
                + id
                + " is in no known state (AAP does not show it any more); handed over");
    long ours = aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).contains("AAP's job " + ours + " (of 2) is running");
    aap.ends(ours, Ending.fails());
    aap.passes(Duration.ofMinutes(8));
    aap.tick();
    assertThat(lookedAndTold()).as("one may run on, unrecorded").startsWith("Unknown");
  }

  @Test
  void anEndIsNotBelievedWhenAnAapThatWasPutBackMayHaveLostAnotherJobOfTheEvent() {
    long id = aap.launch(PROVISION, vm());
    aap.ends(id, Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed");
    aap.passes(Duration.ofSeconds(151));
    assertThat(lookedAndTold()).startsWith("Failed");
    long twin = aap.launch(PROVISION, vm());
    aap.aap().controller().restoreBackup(id - 1);
    aap.passes(Duration.ofMinutes(6));
    assertThat(lookedAndTold())
        .as("%s was lost unseen", twin)
        .startsWith("Unknown")
        .contains("ended failed, but AAP was restored since");
  }

  @Test
  void newJobsOfAnAapThatWasPutBackAreFoundAlthoughNothingThatRunsIsGone() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.succeeds());
    long last = aap.launch(PROVISION, Map.of("who", "a person"));
    assertThat(lookedAndTold()).contains("succeeded");
    aap.passes(Duration.ofMinutes(5));
    aap.tick();
    aap.aap().controller().restoreBackup(last - 1);
    aap.passes(Duration.ofMinutes(1));
    aap.tick();
    long again = aap.launch(PROVISION, vm());
    assertThat(again).isEqualTo(last);
    assertThat(lookedAndTold()).contains("AAP's job " + again + " (of 2) is running");
  }

  @Test
  void whatRanBeforeARestartIsFound() {
    long id = aap.launch(PROVISION, vm());
    aap.launch(PROVISION, vm().with("uid", "uid-2"));
    TrackedAap.Restarted restarted = aap.restarted();
    restarted.tracker().over(job, SEEN);
    restarted.tracker().tick();
    assertThat(restarted.tracker().over(job, SEEN).message()).startsWith("AAP's job " + id);
  }

  @Test
  void whatWasShownAliveIsNotGivenUpWhileAapIsGone() {
    aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running");
    aap.aap().goDown();
    for (int minute = 0; minute < 28; minute++) {
      aap.passes(Duration.ofMinutes(1));
      aap.tick();
      assertThat(told()).startsWith("Running");
    }
    aap.passes(Duration.ofMinutes(2));
    assertThatThrownBy(this::told)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("AAP does not answer now")
        .hasMessageContaining("abandon it");
  }

  @Test
  void anAapThatIsGoneTakesNothingAway() {
    aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).startsWith("Running");
    aap.aap().goDown();
    aap.passes(Duration.ofSeconds(31));
    aap.tick();
    assertThat(aap.hints()).as("it is to be told").endsWith(job.job(), job.job());
    assertThat(told()).startsWith("Running").contains("as it was last; AAP does not answer now");
    assertThat(aap.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.severity()).isEqualTo(Finding.Severity.WARNING));
    aap.aap().comeUp();
    aap.passes(Duration.ofSeconds(10));
    aap.tick();
    assertThat(told()).as("it is not asked at once").contains("does not answer");
    aap.passes(Duration.ofSeconds(10));
    assertThat(lookedAndTold()).startsWith("Running").doesNotContain("does not answer");
    assertThat(aap.findings()).isEmpty();
  }

  @Test
  void aLookThatFailsIsNamedWhileOneIsNeeded() {
    aap.aap().next("GET", "*/unified_jobs/").always().answersHtml(200);
    lookedAndTold();
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .contains("unified_jobs/: expected a list of AAP, found something else");
    aap.tracker().drop(job.job());
    assertThat(aap.findings()).isEmpty();
  }

  @Test
  void aWrongTokenIsNamedAndChangesNothing() {
    aap.launch(PROVISION, vm());
    aap.aap().revoke(aap.aap().token());
    assertThat(lookedAndTold()).isEqualTo("Unknown settling PT0S handed over");
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .startsWith("WARNING tracker-url: GET /api/v2/unified_job_templates/ answered 401")
        .contains("tracker-token")
        .doesNotContain(aap.aap().token());
  }

  @Test
  void aTemplateThatIsNotThereIsNamed() {
    aap.aap().controller().deleteTemplate(aap.template(DEPROVISION).id());
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .contains("tracker-deprovision-template: expected that AAP shows one template named");
    aap.aap().add(TemplateSpec.job("create-vm").organization("Other"));
    assertThat(aap.findings()).singleElement().asString().contains("found 2; name it by its id");
  }

  @Test
  void aLookCostsTheSameForAnyNumberOfResources() {
    var unused = follow(120);
    aap.tick();
    aap.aap().forgetRequests();
    aap.passes(Duration.ofSeconds(10));
    aap.tick();
    assertThat(aap.aap().requests())
        .extracting(RecordedRequest::path)
        .containsExactly("/api/v2/unified_jobs/", "/api/v2/unified_jobs/");
    assertThat(aap.aap().requests().get(1).query().replace("%2C", ",").split(","))
        .as("the jobs that are looked at again")
        .hasSize(AapLists.PAGE);
  }

  @Test
  void manyBadEndsAtOnceAreProvenInAFewLooksWhileTheLivingAreLookedAfter() {
    List<JobQuery> failed = follow(200);
    allRun(200);
    List<JobQuery> living = follow(200, 30);
    for (int looks = 0; looks < 6; looks++) {
      look(failed, living);
    }
    allFail(200);
    for (int looks = 0; looks < 12; looks++) {
      look(failed, living);
    }
    aap.passes(Duration.ofMinutes(8));
    for (int looks = 0; looks < 10; looks++) {
      look(failed, living);
    }
    assertThat(failed)
        .allSatisfy(each -> assertThat(told(each)).startsWith("Failed settling PT0S "));
    assertThat(living).allSatisfy(each -> assertThat(told(each)).startsWith("Running"));
    aap.aap().forgetRequests();
    look(failed, living);
    assertThat(again()).as("who is over is not read any more").hasSizeLessThan(living.size() + 2);
  }

  @Test
  void manyBadEndsDoNotKeepTheLivingWaiting() {
    var unused = follow(200);
    allRun(200);
    allFail(200);
    for (int looks = 0; looks < 5; looks++) {
      aap.tick();
    }
    JobQuery living = job;
    told(living);
    long id = aap.launch(PROVISION, vm());
    aap.tick();
    assertThat(told(living)).startsWith("Running");
    aap.passes(Duration.ofMinutes(3));
    aap.ends(id, Ending.succeeds());
    aap.tick();
    assertThat(told(living)).contains("succeeded");
  }

  private void allRun(int count) {
    await().until(() -> jobs().stream().filter(each -> each.status() == RUNNING).count() == count);
  }

  /** The oldest. */
  private void allFail(int count) {
    jobs().stream()
        .limit(count)
        .forEach(each -> aap.aap().controller().finish(each.id(), Ending.fails()));
    await().until(() -> jobs().stream().filter(each -> !each.status().isActive()).count() == count);
  }

  private List<JobRow> jobs() {
    return aap.aap().controller().jobs();
  }

  private void look(List<JobQuery> failed, List<JobQuery> living) {
    failed.forEach(this::told);
    living.forEach(this::told);
    aap.passes(Duration.ofSeconds(10));
    aap.tick();
  }

  /** The ids that the last look asked for by name. */
  private List<String> again() {
    return aap.aap().requests().stream()
        .map(RecordedRequest::query)
        .filter(query -> query.startsWith("id__in="))
        .flatMap(query -> Stream.of(query.substring(7, query.indexOf('&')).split("%2C")))
        .toList();
  }

  @Test
  void anEndIsNotBelievedBeforeAllThatIsNewWasRead() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    strangers(210);
    assertThat(lookedAndTold()).startsWith("Unknown");
    assertThat(lookedAndTold()).startsWith("Failed");
  }

  @Test
  void aFloodIsReadAsFarAsARequestCanName() {
    strangers(700);
    told();
    for (int looks = 0; looks < 5; looks++) {
      aap.tick();
    }
    long early = aap.aap().requestCount();
    assertThat(aap.aap().requests())
        .allSatisfy(request -> assertThat(request.query()).hasSizeLessThan(4_500));
    aap.passes(Duration.ofSeconds(150));
    aap.tick();
    assertThat(aap.aap().requestCount()).as("it is read on").isGreaterThan(early);
  }

  /** So many jobs of others. */
  private void strangers(int count) {
    for (int i = 0; i < count; i++) {
      aap.launchUnawaited(PROVISION, vm().with("uid", "uid-0"), "op0");
    }
  }

  /** So many other resources, each with a job. */
  private List<JobQuery> follow(int count) {
    return follow(0, count);
  }

  private List<JobQuery> follow(int from, int count) {
    List<JobQuery> queries = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      Vm each = vm().with("uid", "uid-" + (i + 10));
      aap.launchUnawaited(PROVISION, each, "op" + (i + 10));
      JobRef ref = JobRef.of("eda", PROVISION, "eda-webhook-1", "op" + (i + 10));
      queries.add(new JobQuery(ref, Vm.CLAIM, Vm.VERSION, each.snapshot()));
    }
    queries.forEach(this::told);
    return queries;
  }

  @Test
  void aJobThatIsTooLargeToBeReadIsSteppedOver() {
    long large = aap.launch(PROVISION, Map.of("text", "x".repeat(9 << 20)));
    long id = aap.launch(PROVISION, vm());
    told();
    aap.tick();
    aap.tick();
    assertThat(told()).contains("AAP's job " + id + " is running");
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .contains("these jobs of AAP are too large to be read, and are left out: [" + large + "]");
  }

  @Test
  void thatNoJobIsShownNamesThoseThatAreTooLargeToBeRead() {
    long large = aap.launch(PROVISION, Map.of("text", "x".repeat(9 << 20)));
    told();
    aap.passes(Duration.ofMinutes(7).plusSeconds(31));
    aap.tick();
    assertThat(lookedAndTold())
        .contains("no job of it, but those that are too large to be read: " + large + "; handed");
  }

  @Test
  void withoutADateNoMoreIsReadThanIsOfUse() {
    aap.tellsNoDate();
    aap.launch(PROVISION, Map.of("who", "a person"));
    long id = aap.launch(PROVISION, vm());
    told();
    aap.tick();
    assertThat(told()).contains("AAP's job " + id + " is running");
    assertThat(aap.aap().requests())
        .filteredOn(request -> request.query().contains("id__gt"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.query()).contains("created__gte="));
  }

  @Test
  void withoutADateAnAapWithoutJobsIsReadToo() {
    aap.tellsNoDate();
    told();
    aap.tick();
    long id = aap.launch(PROVISION, vm());
    assertThat(lookedAndTold()).contains("AAP's job " + id + " is running");
  }

  @Test
  void aSlowAapIsBelievedAndNamed() {
    aap.answersAfter(Duration.ofSeconds(9));
    long id = aap.launch(PROVISION, vm());
    strangers(60);
    told();
    aap.tick();
    assertThat(told())
        .contains("AAP's job " + id + " is running; AAP answers slowly, so this may be old");
    assertThat(aap.findings())
        .singleElement()
        .asString()
        .contains("AAP is too slow: the last look");
    aap.answersAfter(Duration.ZERO);
    assertThat(lookedAndTold()).endsWith("is running; handed over");
  }

  @Test
  void jobsWithLargeVariablesHideNoOther() {
    for (int i = 0; i < 3; i++) {
      aap.launch(PROVISION, Map.of("text", "x".repeat(3 << 20)));
    }
    long id = aap.launch(PROVISION, vm());
    told();
    aap.tick();
    aap.tick();
    assertThat(told()).contains("AAP's job " + id + " is running");
    assertThat(aap.findings()).isEmpty();
  }

  @Test
  void largeJobsAreLookedAtAgainOneByOne() {
    for (int i = 0; i < 4; i++) {
      Vm large = vm().with("uid", "uid-" + i).spec("text", "x".repeat(3 << 20));
      aap.launchUnawaited(PROVISION, large, "op" + i);
      JobRef ref = JobRef.of("eda", PROVISION, "eda-webhook-1", "op" + i);
      told(new JobQuery(ref, Vm.CLAIM, Vm.VERSION, large.snapshot()));
    }
    aap.tick();
    aap.tick();
    aap.aap().forgetRequests();
    aap.tick();
    assertThat(aap.aap().requests()).hasSize(3);
    assertThat(aap.aap().requests().get(2).query()).doesNotContain("%2C");
    assertThat(aap.findings()).isEmpty();
  }

  @Test
  void nobodyIsAskedWhileNothingIsFollowed() {
    aap.tick();
    assertThat(aap.aap().requests()).isEmpty();
    told();
    aap.tracker().drop(job.job());
    aap.tick();
    assertThat(aap.aap().requests()).isEmpty();
  }

  @Test
  void whatNobodyAsksAboutAnyMoreIsNotLookedFor() {
    aap.launch(PROVISION, vm());
    lookedAndTold();
    aap.passes(Duration.ofMinutes(30).plusSeconds(31));
    aap.aap().forgetRequests();
    aap.tick();
    assertThat(aap.aap().requests()).isEmpty();
  }

  @Test
  void anEndThatWasBelievedIsNotLookedAtAgain() {
    aap.ends(aap.launch(PROVISION, vm()), Ending.fails());
    assertThat(lookedAndTold()).startsWith("Failed settling PT8M");
    aap.passes(Duration.ofMinutes(8).plusSeconds(31));
    aap.aap().forgetRequests();
    aap.tick();
    assertThat(aap.aap().requests()).isEmpty();
  }

  @Test
  @Timeout(8)
  void anAapThatHangsIsNotWaitedFor() {
    aap.aap().next("GET", "*").always().after(Duration.ofHours(1)).isSlow();
    Deadline soon = Deadline.after(Duration.ofMillis(300), System::nanoTime);
    assertThat(aap.tracker().findings(soon)).singleElement().asString().contains("no answer of");
  }

  @Test
  void jobsWithoutAnOperationAreNotFollowed() {
    JobRef unnamed = JobRef.of("eda", PROVISION, "eda-webhook-1", "");
    told(new JobQuery(unnamed, "", "", vm().snapshot()));
    aap.tick();
    assertThat(aap.aap().requests()).isEmpty();
  }
}
