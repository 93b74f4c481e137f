package io.cloudkit.provider.eda.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import io.cloudkit.provisioning.api.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From where on new rows are read, and what is remembered of them. */
class AapJobsTest {
  private static final Instant DATE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LATE = Duration.ofSeconds(150);
  private static final Effort EFFORT = new Effort("uid-1", "op1");

  private final AapJobs jobs = new AapJobs(LATE);

  @Test
  void anIdIsPassedWhenNothingBelowItCanCome() {
    found(7, DATE, 0);
    found(9, DATE, seconds(10));
    assertPlace(seconds(149), 0, 7L, 9L);
    assertPlace(seconds(150), 7, 9L);
    assertPlace(seconds(160), 9);
  }

  @Test
  void noIdIsPassedBeforeWhatCameBelowItWasRead() {
    found(7, DATE, 0);
    found(9, DATE, 0);
    assertThat(jobs.place()).isEqualTo(new AapJobs.Place(0, Set.of(7L, 9L)));
    jobs.isRead(8, seconds(200));
    assertThat(jobs.place()).isEqualTo(new AapJobs.Place(7, Set.of(9L)));
  }

  @Test
  void ofAnOldJobNothingBelowCanComeAnyMore() {
    found(7, DATE.minusSeconds(211), 0);
    found(9, DATE.minusSeconds(209), 0);
    assertPlace(0, 7, 9L);
  }

  @Test
  void aNewIdBelowIsWaitedForToo() {
    found(9, DATE, 0);
    found(7, DATE, seconds(100));
    assertPlace(seconds(150), 0, 7L, 9L);
    assertPlace(seconds(250), 9);
  }

  @Test
  void withoutATimeOfAapEachIsWaitedFor() {
    jobs.found(job(7, Optional.of(DATE.minusSeconds(9_999))), Optional.empty(), at(0));
    jobs.found(job(8, Optional.empty()), Optional.of(DATE), at(0));
    assertPlace(0, 0, 7L, 8L);
  }

  @Test
  void aFloodIsNotReadOnUntilItIsPassed() {
    for (int id = 1; id <= AapJobs.MOST_LEFT_OUT; id++) {
      assertThat(jobs.place().isFull()).isFalse();
      found(id, DATE, 0);
    }
    assertThat(jobs.place().isFull()).isTrue();
    assertThat(jobs.passable(LATE.toNanos() - 1)).isEmpty();
    assertThat(jobs.passable(LATE.toNanos())).hasValue(AapJobs.MOST_LEFT_OUT - 1);
    jobs.isRead(AapJobs.MOST_LEFT_OUT - 1, LATE.toNanos());
    assertThat(jobs.place().isFull()).isFalse();
  }

  @Test
  void whatNobodyAsksAboutIsForgottenWhenItWasReadLongAgo() {
    found(7, DATE, 10);
    jobs.forget(Set.of(EFFORT), 11);
    jobs.forget(Set.of(), 10);
    assertThat(jobs.of(EFFORT)).hasSize(1);
    jobs.forget(Set.of(), 11);
    assertThat(jobs.of(EFFORT)).isEmpty();
  }

  @Test
  void tooManyEffortsAreTooMany() {
    for (int id = 1; id <= 10_000; id++) {
      jobs.note(job(id, "op" + id, Optional.empty()), at(0));
    }
    assertThat(jobs.isFull()).isFalse();
    jobs.note(job(10_001, "op10001", Optional.empty()), at(0));
    assertThat(jobs.isFull()).isTrue();
    jobs.clear();
    assertThat(jobs.isFull()).isFalse();
    assertPlace(0, 0);
  }

  private void found(long id, Instant created, long now) {
    jobs.found(job(id, Optional.of(created)), Optional.of(DATE), at(now));
  }

  private void assertPlace(long now, long after, Long... without) {
    jobs.isRead(Long.MAX_VALUE, now);
    assertThat(jobs.place()).isEqualTo(new AapJobs.Place(after, Set.of(without)));
  }

  private static AapJobs.Span at(long now) {
    return new AapJobs.Span(now, now);
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }

  private static AapJob job(long id, Optional<Instant> created) {
    return job(id, EFFORT.operation(), created);
  }

  private static AapJob job(long id, String operation, Optional<Instant> created) {
    return new AapJob(
        id,
        "job",
        JobState.RUNNING,
        Optional.of(new Effort("uid-1", operation)),
        Optional.empty(),
        "",
        created,
        Optional.empty(),
        Optional.empty());
  }
}
