package io.cloudkit.provisioning.api;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is known of a job at one moment. Immutable; made by {@link #of(JobState)} or {@link
 * #builder(JobState)}. All texts are for people and never hold a secret.
 */
public final class JobStatus {
  /** Most outputs kept of a job; the rest is dropped, in the order of the names. */
  public static final int MAX_OUTPUTS = 16;

  /** Longest output kept, in characters; the rest is cut. */
  public static final int MAX_OUTPUT_LENGTH = 256;

  private static final int MAX_ERROR_DETAILS = 1024;

  private final JobState state;
  private final String message;
  private final OptionalInt progress;
  private final Optional<Instant> startedAt;
  private final Optional<Instant> finishedAt;
  private final Optional<URI> link;
  private final Optional<String> errorDetails;
  private final Map<String, String> outputs;
  private final Optional<String> reconciledVersion;
  private final Duration settle;

  private JobStatus(Builder builder) {
    state = builder.state;
    message = builder.message;
    progress = builder.progress;
    startedAt = builder.startedAt;
    finishedAt = builder.finishedAt;
    link = builder.link;
    errorDetails = builder.errorDetails;
    outputs = Collections.unmodifiableMap(new TreeMap<>(builder.outputs));
    reconciledVersion = builder.reconciledVersion;
    settle = builder.settle;
  }

  /** A status of which nothing but the state is known. */
  public static JobStatus of(JobState state) {
    return builder(state).build();
  }

  /**
   * A status with a line for a person.
   *
   * @param message may be empty; cut at 256 characters
   */
  public static JobStatus of(JobState state, String message) {
    return builder(state).message(message).build();
  }

  public static Builder builder(JobState state) {
    return new Builder(state);
  }

  public JobState state() {
    return state;
  }

  /** One line for a person; empty if there is nothing to add to the state. */
  public String message() {
    return message;
  }

  /** 0..100, if the backend knows. */
  public OptionalInt progress() {
    return progress;
  }

  /** When the automation began, by the backend's clock: for people, never compared with ours. */
  public Optional<Instant> startedAt() {
    return startedAt;
  }

  /** When the job ended, by the backend's clock: for people, never compared with ours. */
  public Optional<Instant> finishedAt() {
    return finishedAt;
  }

  /** Where a person can look at the job. */
  public Optional<URI> link() {
    return link;
  }

  /** Why the job failed, up to 1024 characters, if the backend says so. */
  public Optional<String> errorDetails() {
    return errorDetails;
  }

  /** What the automation returned: at most {@value #MAX_OUTPUTS} values, sorted by name. */
  public Map<String, String> outputs() {
    return outputs;
  }

  /**
   * The config version that the automation itself says it reached, if it says so; else a job that
   * succeeded reached the one that it was launched for. A version that is neither that one nor the
   * one that is wanted by then makes the success a failed attempt, which is repeated with pauses,
   * as any other.
   */
  public Optional<String> reconciledVersion() {
    return reconciledVersion;
  }

  /**
   * How long after a terminal state was first seen the job must be observed again before it may be
   * believed to be dead; zero when the end is proven. Meaningless while the state is not terminal.
   * An end that news tell with a settle time is observed once at once, too: what a list does not
   * prove, a look at the job may.
   */
  public Duration settle() {
    return settle;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobStatus that
        && state == that.state
        && message.equals(that.message)
        && progress.equals(that.progress)
        && startedAt.equals(that.startedAt)
        && finishedAt.equals(that.finishedAt)
        && link.equals(that.link)
        && errorDetails.equals(that.errorDetails)
        && outputs.equals(that.outputs)
        && reconciledVersion.equals(that.reconciledVersion)
        && settle.equals(that.settle);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        state, message, progress, startedAt, finishedAt, link, errorDetails, outputs);
  }

  @Override
  public String toString() {
    return state + (message.isEmpty() ? "" : " (" + message + ")");
  }

  /** Collects what is known of a job. Not thread-safe. */
  public static final class Builder {
    private final JobState state;
    private String message = "";
    private OptionalInt progress = OptionalInt.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<URI> link = Optional.empty();
    private Optional<String> errorDetails = Optional.empty();
    private final Map<String, String> outputs = new TreeMap<>();
    private Optional<String> reconciledVersion = Optional.empty();
    private Duration settle = Duration.ZERO;

    private Builder(JobState state) {
      this.state = Objects.requireNonNull(state, "state");
    }

    /** Cut at 256 characters. */
    public Builder message(String value) {
      message = Checks.text(value, Checks.MAX_REASON);
      return this;
    }

    /**
     * How far the job is.
     *
     * @param percent 0..100
     * @throws IllegalArgumentException if it is not
     */
    public Builder progress(int percent) {
      if (percent < 0 || percent > 100) {
        throw new IllegalArgumentException("progress: expected 0..100, found " + percent);
      }
      progress = OptionalInt.of(percent);
      return this;
    }

    public Builder startedAt(Instant value) {
      startedAt = Optional.of(value);
      return this;
    }

    public Builder finishedAt(Instant value) {
      finishedAt = Optional.of(value);
      return this;
    }

    /**
     * Where a person can look at the job.
     *
     * @param value an absolute http or https address without user information
     * @throws IllegalArgumentException if it is not
     */
    public Builder link(URI value) {
      boolean web = "http".equals(value.getScheme()) || "https".equals(value.getScheme());
      if (!web || value.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "link: expected an absolute http or https address without user information, found "
                + "another kind of address");
      }
      link = Optional.of(value);
      return this;
    }

    /** Cut at 1024 characters. */
    public Builder errorDetails(String value) {
      String text = Checks.text(value, MAX_ERROR_DETAILS);
      errorDetails = text.isEmpty() ? Optional.empty() : Optional.of(text);
      return this;
    }

    /** One value that the automation returned. Never a secret: it is written to the resource. */
    public Builder output(String name, String value) {
      String key = Checks.text(name, 64);
      if (!key.isEmpty() && (outputs.size() < MAX_OUTPUTS || outputs.containsKey(key))) {
        outputs.put(key, Checks.text(value, MAX_OUTPUT_LENGTH));
      }
      return this;
    }

    /** 1..128 characters. */
    public Builder reconciledVersion(String value) {
      reconciledVersion = Optional.of(Checks.token("reconciled version", 128, value));
      return this;
    }

    /** Zero or more. */
    public Builder settle(Duration value) {
      settle = Checks.notNegative("settle", value);
      return this;
    }

    public JobStatus build() {
      return new JobStatus(this);
    }
  }
}
