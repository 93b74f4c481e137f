package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static io.cloudkit.provider.aap.OneVm.settled;
import static io.cloudkit.provider.aap.OneVm.unsettled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A job that AAP fails to show stops only those whose job it may be, and they are told which it is.
 */
class UnreadableJobsTest {
  private static final Duration LONG = Duration.ofMinutes(15);

  /** The budget waits for a clock that only this moves. */
  private static final Duration A_REQUEST = Duration.ofMillis(20);

  private final VirtualAap aap = new VirtualAap();
  private final List<Long> bad = new ArrayList<>();

  UnreadableJobsTest() {
    aap.trouble = this::failure;
  }

  @AfterEach
  void close() {
    aap.close();
  }

  private Optional<HttpAnswer> failure(ApiRequest request) {
    aap.pass(A_REQUEST);
    String body = aap.answer(request).body();
    return bad.stream().anyMatch(id -> body.contains("\"id\":" + id + ","))
        ? Optional.of(AapApi.detail(500, "A server error has occurred."))
        : Optional.empty();
  }

  private long launched(String uid) {
    return aap.pending(aap.jobs, uid, Optional.empty());
  }

  private long unreadable(String uid) {
    long id = launched(uid);
    bad.add(id);
    return id;
  }

  @Test
  void oneBesideOthersHidesNoneOfThem() {
    long before = launched("uid-1");
    unreadable("stranger");
    long behind = launched("uid-2");
    aap.pass(LONG);
    assertThat(aap.live("uid-1")).containsExactly("job-" + before);
    assertThat(aap.live("uid-2")).containsExactly("job-" + behind);
  }

  @Test
  void whereItMayBeTheOnlyOneItIsNamed() {
    launched("uid-1");
    long id = unreadable("stranger");
    aap.pass(LONG);
    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(() -> aap.live("uid-2"))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("can not show job " + id + " ");
    }
    aap.end(id);
    assertThat(aap.live("uid-2")).isEmpty();
  }

  @Test
  void oneThatWasReadBeforeConcernsItsResourceAlone() {
    long id = launched("uid-1");
    launched("uid-3");
    aap.pass(LONG);
    assertThat(aap.live("uid-1")).containsExactly("job-" + id);
    bad.add(id);
    assertThat(aap.live("uid-2")).isEmpty();
    assertThatThrownBy(() -> aap.live("uid-1")).hasMessageContaining("job " + id);
  }

  @Test
  void anEndThatCanNotBeReadMayBeOfWhateverResource() {
    long id = unreadable("stranger");
    aap.pass(LONG);
    aap.controller.reap(id);
    assertThatThrownBy(() -> aap.live("uid-2")).hasMessageContaining("job " + id);
    aap.pass(LONG);
    assertThat(aap.live("uid-2")).isEmpty();
  }

  @Test
  void severalAmongManyAreSteppedOver() {
    for (int i = 0; i < 300; i++) {
      launched("uid-" + i);
      if (i % 60 == 0) {
        unreadable("stranger");
      }
    }
    aap.pass(LONG);
    for (int i = 0; i < 300; i += 50) {
      assertThat(aap.live("uid-" + i)).hasSize(1);
    }
  }

  @Test
  void anAapThatFailsAltogetherIsNotSearchedForRows() {
    launched("uid-1");
    aap.trouble =
        request ->
            request.path().contains("unified_jobs")
                ? Optional.of(AapApi.detail(500, "A server error has occurred."))
                : Optional.empty();
    assertThatThrownBy(() -> aap.live("uid-1")).hasMessageContaining("500");
    assertThat(aap.requests).hasSizeLessThan(5);
  }

  @Test
  void aLaunchWhoseJobItMayBeIsNotSaidToBeNone() {
    Optional<String> bookmark = aap.provider().bookmark(plan("op1"));
    long id = unreadable("stranger");
    launched("uid-3");
    aap.pass(LONG);
    assertThat(Words.words(aap.provider().recover(settled("op1", bookmark))))
        .startsWith("unknowable")
        .contains("job " + id, "op1");
    assertThat(Words.words(aap.provider().recover(unsettled("op1", bookmark))))
        .startsWith("tooEarly");
  }

  @Test
  void aLaunchOfLaterIsNotConcerned() {
    launched("uid-3");
    unreadable("stranger");
    for (int i = 0; i < 60; i++) {
      launched("uid-4");
    }
    aap.pass(LONG);
    Optional<String> bookmark = aap.provider().bookmark(plan("op1"));
    assertThat(Words.words(aap.provider().recover(settled("op1", bookmark))))
        .startsWith("notLaunched");
  }

  @Test
  void theNewestAtWhichAapFailedForAMomentIsNotSteppedOver() {
    long newest = unreadable("stranger");
    aap.trouble =
        request -> {
          Optional<HttpAnswer> failure = failure(request);
          failure.ifPresent(any -> bad.clear());
          return failure;
        };
    assertThat(aap.provider().bookmark(plan("op1")).orElseThrow()).contains(":" + newest + ":");
  }

  @Test
  void theNewestOfAllKeepsNobodyFromLaunching() {
    long highest = launched("uid-3");
    unreadable("stranger");
    aap.pass(LONG);
    assertThat(aap.provider().bookmark(plan("op1")).orElseThrow()).contains(":" + highest + ":");
  }
}
