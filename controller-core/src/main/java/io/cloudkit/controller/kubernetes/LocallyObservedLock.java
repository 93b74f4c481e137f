package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.engine.Surroundings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock whose renewals are dated by how long ago they were seen here, on a monotonic clock. The
 * elector compares the renewal's date with its own wall clock (fabric8 7.5.2, {@code
 * LeaderElector.canBecomeLeader}): dated by another host's clock, a skew of a lease's length, or a
 * step of this host's clock, would make two leaders. Thread-safe.
 */
final class LocallyObservedLock implements Lock {
  private final Lock lock;
  private final Surroundings surroundings;
  private final Listener listener;
  private @Nullable LeaderElectionRecord last;
  private long seenAt;

  /** Told of what became of each request. */
  interface Listener {
    /** An own renewal was taken; it was sent after that nano time. */
    void renewed(long sentAt);

    /** Another one holds the lease, which has not run out. */
    void heldByAnother();

    /** The lease could neither be read nor be taken. */
    void failed(KubernetesClientException why);
  }

  /** A lock around another one. */
  LocallyObservedLock(Lock lock, Surroundings surroundings, Listener listener) {
    this.lock = lock;
    this.surroundings = surroundings;
    this.listener = listener;
  }

  @Override
  @SuppressWarnings("NullAway") // the client says null for "none"
  public synchronized LeaderElectionRecord get(KubernetesClient client) {
    LeaderElectionRecord record = read(client);
    if (record == null) {
      return null;
    }
    long now = surroundings.nanoTime().getAsLong();
    if (last == null || !isSameRenewal(last, record)) {
      seenAt = now;
    }
    last = record;
    tellOfRival(record, Duration.ofNanos(now - seenAt));
    return new LeaderElectionRecord(
        record.getHolderIdentity(),
        record.getLeaseDuration(),
        record.getAcquireTime(),
        surroundings.clock().instant().minus(Duration.ofNanos(now - seenAt)).atZone(ZoneOffset.UTC),
        record.getLeaderTransitions());
  }

  /**
   * What is no exception of the client ends the election for good (fabric8 7.5.2, {@code
   * LeaderElector.start} completes nothing then), and a Lease without a duration is one.
   */
  private @Nullable LeaderElectionRecord read(KubernetesClient client) {
    try {
      return lock.get(client);
    } catch (KubernetesClientException unanswered) {
      listener.failed(unanswered);
      throw unanswered;
    } catch (RuntimeException malformed) {
      KubernetesClientException told =
          new KubernetesClientException(
              "expected a Lease with holder and duration, found another; delete it", malformed);
      listener.failed(told);
      throw told;
    }
  }

  private void tellOfRival(LeaderElectionRecord record, Duration age) {
    String holder = Objects.requireNonNullElse(record.getHolderIdentity(), "");
    if (!holder.isEmpty()
        && !holder.equals(identity())
        && age.compareTo(record.getLeaseDuration()) <= 0) {
      listener.heldByAnother();
    }
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    write(record, () -> lock.create(client, record));
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    write(record, () -> lock.update(client, record));
  }

  private void write(LeaderElectionRecord record, Runnable request) {
    long before = surroundings.nanoTime().getAsLong();
    try {
      request.run();
    } catch (KubernetesClientException refused) {
      listener.failed(refused);
      throw refused;
    }
    if (identity().equals(record.getHolderIdentity())) {
      listener.renewed(before);
    }
  }

  @Override
  public String identity() {
    return lock.identity();
  }

  @Override
  public String describe() {
    return lock.describe();
  }

  private static boolean isSameRenewal(LeaderElectionRecord one, LeaderElectionRecord other) {
    return Objects.equals(one.getHolderIdentity(), other.getHolderIdentity())
        && Objects.equals(one.getRenewTime(), other.getRenewTime());
  }
}
