package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.Surroundings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Lease. Given back when it is closed, so that the next process need not wait for
 * its end; sought again when it is lost.
 *
 * <p>No clock of another host is compared: see {@code LocallyObservedLock}. A leader whose renewals
 * are not taken stops to lead after {@code renewDeadline}, counted on its own monotonic clock from
 * before the last one was sent, even while the elector is stuck in a request. Thread-safe.
 */
public final class KubernetesLeadership implements Leadership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesLeadership.class);

  private final KubernetesClient client;
  private final Terms terms;
  private final Surroundings surroundings;
  private final Lock lock;
  private final LeaseTrouble trouble;
  private final List<Runnable> onGained = new CopyOnWriteArrayList<>();
  private @Nullable CompletableFuture<?> election;
  private boolean closed;
  private volatile boolean leads;
  private volatile long renewedAt;

  /**
   * The terms of the Lease; {@code retryPeriod < renewDeadline < leaseDuration}.
   *
   * @param identity of this process, and of no other: pod and a random word
   * @param leaseDuration whole seconds
   */
  public record Terms(
      String namespace,
      String leaseName,
      String identity,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod) {}

  /**
   * Not a candidate before {@link #start}.
   *
   * @param client better one that repeats nothing ({@link StrictClient}): the elector repeats, and
   *     a request that is repeated for long outlasts the lease
   */
  public KubernetesLeadership(KubernetesClient client, Terms terms, Surroundings surroundings) {
    this.client = client;
    this.terms = terms;
    this.surroundings = surroundings;
    this.lock =
        new LocallyObservedLock(
            new LeaseLock(terms.namespace(), terms.leaseName(), terms.identity()),
            surroundings,
            new FromLease());
    this.trouble = new LeaseTrouble(terms, surroundings.nanoTime());
  }

  /** Becomes a candidate. */
  public synchronized void start() {
    if (closed) {
      return;
    }
    CompletableFuture<?> running =
        client.leaderElector().withConfig(configuration()).build().start();
    election = running;
    CompletableFuture<?> unused = running.whenComplete((end, error) -> again());
  }

  private void again() {
    leads = false;
    start();
  }

  private LeaderElectionConfig configuration() {
    return new LeaderElectionConfigBuilder()
        .withName(terms.leaseName())
        .withLock(lock)
        .withLeaseDuration(terms.leaseDuration())
        .withRenewDeadline(terms.renewDeadline())
        .withRetryPeriod(terms.retryPeriod())
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(
            new LeaderCallbacks(this::gained, this::lost, KubernetesLeadership::tell))
        .build();
  }

  private static void tell(@Nullable String leader) {
    if (leader == null || leader.isEmpty()) {
      LOG.info("nobody leads");
    } else {
      LOG.info("leader: {}", leader);
    }
  }

  private void gained() {
    LOG.info("{} leads", terms.identity());
    leads = true;
    onGained.forEach(Runnable::run);
  }

  private void lost() {
    LOG.info("{} does not lead any more", terms.identity());
    leads = false;
  }

  /** A renewal that came so late that this process had stopped to lead gains the lead anew. */
  private void renewed(long sentAt) {
    boolean lapsed = leads && !isFresh();
    renewedAt = sentAt;
    if (lapsed) {
      LOG.info("{} leads again, its renewal was late", terms.identity());
      onGained.forEach(Runnable::run);
    }
  }

  private boolean isFresh() {
    return surroundings.nanoTime().getAsLong() - renewedAt < terms.renewDeadline().toNanos();
  }

  @Override
  public boolean isLeader() {
    return leads && isFresh();
  }

  /**
   * Why this process neither leads nor knows who does; empty while it does. A sentence without
   * secrets. Never blocks.
   */
  public Optional<String> problem() {
    return isLeader() ? Optional.empty() : trouble.now();
  }

  @Override
  public String identity() {
    return terms.identity();
  }

  @Override
  public void onGained(Runnable wakeAll) {
    onGained.add(wakeAll);
    if (isLeader()) {
      wakeAll.run();
    }
  }

  /** Gives the lead back, if it is held, before it returns. */
  @Override
  public void close() {
    CompletableFuture<?> running;
    synchronized (this) {
      closed = true;
      running = election;
    }
    if (running != null) {
      running.cancel(true);
    }
    leads = false;
  }

  private final class FromLease implements LocallyObservedLock.Listener {
    @Override
    public void renewed(long sentAt) {
      trouble.isOver();
      KubernetesLeadership.this.renewed(sentAt);
    }

    @Override
    public void heldByAnother() {
      trouble.isOver();
    }

    @Override
    public void failed(KubernetesClientException why) {
      trouble.of(why);
    }
  }
}
