package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.FeedPlace.Mark;
import io.cloudkit.provider.aap.JobLists.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whose ends (or starts) AAP wrote down since the last reading: one request, whether fifty jobs run
 * or ten thousand, and each row once. It sees what carries one of our templates and a time that is
 * near the server's; what it can not see the sweep corrects. Its questions may be asked on any
 * thread, everything else on one at a time.
 */
final class Feed {
  /** A feed begins so long ago, for what happened between two leaders. */
  private static final Duration LOOKBACK = Duration.ofMinutes(1);

  private final FeedQuestions questions;
  private final CallTime time;
  private final ServerTime serverTime;
  private Optional<FeedPlace> place = Optional.empty();
  private boolean answered;

  /** A feed that was not read yet. */
  Feed(FeedQuestions questions, CallTime time, ServerTime serverTime) {
    this.questions = questions;
    this.time = time;
    this.serverTime = serverTime;
  }

  /** Nobody reads it for a while: it begins anew. */
  void leave() {
    place = Optional.empty();
    answered = false;
  }

  /** Whether its last question was answered. */
  boolean isRead() {
    return answered;
  }

  /** The jobs that it named lately, some perhaps before anybody asked about them. */
  Set<Long> named() {
    return place.stream()
        .flatMap(at -> at.read().stream())
        .map(Mark::id)
        .collect(Collectors.toSet());
  }

  /** What to ask now; empty while nobody knows the server's time. */
  Optional<Supplier<Reply>> question(Supplier<Set<Long>> templates) {
    return serverTime.now().map(now -> question(templates, now));
  }

  private Supplier<Reply> question(Supplier<Set<Long>> templates, Instant now) {
    answered = false;
    FeedPlace from =
        place
            // a server's clock can be set back, or its database put back in time
            .filter(at -> !at.floor().at().isAfter(now))
            .orElseGet(() -> FeedPlace.at(now.minus(LOOKBACK)));
    return () ->
        new FeedReading(questions, time, serverTime, templates.get(), from, now)
            .whole(this::arriveAt);
  }

  private void arriveAt(FeedPlace next) {
    place = Optional.of(next);
    answered = true;
  }
}
