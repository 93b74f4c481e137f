package io.cloudkit.controller.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock whose renewals are dated by when they were seen here. The elector compares the renewal's
 * date with its own clock (fabric8 7.5.2, {@code LeaderElector.canBecomeLeader}): dated by another
 * host's clock, a skew of a lease's length would make two leaders flap.
 */
final class LocallyObservedLock implements Lock {
  private final Lock lock;
  private @Nullable LeaderElectionRecord last;
  private final InstantSource clock;
  private ZonedDateTime seenAt;

  LocallyObservedLock(Lock lock, InstantSource clock) {
    this.lock = lock;
    this.clock = clock;
    this.seenAt = now();
  }

  @Override
  @SuppressWarnings("NullAway") // the client says null for "none"
  public synchronized LeaderElectionRecord get(KubernetesClient client) {
    LeaderElectionRecord record = lock.get(client);
    if (record == null) {
      return null;
    }
    if (last == null || !isSameRenewal(last, record)) {
      seenAt = now();
    }
    last = record;
    return new LeaderElectionRecord(
        record.getHolderIdentity(),
        record.getLeaseDuration(),
        record.getAcquireTime(),
        seenAt,
        record.getLeaderTransitions());
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    lock.create(client, record);
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    lock.update(client, record);
  }

  @Override
  public String identity() {
    return lock.identity();
  }

  @Override
  public String describe() {
    return lock.describe();
  }

  private ZonedDateTime now() {
    return clock.instant().atZone(ZoneOffset.UTC);
  }

  private static boolean isSameRenewal(LeaderElectionRecord one, LeaderElectionRecord other) {
    return Objects.equals(one.getHolderIdentity(), other.getHolderIdentity())
        && one.getRenewTime().isEqual(other.getRenewTime());
  }
}
