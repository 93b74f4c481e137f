package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.ProviderHealth;
import io.cloudkit.controller.decide.ProviderHealth.Silence;
import io.cloudkit.provisioning.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What this process knows of its providers themselves: what their preflights found, and whether
 * they tell the news of their jobs. Lost with the process. Thread-safe.
 */
final class HealthWatch {
  /** A backend that starts again is back by then: no resource is written to for it. */
  static final Duration WORTH_TELLING = Duration.ofMinutes(1);

  /** The words may be others at each question, and cost a write to each resource. */
  static final Duration ANOTHER_REASON = Duration.ofMinutes(5);

  /** It goes into a condition, and an Event takes no more. */
  private static final int MAX_TEXT = 1000;

  /** No answer, with what resources were told of it last. */
  private record Quiet(long since, Instant sinceWhen, String reason, boolean told, long toldAt) {
    Quiet because(String now) {
      return new Quiet(since, sinceWhen, now, told, toldAt);
    }

    boolean isWorthTelling(long now) {
      return told
          ? now - toldAt >= ANOTHER_REASON.toNanos()
          : now - since >= WORTH_TELLING.toNanos();
    }

    Quiet toldNow(long now) {
      return new Quiet(since, sinceWhen, reason, true, now);
    }

    Silence silence() {
      return new Silence(sinceWhen, reason);
    }
  }

  private final Surroundings surroundings;
  private final Map<String, Optional<String>> errors = new HashMap<>();
  private final Map<String, Long> errorsToldAt = new HashMap<>();
  private final Map<String, Quiet> quiet = new HashMap<>();
  private final Map<String, Optional<Silence>> told = new HashMap<>();
  private volatile ProviderHealth shown = ProviderHealth.UNKNOWN;

  HealthWatch(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What resources are to say. */
  ProviderHealth shown() {
    return shown;
  }

  /**
   * A preflight ended.
   *
   * @return whether resources are to say something else now
   */
  synchronized boolean preflight(String provider, List<Finding> findings) {
    Optional<String> found = errorsIn(findings);
    if (isToBeTold(provider, found)) {
      errors.put(provider, found);
      errorsToldAt.put(provider, surroundings.nanoTime().getAsLong());
    }
    return show();
  }

  /** That there is trouble, or none any more, at once; another text of it now and then. */
  private boolean isToBeTold(String provider, Optional<String> found) {
    Optional<String> before = errors.getOrDefault(provider, Optional.empty());
    Long toldAt = errorsToldAt.get(provider);
    if (before.isEmpty() || found.isEmpty() || toldAt == null) {
      return true;
    }
    long age = surroundings.nanoTime().getAsLong() - toldAt;
    return !found.equals(before) && age >= ANOTHER_REASON.toNanos();
  }

  /** In words for a person. */
  private static Optional<String> errorsIn(List<Finding> findings) {
    String words =
        findings.stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .map(HealthWatch::words)
            .collect(Collectors.joining(" | "));
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(words.length() <= MAX_TEXT ? words : words.substring(0, MAX_TEXT - 1) + "…");
  }

  private static String words(Finding error) {
    String remedy = error.remedy().isEmpty() ? "" : "; " + error.remedy();
    return error.subject() + ": " + error.problem() + remedy;
  }

  /** There is news, be it that nothing is new; as {@link #preflight}. */
  synchronized boolean heard(String provider) {
    quiet.remove(provider);
    told.put(provider, Optional.empty());
    return show();
  }

  /** The question for news was not answered; as {@link #preflight}. */
  synchronized boolean unheard(String provider, String reason) {
    long now = surroundings.nanoTime().getAsLong();
    Quiet lasting =
        quiet
            .computeIfAbsent(provider, any -> new Quiet(now, thisSecond(), reason, false, now))
            .because(reason);
    boolean isTime = lasting.isWorthTelling(now);
    quiet.put(provider, isTime ? lasting.toldNow(now) : lasting);
    if (isTime) {
      told.put(provider, Optional.of(lasting.silence()));
    }
    return show();
  }

  private Instant thisSecond() {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Nobody asks for news any more. */
  synchronized void unasked(String provider) {
    quiet.remove(provider);
    told.remove(provider);
    show();
  }

  private boolean show() {
    ProviderHealth next = new ProviderHealth(errors, told);
    boolean isNew = !next.equals(shown);
    shown = next;
    return isNew;
  }

  /** Since when, for how long and why there is no news; empty if there is, or nobody asks. */
  synchronized Optional<NewsSilence> silence(String provider) {
    long now = surroundings.nanoTime().getAsLong();
    return Optional.ofNullable(quiet.get(provider))
        .map(
            each ->
                new NewsSilence(
                    each.sinceWhen(), Duration.ofNanos(now - each.since()), each.reason()));
  }
}
