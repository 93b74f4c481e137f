package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.JobRef;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Something that must be known, from a provider, before it can be decided. All are read-only. */
public sealed interface Question
    permits RecoverQuestion, ObserveQuestion, LiveJobsQuestion, BookmarkQuestion {

  /** What became of the unresolved launch? */
  static Question recover() {
    return new RecoverQuestion();
  }

  /** How is this job, definitely and now? */
  static Question observe(JobRef job) {
    return new ObserveQuestion(job);
  }

  /** What may be alive for the resource at that provider instance? */
  static Question liveJobs(String provider) {
    return new LiveJobsQuestion(provider);
  }

  /** From where would a later search for this launch have to begin? Its claim is not given yet. */
  static Question bookmark(Launch planned) {
    return new BookmarkQuestion(planned);
  }

  <T> T match(
      Supplier<T> recover,
      Function<JobRef, T> observe,
      Function<String, T> liveJobs,
      Function<Launch, T> bookmark);

  /** The launch for which alone its answer is needed. */
  default Optional<Launch> intended() {
    return match(
        Optional::empty, job -> Optional.empty(), provider -> Optional.empty(), Optional::of);
  }
}

record RecoverQuestion() implements Question {
  @Override
  public <T> T match(
      Supplier<T> recover,
      Function<JobRef, T> observe,
      Function<String, T> liveJobs,
      Function<Launch, T> bookmark) {
    return recover.get();
  }
}

record ObserveQuestion(JobRef job) implements Question {
  @Override
  public <T> T match(
      Supplier<T> recover,
      Function<JobRef, T> observe,
      Function<String, T> liveJobs,
      Function<Launch, T> bookmark) {
    return observe.apply(job);
  }
}

record LiveJobsQuestion(String provider) implements Question {
  @Override
  public <T> T match(
      Supplier<T> recover,
      Function<JobRef, T> observe,
      Function<String, T> liveJobs,
      Function<Launch, T> bookmark) {
    return liveJobs.apply(provider);
  }
}

record BookmarkQuestion(Launch planned) implements Question {
  @Override
  public <T> T match(
      Supplier<T> recover,
      Function<JobRef, T> observe,
      Function<String, T> liveJobs,
      Function<Launch, T> bookmark) {
    return bookmark.apply(planned);
  }
}
