package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand running jobs cost AAP no more than fifty, and no end is lost, however AAP writes it
 * down. When this fails: which of the questions should have named the job, and when was it asked?
 */
class ManyJobsTest {
  private static final int MANY = 1_000;

  /** Each of a thousand jobs is asked about by its id within 25 s. */
  private static final Duration SWEEP = Duration.ofSeconds(30);

  private static final Duration NONE = Duration.ZERO;

  private final VirtualAap aap = new VirtualAap();
  private final List<Long> jobs = aap.running(MANY, aap.jobs);

  ManyJobsTest() {
    // until each was asked about once, and the feed has begun
    aap.news(Duration.ofSeconds(15));
    aap.forget();
  }

  @AfterEach
  void close() {
    aap.close();
  }

  @Test
  void twoQuestionsASecondAreEnoughAndTheirAnswersAreEmpty() {
    aap.news(Duration.ofMinutes(5));
    assertThat(aap.requests.size()).isLessThanOrEqualTo(600);
    assertThat(aap.rows).isLessThanOrEqualTo(jobs.size() / 10);
  }

  @Test
  void anEndIsToldWithTheNextTick() {
    aap.end(jobs.get(7));
    assertThat(aap.tick()).isEqualTo(Map.of(jobs.get(7), "SUCCEEDED"));
  }

  @Test
  void anEndIsToldOnce() {
    aap.end(jobs.get(7));
    aap.tick();
    aap.unfollow(jobs.get(7));
    aap.forget();
    assertThat(aap.news(Duration.ofMinutes(2))).doesNotContainValue("SUCCEEDED");
    assertThat(aap.rows).isLessThan(50);
  }

  @Test
  void aThousandEndsInOneSecondAreReadOnce() {
    jobs.forEach(aap::end);
    Map<Long, String> told = new LinkedHashMap<>();
    for (int tick = 0; tick < 5; tick++) {
      tickAndLetGo(told);
    }
    assertThat(told).hasSize(MANY).doesNotContainValue("RUNNING");
    assertThat(aap.rows).isLessThan(MANY + 300);
  }

  @Test
  void ofManyThatEndedInTheSameMomentNoneIsLost() {
    List<Long> same = jobs.subList(0, 700);
    same.forEach(aap::end);
    assertThat(aap.tick().keySet()).containsAll(same);
    same.forEach(aap::unfollow);
    aap.forget();
    aap.news(Duration.ofMinutes(1));
    assertThat(aap.rows).isLessThan(50);
  }

  @Test
  void theSweepFindsAnEndThatIsWrittenMinutesLate() {
    endEverySecond(jobs.subList(0, 100), NONE);
    aap.end(jobs.get(500), Duration.ofMinutes(3));
    assertThat(aap.tick()).isEmpty();
    assertThat(aap.news(SWEEP)).containsEntry(jobs.get(500), "SUCCEEDED");
  }

  @Test
  void anEndThatIsWrittenALittleLateComesWithTheNextTick() {
    endEverySecond(jobs.subList(0, 20), NONE);
    aap.end(jobs.get(500), Duration.ofSeconds(8));
    assertThat(aap.tick()).containsEntry(jobs.get(500), "SUCCEEDED");
  }

  @Test
  void workflowsAreSweptSoon() {
    List<Long> workflows = aap.running(100, aap.workflows);
    endEverySecond(jobs.subList(0, 20), NONE);
    workflows.forEach(id -> aap.controller.overwrite(id, AapStatus.SUCCESSFUL, ""));
    workflows.forEach(
        id -> aap.controller.dateEnd(id, aap.controller.now().minus(Duration.ofMinutes(2))));
    assertThat(aap.news(Duration.ofSeconds(5)))
        .containsAllEntriesOf(
            workflows.stream().collect(Collectors.toMap(id -> id, id -> "SUCCEEDED")));
  }

  @Test
  void nodesWhoseClocksAreApartCostASweepAndNoRows() {
    Map<Long, String> told = new LinkedHashMap<>();
    for (int i = 0; i < 300; i += 3) {
      aap.end(jobs.get(i), Duration.ofMinutes(5));
      aap.end(jobs.get(i + 1), Duration.ofMinutes(-5));
      aap.end(jobs.get(i + 2));
      assertThat(tickAndLetGo(told)).containsEntry(jobs.get(i + 2), "SUCCEEDED");
    }
    told.putAll(aap.news(SWEEP));
    assertThat(told.keySet()).containsAll(jobs.subList(0, 300));
    // those that are ahead once more when their time has come
    assertThat(aap.rows).isLessThan(600);
  }

  @Test
  void aJobThatEndedBeforeAnybodyAskedIsToldWithTheNextTick() {
    long quick = aap.launched(1, aap.jobs).get(0);
    aap.end(quick);
    assertThat(aap.tick()).isEmpty();
    aap.follow(quick);
    assertThat(aap.tick()).containsEntry(quick, "SUCCEEDED");
  }

  @Test
  void nodesThatAreALittleAheadDoNotHideWhatTheOthersWrite() {
    jobs.subList(0, 600).forEach(id -> aap.end(id, Duration.ofSeconds(-8)));
    tickAndLetGo(new LinkedHashMap<>());
    for (long id : jobs.subList(700, 703)) {
      aap.end(id, Duration.ofSeconds(5));
      aap.forget();
      assertThat(aap.tick()).containsEntry(id, "SUCCEEDED");
      // they are too many to be remembered, but not for nothing
      assertThat(aap.rows).isLessThan(500);
    }
  }

  @Test
  void nodesThatAreFarAheadAreNotReadAgainAndAgain() {
    jobs.subList(0, 600).forEach(id -> aap.end(id, Duration.ofMinutes(-5)));
    Map<Long, String> told = new LinkedHashMap<>();
    for (int tick = 0; tick < SWEEP.toSeconds(); tick++) {
      tickAndLetGo(told);
    }
    assertThat(told.keySet()).containsAll(jobs.subList(0, 600));
    assertThat(aap.rows).isLessThan(700);
  }

  @Test
  void anAapWhoseNodesAreAllBehindIsReadAsSoon() {
    List<Long> late = jobs.subList(0, 30);
    assertThat(endEverySecond(late, Duration.ofSeconds(40))).hasSize(late.size());
  }

  @Test
  void whatEndedBetweenTwoLeadersIsToldAtOnce() {
    jobs.forEach(aap::end);
    aap.pass(Duration.ofSeconds(45));
    aap.restart();
    assertThat(aap.news(Duration.ofSeconds(2))).hasSize(MANY);
  }

  @Test
  void aPendingJobThatIsCancelledIsToldWithTheNextTick() {
    long pending = aap.pending(aap.jobs);
    aap.follow(pending);
    aap.controller.cancel(pending);
    assertThat(aap.tick()).containsEntry(pending, "CANCELED");
  }

  @Test
  void aJobThatSucceedsAfterItFailedIsSeenWhileItSettles() {
    aap.controller.reap(jobs.get(3));
    assertThat(aap.tick()).containsEntry(jobs.get(3), "FAILED");
    aap.news(Duration.ofSeconds(20));
    aap.controller.finish(jobs.get(3), Ending.succeeds());
    assertThat(aap.news(Duration.ofSeconds(6))).containsEntry(jobs.get(3), "SUCCEEDED");
  }

  @Test
  void aFeedThatFailsForAMinuteSilencesNobodyAndLosesNothing() {
    aap.controller.reap(jobs.get(3));
    aap.tick();
    aap.trouble =
        request ->
            Optional.of(AapApi.detail(500, "A server error has occurred."))
                .filter(fault -> request.query().contains("order_by=finished"));
    Map<Long, String> told = new LinkedHashMap<>();
    for (long id : jobs.subList(100, 160)) {
      aap.end(id);
      told.putAll(aap.tick());
    }
    assertThat(told.keySet()).hasSizeGreaterThan(50);
    aap.controller.finish(jobs.get(3), Ending.succeeds());
    assertThat(aap.news(Duration.ofSeconds(6))).containsEntry(jobs.get(3), "SUCCEEDED");
    aap.trouble = request -> Optional.empty();
    told.putAll(aap.news(Duration.ofSeconds(2)));
    assertThat(told.keySet()).containsAll(jobs.subList(100, 160));
  }

  @Test
  void aServerThatIsPutBackInTimeIsReadFromThereOn() {
    endEverySecond(jobs.subList(0, 5), NONE);
    aap.putBack(Duration.ofHours(1));
    aap.tick();
    aap.end(jobs.get(500));
    assertThat(aap.tick()).containsEntry(jobs.get(500), "SUCCEEDED");
  }

  @Test
  void aDatabaseThatLostTheJobsIsFoundOutOneByOneButSoon() {
    aap.controller.switchInstall("another", 5);
    Map<Long, String> told = aap.news(Duration.ofSeconds(61 + MANY + 4));
    assertThat(told).hasSize(MANY).doesNotContainValue("RUNNING");
  }

  @Test
  void aTemplateThatNoSettingNamesIsLearntFromItsJobs() {
    List<Long> others = aap.running(300, aap.controller.add(TemplateSpec.job("of-yesterday")));
    aap.news(Duration.ofMinutes(1));
    aap.end(others.get(0));
    assertThat(aap.news(SWEEP.multipliedBy(2))).containsEntry(others.get(0), "SUCCEEDED");
    aap.end(others.get(1));
    assertThat(aap.tick()).containsEntry(others.get(1), "SUCCEEDED");
  }

  @Test
  void whatBeganIsToldWithinSomeSeconds() {
    List<Long> begun = aap.running(100, aap.jobs);
    Map<Long, String> told = aap.news(Duration.ofSeconds(11));
    assertThat(told.keySet()).containsAll(begun);
    assertThat(aap.rows).isLessThan(150);
  }

  @Test
  void anEndIsNewerThanTheStartThatComesWithIt() {
    long quick = aap.running(1, aap.jobs).get(0);
    aap.trouble =
        request -> {
          if (!request.query().contains("order_by=started")) {
            return Optional.empty();
          }
          HttpAnswer itRuns = aap.answer(request);
          aap.end(quick);
          return Optional.of(itRuns);
        };
    Map<Long, String> told = Map.of();
    while (!told.containsKey(quick)) {
      told = aap.tick();
    }
    assertThat(told).containsEntry(quick, "SUCCEEDED");
  }

  @Test
  void aFewLessThanManyAreReadOn() {
    jobs.subList(0, 830).forEach(aap::unfollow);
    assertThat(asksTheFeed()).isTrue();
    jobs.subList(830, 860).forEach(aap::unfollow);
    assertThat(asksTheFeed()).isFalse();
  }

  private boolean asksTheFeed() {
    aap.forget();
    aap.tick();
    return aap.requests.stream().anyMatch(each -> each.query().contains("order_by=finished"));
  }

  /** The ends that came with the tick after them. */
  private Map<Long, String> endEverySecond(List<Long> ids, Duration earlier) {
    Map<Long, String> told = new LinkedHashMap<>();
    for (long id : ids) {
      aap.end(id, earlier);
      Optional.ofNullable(aap.tick().get(id)).ifPresent(state -> told.put(id, state));
    }
    return told;
  }

  /** Nobody asks any more about what has ended. */
  private Map<Long, String> tickAndLetGo(Map<Long, String> told) {
    Map<Long, String> now = aap.tick();
    told.putAll(now);
    now.forEach(
        (id, state) -> {
          if (state.equals("SUCCEEDED")) {
            aap.unfollow(id);
          }
        });
    return now;
  }
}
