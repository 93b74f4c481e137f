package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs for a resource is found among thousands of jobs, and none is missed for being late. */
class ManyLiveJobsTest {
  /** More rows than one call has time for (aap-api.md §15.9). */
  private static final int MANY = 3_000;

  private static final int SOME = 400;

  private static final Duration A_ROW = Duration.ofMillis(12);

  /** No id of before can become visible any more, by whichever clock of AAP. */
  private static final Duration LONG = Duration.ofMinutes(15);

  private final VirtualAap aap = new VirtualAap();

  @AfterEach
  void close() {
    aap.close();
  }

  @Test
  void threeThousandActiveJobsAreReadWithinTwoCallsAndOnce() {
    List<Long> ids = running(MANY);
    aap.perRow = A_ROW;
    assertThatThrownBy(() -> aap.live("uid-7")).isInstanceOf(ProviderException.class);
    assertThat(aap.live("uid-7")).containsExactly("job-" + ids.get(7));

    aap.forget();
    for (int call = 0; call < 10; call++) {
      assertThat(aap.live("uid-" + call)).containsExactly("job-" + ids.get(call));
      aap.pass(Duration.ofMinutes(1));
    }
    assertThat(aap.requests).hasSizeLessThan(10 * 8);
    assertThat(aap.rows).isLessThan(10 * 5);
  }

  @Test
  void whatWasLaunchedLatelyIsReadOnce() {
    running(SOME);
    aap.live("uid-7");
    List<Long> young = launched(500, "young-");
    aap.forget();
    assertThat(aap.live("young-3")).containsExactly("job-" + young.get(3));
    assertThat(aap.live("young-5")).containsExactly("job-" + young.get(5));
    assertThat(aap.rows).isLessThan(500 + 20);
  }

  /** Its transaction took an id, and others with later ids were read before it committed. */
  @Test
  void aJobThatBecomesVisibleLateIsSeen() {
    running(SOME);
    aap.live("uid-7");
    long late = aap.controller.reserveJobId();
    launched(300, "young-");
    assertThat(aap.live("late")).isEmpty();
    aap.pass(Duration.ofMinutes(2));
    assertThat(aap.live("late")).isEmpty();

    aap.pending(aap.jobs, "late", Optional.of(late));

    assertThat(aap.live("late")).containsExactly("job-" + late);
  }

  @Test
  void aJobThatBecomesVisibleLateBetweenMoreThanCanBeAskedForIsSeen() {
    running(SOME);
    aap.live("uid-7");
    long late = aap.controller.reserveJobId();
    IntStream.range(0, 2_000).forEach(any -> aap.controller.reserveJobId());
    launched(10, "young-");
    assertThat(aap.live("late")).isEmpty();

    aap.pending(aap.jobs, "late", Optional.of(late));

    assertThat(aap.live("late")).containsExactly("job-" + late);
  }

  @Test
  void theIdsOfADatabaseThatWasPutBackMeanOtherJobs() {
    List<Long> ids = running(SOME);
    aap.live("uid-7");
    aap.controller.restoreBackup(ids.get(9));
    launched(SOME, "new-");
    aap.pass(LONG);

    assertThat(aap.live("uid-100")).isEmpty();
    assertThat(aap.live("new-1")).containsExactly("job-" + (ids.get(9) + 2));
  }

  @Test
  void anotherDatabaseIsReadAnew() {
    List<Long> ids = running(SOME);
    aap.live("uid-7");
    aap.controller.switchInstall("another", ids.get(0));
    launched(10, "new-");
    assertThat(aap.live("new-1")).hasSize(1);
    assertThat(aap.live("uid-7")).isEmpty();
  }

  @Test
  void aPurgeHidesNothing() {
    List<Long> ids = running(SOME);
    aap.live("uid-7");
    aap.controller.finish(ids.get(SOME - 1), Ending.succeeds());
    aap.controller.purge(ids.get(SOME - 1));
    assertThat(aap.live("uid-7")).containsExactly("job-" + ids.get(7));
    long late = aap.pending(aap.jobs, "late", Optional.empty());
    assertThat(aap.live("late")).containsExactly("job-" + late);
  }

  @Test
  void aJobThatMayBeReadSinceAWhileIsSeen() {
    Template hidden = aap.controller.add(TemplateSpec.job("hidden"));
    aap.controller.hide(hidden.id());
    long id = aap.pending(hidden, "uid-7000", Optional.empty());
    running(SOME);
    assertThat(aap.live("uid-7000")).isEmpty();
    aap.controller.permit(hidden.id());
    aap.pass(Duration.ofHours(1));
    assertThat(aap.live("uid-7000")).containsExactly("job-" + id);
  }

  @Test
  void whatHasEndedIsForgottenAndNotReadAgain() {
    List<Long> ids = running(SOME);
    aap.live("uid-7");
    ids.forEach(aap::end);
    aap.pass(LONG);
    for (int call = 0; call < 2 * SOME / 200; call++) {
      aap.live("another");
    }
    aap.forget();
    assertThat(aap.live("uid-7")).isEmpty();
    assertThat(aap.requests).noneMatch(request -> request.query().contains("id__in"));
  }

  private List<Long> running(int count) {
    List<Long> ids = launched(count, "uid-");
    aap.pass(LONG);
    return ids;
  }

  private List<Long> launched(int count, String uid) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(aap.pending(aap.jobs, uid + i, Optional.empty()));
    }
    aap.pass(Duration.ofSeconds(1));
    return ids;
  }
}
