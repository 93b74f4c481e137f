package io.cloudkit.provisioning.spi;

import java.time.Duration;

/**
 * What a backend can do, and how late it may be. Constant for the life of a provider; immutable.
 * Claim only what holds always: for each inability the engine has a safe way, for a wrong claim it
 * has none.
 */
public final class ProviderTraits {
  /** How the end of a job is noticed. */
  public enum Watch {
    /** The provider is asked for {@link ProvisioningProvider#news} every tick. */
    POLLED,
    /**
     * The backend answers by changing the resource: a job is observed when its resource changes,
     * and at deadlines. It is never polled.
     */
    SIGNALLED
  }

  private final Watch watch;
  private final Duration callTimeout;
  private final Duration lateCommit;
  private final Duration maxJobDuration;
  private final boolean canCancel;
  private final boolean canSearch;
  private final boolean deduplicates;

  private ProviderTraits(Builder builder) {
    watch = builder.watch;
    callTimeout = builder.callTimeout;
    lateCommit = builder.lateCommit;
    maxJobDuration = builder.maxJobDuration;
    canCancel = builder.canCancel;
    canSearch = builder.canSearch;
    deduplicates = builder.deduplicates;
  }

  public static Builder polled() {
    return new Builder(Watch.POLLED);
  }

  public static Builder signalled() {
    return new Builder(Watch.SIGNALLED);
  }

  public Watch watch() {
    return watch;
  }

  /**
   * Longest time that any call of the provider takes; the engine interrupts it after that. For
   * {@link ProvisioningProvider#news} it waits longer, by a tenth of a second for each job. A call
   * may wait as long again for a free thread before it begins.
   */
  public Duration callTimeout() {
    return callTimeout;
  }

  /**
   * How long after the last byte of a launch left its effect may still appear for the first time.
   */
  public Duration lateCommit() {
    return lateCommit;
  }

  /**
   * Longest time that a job can live. After it, a job of which nothing can be seen is taken to be
   * dead, and the resource says that this was taken. That it can not be seen the provider has to
   * say then, to {@code observe}: one that throws is asked again, and holds the resource until it
   * answers, or a person says that the job is over.
   */
  public Duration maxJobDuration() {
    return maxJobDuration;
  }

  /** Whether {@link ProvisioningProvider#cancel} can end a job. */
  public boolean canCancel() {
    return canCancel;
  }

  /**
   * Whether {@link ProvisioningProvider#recover} and {@code liveJobs} can look into the backend.
   * For people, who read it in the list of providers: the engine asks all the same, and a provider
   * that can not look answers {@code unknowable}.
   */
  public boolean canSearch() {
    return canSearch;
  }

  /**
   * Whether the backend itself gives one operation at most one effect, however often it is sent, so
   * that sending again what may have been sent does no harm.
   */
  public boolean deduplicates() {
    return deduplicates;
  }

  @Override
  public String toString() {
    return watch
        + (canCancel ? ", can cancel" : ", can not cancel")
        + (canSearch ? ", can search" : ", can not search")
        + (deduplicates ? ", deduplicates" : "")
        + ", call time-out "
        + callTimeout
        + ", late commit "
        + lateCommit
        + ", job at most "
        + maxJobDuration;
  }

  /** Collects traits; begins with no ability and cautious times. Not thread-safe. */
  public static final class Builder {
    private final Watch watch;
    private Duration callTimeout = Duration.ofSeconds(30);
    private Duration lateCommit = Duration.ofMinutes(2);
    private Duration maxJobDuration = Duration.ofHours(24);
    private boolean canCancel;
    private boolean canSearch;
    private boolean deduplicates;

    private Builder(Watch watch) {
      this.watch = watch;
    }

    /** More than zero; 30 s unless set. */
    public Builder callTimeout(Duration value) {
      callTimeout = positive("callTimeout", value);
      return this;
    }

    /** Zero or more; 2 min unless set. */
    public Builder lateCommit(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(
            "lateCommit: expected zero or a positive duration, found " + value);
      }
      lateCommit = value;
      return this;
    }

    /** More than zero; 24 h unless set. */
    public Builder maxJobDuration(Duration value) {
      maxJobDuration = positive("maxJobDuration", value);
      return this;
    }

    public Builder canCancel() {
      canCancel = true;
      return this;
    }

    public Builder canSearch() {
      canSearch = true;
      return this;
    }

    public Builder deduplicates() {
      deduplicates = true;
      return this;
    }

    public ProviderTraits build() {
      return new ProviderTraits(this);
    }

    private static Duration positive(String what, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + ": expected a positive duration, found " + value);
      }
      return value;
    }
  }
}
