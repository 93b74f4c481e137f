package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.engine.Surroundings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.LongConsumer;
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
  private final LongConsumer renewed;
  private @Nullable LeaderElectionRecord last;
  private long seenAt;

  /**
   * A lock around another one.
   *
   * @param renewed told of each own renewal that was taken: the nano time before it was sent
   */
  LocallyObservedLock(Lock lock, Surroundings surroundings, LongConsumer renewed) {
    this.lock = lock;
    this.surroundings = surroundings;
    this.renewed = renewed;
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
      throw unanswered;
    } catch (RuntimeException malformed) {
      throw new KubernetesClientException(
          lock.describe() + ": expected a Lease with holder and duration, found another; delete it",
          malformed);
    }
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    long before = surroundings.nanoTime().getAsLong();
    lock.create(client, record);
    tell(record, before);
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    long before = surroundings.nanoTime().getAsLong();
    lock.update(client, record);
    tell(record, before);
  }

  private void tell(LeaderElectionRecord record, long before) {
    if (identity().equals(record.getHolderIdentity())) {
      renewed.accept(before);
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
