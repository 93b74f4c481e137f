package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The feed of ends steps over what AAP can not show. Nobody follows these jobs here: whose row it
 * is the operator need not know.
 */
class UnreadableEndsTest {
  private static final HttpAnswer ERROR = AapApi.detail(500, "A server error has occurred.");

  private final VirtualAap aap = new VirtualAap();
  private final List<Long> jobs = aap.running(600, aap.jobs);
  private final List<Long> bad = new ArrayList<>();

  UnreadableEndsTest() {
    aap.news(Duration.ofSeconds(15));
    aap.trouble =
        request -> Optional.of(ERROR).filter(error -> isOfFeed(request) && isBad(request));
  }

  @AfterEach
  void close() {
    aap.close();
  }

  private static boolean isOfFeed(ApiRequest request) {
    return request.query().contains("order_by=finished");
  }

  private boolean isBad(ApiRequest request) {
    String body = aap.answer(request).body();
    return bad.stream().anyMatch(id -> body.contains("\"id\":" + id + ","));
  }

  private void endUnreadable() {
    long id = aap.launched(1, aap.jobs).get(0);
    bad.add(id);
    aap.end(id);
  }

  /** What ends is told with the next tick, without the help of the sweep. */
  private void isTold(List<Long> ids) {
    for (long id : ids) {
      aap.end(id);
      assertThat(aap.tick()).containsEntry(id, "SUCCEEDED");
      aap.unfollow(id);
    }
  }

  @Test
  void theOthersAreToldWithTheNextTick() {
    endUnreadable();
    isTold(jobs.subList(0, 10));
  }

  @Test
  void alsoThoseThatEndedBeforeItAndThoseThatCameToLightWithIt() {
    List<Long> same = jobs.subList(0, 250);
    same.subList(0, 120).forEach(aap::end);
    endUnreadable();
    same.subList(120, 250).forEach(aap::end);
    assertThat(aap.tick().keySet()).containsAll(same);
  }

  @Test
  void severalInARowAreStepped() {
    for (int i = 0; i < 4; i++) {
      endUnreadable();
    }
    isTold(jobs.subList(0, 10));
  }

  @Test
  void severalApartAreSteppedOver() {
    for (int i = 0; i < 10; i++) {
      endUnreadable();
      isTold(jobs.subList(10 * i, 10 * i + 2));
    }
  }

  @Test
  void soManyInARowAreLeftToTheSweep() {
    for (int i = 0; i < 50; i++) {
      endUnreadable();
    }
    aap.tick();
    isTold(jobs.subList(0, 10));
  }

  @Test
  void oneThatIsTheLastForLongCostsLittle() {
    endUnreadable();
    aap.tick();
    aap.forget();
    aap.news(Duration.ofMinutes(1));
    assertThat(aap.requests.stream().filter(UnreadableEndsTest::isOfFeed).count())
        .isLessThan(60 + 20);
    isTold(jobs.subList(0, 3));
  }

  @Test
  void whatComesToLightALittleLateIsTold() {
    endUnreadable();
    aap.news(Duration.ofSeconds(5));
    aap.end(jobs.get(0), Duration.ofSeconds(8));
    assertThat(aap.tick()).as("before it").containsEntry(jobs.get(0), "SUCCEEDED");
    aap.end(jobs.get(1), Duration.ofSeconds(3));
    assertThat(aap.tick()).as("after it").containsEntry(jobs.get(1), "SUCCEEDED");
  }

  @Test
  void anAapThatFailsAltogetherIsAskedTwiceAndLosesItsPlaceNot() {
    aap.trouble = request -> Optional.of(ERROR).filter(error -> isOfFeed(request));
    aap.forget();
    assertThatThrownBy(aap::tick).isInstanceOf(ProviderException.class);
    assertThat(aap.requests.stream().filter(UnreadableEndsTest::isOfFeed).count()).isEqualTo(2);
    jobs.subList(0, 300).forEach(aap::end);
    aap.trouble = request -> Optional.empty();
    assertThat(aap.tick().keySet()).containsAll(jobs.subList(0, 300));
  }

  @Test
  void oneThatIsTooLargeIsSteppedOver() {
    long large = aap.launched(1, aap.jobs).get(0);
    aap.end(large);
    HttpAnswer heavy = AapApi.detail(200, "x".repeat(17 << 20));
    aap.trouble =
        request -> {
          boolean hit =
              isOfFeed(request) && aap.answer(request).body().contains("\"id\":" + large + ",");
          return Optional.of(heavy).filter(any -> hit);
        };
    aap.end(jobs.get(0));
    assertThat(aap.tick()).isEqualTo(Map.of(jobs.get(0), "SUCCEEDED"));
    isTold(jobs.subList(1, 4));
  }
}
