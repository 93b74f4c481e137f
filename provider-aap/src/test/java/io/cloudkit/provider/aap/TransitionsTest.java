package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.controller.AapStatus;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Script;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transition of aap-api.md §13.2: what a look tells before and after, and what news tell. */
class TransitionsTest {
  private static final Duration PHASE = Duration.ofSeconds(10);
  private static final Script SLOW = Script.quick().takes(PHASE, PHASE, Duration.ZERO);
  private static final Ending KILLED = new Ending(AapStatus.CANCELED, "", Ending.Reach.BROKEN_OFF);

  private final VirtualAap aap = new VirtualAap();

  @AfterEach
  void close() {
    aap.close();
  }

  /** What happens to a job. */
  private interface Step {
    void take(VirtualAap aap, long job);

    default Step then(Step next) {
      return (aap, job) -> {
        take(aap, job);
        next.take(aap, job);
      };
    }
  }

  /**
   * A transition.
   *
   * @param way from pending to the status before it
   * @param last makes the transition
   * @param before what a look tells before it
   * @param after what a look tells after it
   * @param news what they have told within a minute
   */
  private record Row(
      String transition, Step way, Step last, String before, String after, String news) {
    @Override
    public String toString() {
      return transition;
    }
  }

  private static Row row(
      String transition, Step way, Step last, String before, String after, String news) {
    return new Row(transition, way, last, before, after, news);
  }

  private static Step pass(Duration time) {
    return (aap, job) -> aap.pass(time);
  }

  private static Step ends(Ending ending) {
    return (aap, job) -> aap.controller.finish(job, ending);
  }

  private static Step cancelled(CancelMode mode) {
    return (aap, job) -> {
      aap.controller.onCancel(job, mode, Duration.ofSeconds(1));
      aap.controller.cancel(job);
    };
  }

  private static final Step PENDING = (aap, job) -> {};
  private static final Step WAITING = pass(PHASE);
  private static final Step RUNNING = pass(PHASE.multipliedBy(2));
  private static final Step REAPED = (aap, job) -> aap.controller.reap(job);
  private static final Step SENT_BACK = (aap, job) -> aap.controller.sendBackToPending(job);
  private static final Step PURGED = (aap, job) -> aap.controller.purge(job);

  static Stream<Row> ofJobs() {
    String settles = " for 120s";
    return Stream.of(
        row("pending → waiting", PENDING, WAITING, "PENDING", "WAITING", "RUNNING"),
        row(
            "pending → canceled, in the POST",
            PENDING,
            (aap, job) -> aap.controller.cancel(job),
            "PENDING",
            "CANCELED",
            "CANCELED"),
        row("waiting → running", WAITING, pass(PHASE), "WAITING", "RUNNING", "RUNNING"),
        row("waiting → failed, reaped", WAITING, REAPED, "WAITING", "FAILED", "FAILED"),
        row("waiting → pending", WAITING, SENT_BACK, "WAITING", "PENDING", "RUNNING"),
        row("running → pending", RUNNING, SENT_BACK, "RUNNING", "PENDING", "RUNNING"),
        row(
            "running → successful",
            RUNNING,
            ends(Ending.succeeds()),
            "RUNNING",
            "SUCCEEDED",
            "SUCCEEDED"),
        row("running → failed", RUNNING, ends(Ending.fails()), "RUNNING", "FAILED", "FAILED"),
        row(
            "running → error",
            RUNNING,
            ends(Ending.errors("no node")),
            "RUNNING",
            "FAILED" + settles,
            "FAILED"),
        row(
            "running → canceled",
            RUNNING,
            cancelled(CancelMode.ACKNOWLEDGED).then(pass(Duration.ofSeconds(1))),
            "RUNNING",
            "CANCELED" + settles,
            "CANCELED"),
        row("running → failed, reaped", RUNNING, REAPED, "RUNNING", "FAILED" + settles, "FAILED"),
        row(
            "running → canceled, in the POST",
            RUNNING,
            cancelled(CancelMode.FORCED),
            "RUNNING",
            "CANCELED" + settles,
            "CANCELED"),
        row(
            "failed → error",
            RUNNING.then(
                (aap, job) ->
                    aap.controller.overwrite(
                        job,
                        AapStatus.FAILED,
                        "Job could not start because it does not have a valid project.")),
            ends(Ending.errors("")),
            "FAILED" + settles,
            "FAILED" + settles,
            "FAILED"),
        row(
            "failed → successful",
            RUNNING.then(REAPED),
            ends(Ending.succeeds()),
            "FAILED" + settles,
            "SUCCEEDED",
            "SUCCEEDED"),
        row(
            "failed → failed",
            RUNNING.then(REAPED),
            ends(Ending.fails()),
            "FAILED" + settles,
            "FAILED",
            "FAILED"),
        row(
            "failed → canceled",
            RUNNING.then(REAPED),
            ends(KILLED),
            "FAILED" + settles,
            "CANCELED" + settles,
            "CANCELED"),
        row(
            "canceled → successful",
            RUNNING.then(cancelled(CancelMode.FORCED)),
            ends(Ending.succeeds()),
            "CANCELED" + settles,
            "SUCCEEDED",
            "SUCCEEDED"),
        row(
            "canceled → failed",
            RUNNING.then(cancelled(CancelMode.FORCED)),
            ends(Ending.fails()),
            "CANCELED" + settles,
            "FAILED",
            "FAILED"),
        row(
            "terminal → 404",
            RUNNING.then(ends(Ending.succeeds())),
            PURGED,
            "SUCCEEDED",
            "purged",
            "purged"));
  }

  @ParameterizedTest
  @MethodSource("ofJobs")
  void isToldAsItIs(Row row) {
    long job = pending(SLOW.untilTold());
    row.way().take(aap, job);
    assertThat(aap.look(job)).as("before").isEqualTo(row.before());
    aap.news(Duration.ofSeconds(1));

    row.last().take(aap, job);

    assertThat(aap.look(job)).as("after").isEqualTo(row.after());
    assertThat(aap.news(Duration.ofMinutes(2))).as("news").containsEntry(job, row.news());
  }

  @Test
  void aJobThatFailsBeforeItsStartIsToldToHaveEndedForGood() {
    long job = pending(SLOW.ends(Ending.failsBeforeStart("Previous Task Failed: {}")));
    assertThat(aap.look(job)).isEqualTo("PENDING");
    assertThat(aap.news(Duration.ofMinutes(1))).containsEntry(job, "FAILED");
    assertThat(aap.look(job)).isEqualTo("FAILED");
  }

  @Test
  void aPendingJobThatTheNextManagerCancelsIsToldToHaveEndedForGood() {
    long job = pending(SLOW.untilTold());
    aap.controller.overwrite(job, AapStatus.CANCELED, "This job was canceled before it started.");
    assertThat(aap.look(job)).isEqualTo("CANCELED");
    assertThat(aap.news(Duration.ofMinutes(1))).containsEntry(job, "CANCELED");
  }

  @Test
  void aWorkflowIsNeverWaiting() {
    long workflow = aap.pending(aap.workflows);
    aap.follow(workflow);
    assertThat(aap.look(workflow)).isEqualTo("PENDING");
    aap.pass(Duration.ofMillis(100));
    assertThat(aap.look(workflow)).isEqualTo("RUNNING");
  }

  private long pending(Script script) {
    aap.controller.scriptNext(aap.jobs.id(), script);
    long job = aap.pending(aap.jobs);
    aap.follow(job);
    return job;
  }
}
