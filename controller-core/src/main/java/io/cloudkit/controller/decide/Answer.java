package io.cloudkit.controller.decide;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of asking: an answer, or the reason why there is none now. "No answer" decides nothing.
 */
public sealed interface Answer<T> permits KnownAnswer, UnavailableAnswer {

  static <T> Answer<T> known(T value) {
    return new KnownAnswer<>(value);
  }

  /**
   * Nobody answered.
   *
   * @param reason for a person
   */
  static <T> Answer<T> unavailable(String reason) {
    return new UnavailableAnswer<>(reason);
  }

  <R> R match(Function<T, R> known, Function<String, R> unavailable);

  /** The answer, if there is one. */
  default Optional<T> value() {
    return match(Optional::of, reason -> Optional.empty());
  }
}

record KnownAnswer<T>(T answer) implements Answer<T> {
  KnownAnswer {
    Objects.requireNonNull(answer, "answer");
  }

  @Override
  public <R> R match(Function<T, R> known, Function<String, R> unavailable) {
    return known.apply(answer);
  }
}

record UnavailableAnswer<T>(String reason) implements Answer<T> {
  UnavailableAnswer {
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public <R> R match(Function<T, R> known, Function<String, R> unavailable) {
    return unavailable.apply(reason);
  }
}
