package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is to be done besides writing the status. */
public sealed interface Effect
    permits NoEffect, AskEffect, AddFinalizerEffect, LaunchEffect, CancelEffect, ReleaseEffect {

  static Effect none() {
    return new NoEffect();
  }

  /** Ask, and decide again with the answer; nothing is written before. */
  static Effect ask(Question question) {
    return new AskEffect(question);
  }

  /** Put the engine's finalizer on the resource. */
  static Effect addFinalizer() {
    return new AddFinalizerEffect();
  }

  /** Send the launch that the next status holds. */
  static Effect launch(Launch launch) {
    return new LaunchEffect(launch);
  }

  /** Ask the backends to end these jobs. */
  static Effect cancel(List<Job> jobs) {
    return new CancelEffect(jobs);
  }

  /** Take the engine's finalizer away: the resource may go. */
  static Effect release(ReleaseGround ground) {
    return new ReleaseEffect(ground);
  }

  <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release);

  /** Whether nothing is to be done. */
  default boolean isNone() {
    return match(
        () -> true, ask -> false, () -> false, launch -> false, jobs -> false, ground -> false);
  }

  default boolean isLaunch() {
    return match(
        () -> false, ask -> false, () -> false, launch -> true, jobs -> false, ground -> false);
  }

  default boolean isRelease() {
    return match(
        () -> false, ask -> false, () -> false, launch -> false, jobs -> false, ground -> true);
  }

  /** The launch that is sent, or would be with what is asked for. */
  default Optional<Launch> intended() {
    return match(
        Optional::empty,
        Question::intended,
        Optional::empty,
        Optional::of,
        jobs -> Optional.empty(),
        ground -> Optional.empty());
  }

  /** What must be known before it can be decided. */
  default Optional<Question> asks() {
    return match(
        Optional::empty,
        Optional::of,
        Optional::empty,
        launch -> Optional.empty(),
        jobs -> Optional.empty(),
        ground -> Optional.empty());
  }
}

record NoEffect() implements Effect {
  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return none.get();
  }
}

record AskEffect(Question question) implements Effect {
  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return ask.apply(question);
  }
}

record AddFinalizerEffect() implements Effect {
  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return addFinalizer.get();
  }
}

record LaunchEffect(Launch permitted) implements Effect {
  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return launch.apply(permitted);
  }
}

record CancelEffect(List<Job> jobs) implements Effect {
  CancelEffect {
    jobs = List.copyOf(jobs);
  }

  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return cancel.apply(jobs);
  }
}

record ReleaseEffect(ReleaseGround ground) implements Effect {
  @Override
  public <T> T match(
      Supplier<T> none,
      Function<Question, T> ask,
      Supplier<T> addFinalizer,
      Function<Launch, T> launch,
      Function<List<Job>, T> cancel,
      Function<ReleaseGround, T> release) {
    return release.apply(ground);
  }
}
