package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AAP's answers come from several nodes by turns, whose clocks differ. When this fails: from which
 * time on did the feed read, and what did it remember of it?
 */
class WebNodesTest {
  private static final int SECONDS = 60;
  private static final int ENDS_A_SECOND = 10;

  private final VirtualAap aap = new VirtualAap();
  private final List<Long> jobs = aap.running(SECONDS * ENDS_A_SECOND + 300, aap.jobs);
  private int answers;

  WebNodesTest() {
    aap.news(Duration.ofSeconds(15));
    aap.forget();
  }

  @AfterEach
  void close() {
    aap.close();
  }

  private Optional<HttpAnswer> byTurns(ApiRequest request, Duration ahead) {
    ZonedDateTime date = aap.controller.now().atZone(ZoneOffset.UTC);
    ZonedDateTime ofNode = answers++ % 2 == 0 ? date : date.plus(ahead);
    return Optional.of(
        aap.answer(request).with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ofNode)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 15, 45, 300})
  void doNotHaveItsFeedReadAgainAndAgain(int secondsApart) {
    Duration ahead = Duration.ofSeconds(secondsApart);
    aap.trouble = request -> byTurns(request, ahead);
    Set<Long> untold = new HashSet<>();
    for (int i = 0; i < SECONDS * ENDS_A_SECOND; i++) {
      // each node writes its own time into the ends of its jobs, too
      aap.end(jobs.get(i), i % 2 == 0 ? Duration.ZERO : ahead.negated());
      untold.add(jobs.get(i));
      if (i % ENDS_A_SECOND == ENDS_A_SECOND - 1) {
        letGo(untold);
      }
    }
    for (int second = 0; second < 30; second++) {
      letGo(untold);
    }
    assertThat(untold).isEmpty();
    // an end that a sweep told of the feed may read again when its time has come
    assertThat(aap.rows).isLessThan(SECONDS * ENDS_A_SECOND * 3 / 2 + 100);
  }

  private void letGo(Set<Long> untold) {
    for (long id : aap.tick().keySet()) {
      if (untold.remove(id)) {
        aap.unfollow(id);
      }
    }
  }
}
