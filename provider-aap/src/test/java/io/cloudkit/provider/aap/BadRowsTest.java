package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that AAP can not list cost little, and silence no others. */
class BadRowsTest {
  private static final Pattern IDS = Pattern.compile("id__in=([0-9,]+)");

  private final VirtualAap aap = new VirtualAap();
  private final List<Long> jobs = aap.running(200, aap.jobs);
  private final List<Long> bad = List.of(jobs.get(3), jobs.get(20));

  BadRowsTest() {
    aap.trouble =
        request ->
            Optional.of(AapApi.detail(500, "A server error has occurred."))
                .filter(error -> bad.stream().anyMatch(id -> asks(request, id)));
  }

  private static boolean asks(ApiRequest request, long id) {
    Matcher ids = IDS.matcher(URLDecoder.decode(request.query(), StandardCharsets.UTF_8));
    return ids.find() && List.of(ids.group(1).split(",")).contains(String.valueOf(id));
  }

  @AfterEach
  void close() {
    aap.close();
  }

  @Test
  void twoOfOneHalfDoNotHideTheOthers() {
    aap.tick();
    aap.end(jobs.get(4));
    assertThat(aap.tick()).containsEntry(jobs.get(4), "SUCCEEDED");
  }

  @Test
  void theyAreLookedForOnceAMinute() {
    aap.tick();
    aap.forget();
    aap.news(Duration.ofSeconds(50));
    assertThat(aap.requests).hasSizeLessThan(50 * 2);
  }

  @Test
  void theyAreLookedAtByThemselves() {
    aap.tick();
    aap.end(bad.get(0));
    assertThat(aap.news(Duration.ofSeconds(75))).containsEntry(bad.get(0), "SUCCEEDED");
  }
}
