package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock of the node that answers may be ahead of the one that writes: no job is missed. */
class NodeClocksTest {
  private final VirtualAap aap = new VirtualAap();

  @AfterEach
  void close() {
    aap.close();
  }

  private Optional<HttpAnswer> answeredAhead(ApiRequest request, Duration by) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            aap.controller.now().plus(by).atZone(ZoneOffset.UTC));
    return Optional.of(aap.answer(request).with("Date", date));
  }

  private long launched(String uid) {
    return aap.pending(aap.jobs, uid, Optional.empty());
  }

  @Test
  void aJobThatBecomesVisibleLateIsSeen() {
    for (int i = 0; i < 400; i++) {
      launched("uid-" + i);
    }
    aap.pass(Duration.ofMinutes(5));
    aap.trouble = request -> answeredAhead(request, Duration.ofMinutes(5));
    aap.live("uid-7");
    long late = aap.controller.reserveJobId();
    for (int i = 0; i < 300; i++) {
      launched("young-" + i);
    }
    aap.pass(Duration.ofSeconds(1));
    assertThat(aap.live("late")).isEmpty();
    aap.pass(Duration.ofMinutes(2));
    assertThat(aap.live("late")).isEmpty();

    aap.pending(aap.jobs, "late", Optional.of(late));

    assertThat(aap.live("late")).containsExactly("job-" + late);
  }

  @Test
  void aReapedJobIsSeenUntilItSettlesByOurOwnClock() {
    long id = launched("uid-1");
    aap.pass(Duration.ofMinutes(5));
    aap.controller.reap(id);
    aap.trouble = request -> answeredAhead(request, Duration.ofMinutes(5));
    assertThat(aap.live("uid-1")).containsExactly("job-" + id);
    aap.pass(Duration.ofSeconds(119));
    assertThat(aap.live("uid-1")).containsExactly("job-" + id);
    aap.pass(Duration.ofSeconds(1));
    assertThat(aap.live("uid-1")).isEmpty();
  }

  /** Who followed it has waited already. */
  @Test
  void anEndThatWasObservedBeforeSettlesFromThenOn() {
    long id = launched("uid-1");
    aap.follow(id);
    aap.pass(Duration.ofMinutes(5));
    aap.controller.reap(id);
    assertThat(aap.look(id)).isEqualTo("FAILED for 120s");
    aap.pass(Duration.ofMinutes(2));
    assertThat(aap.live("uid-1")).isEmpty();
  }

  @Test
  void anEndThatIsLongPastForEachClockIsOver() {
    long id = launched("uid-1");
    aap.pass(Duration.ofMinutes(5));
    aap.controller.reap(id);
    aap.pass(Duration.ofMinutes(12).plusSeconds(1));
    assertThat(aap.live("uid-1")).isEmpty();
  }
}
