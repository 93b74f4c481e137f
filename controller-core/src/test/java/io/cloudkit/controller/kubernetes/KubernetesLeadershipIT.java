package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.testapi.ApiKind;
import io.cloudkit.controller.testapi.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(ApiKind.class)
class KubernetesLeadershipIT {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration LONG_LEASE = Duration.ofSeconds(60);

  private static TestCluster cluster;
  private static KubernetesClient strict;

  private final List<KubernetesLeadership> candidates = new ArrayList<>();
  private String namespace;

  KubernetesLeadershipIT(ApiKind unused) {}

  @BeforeParameterizedClassInvocation
  static void startCluster(ApiKind kind) {
    cluster = new TestCluster(kind);
    strict = StrictClient.of(cluster.config());
  }

  @AfterParameterizedClassInvocation
  static void stopCluster() {
    strict.close();
    cluster.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.freshNamespace();
  }

  @AfterEach
  void closeCandidates() {
    candidates.forEach(KubernetesLeadership::close);
  }

  @Test
  void oneLeadsAndGivesTheLeadBackWhenItIsClosed() {
    KubernetesLeadership first = candidate("first", LONG_LEASE);
    first.start();
    await().until(first::isLeader);
    KubernetesLeadership second = candidate("second", LONG_LEASE);
    second.start();
    await().during(Duration.ofSeconds(1)).until(() -> !second.isLeader());

    first.close();

    assertThat(first.isLeader()).isFalse();
    await().atMost(Duration.ofSeconds(10)).until(second::isLeader);
    assertThat(first.isLeader()).as("it is no candidate any more").isFalse();
  }

  @Test
  void callsBackWhenTheLeadIsGainedAndAtOnceWhenItIsHeld() {
    AtomicInteger gained = new AtomicInteger();
    KubernetesLeadership leadership = candidate("one", LEASE);
    leadership.onGained(gained::incrementAndGet);
    assertThat(gained).hasValue(0);

    leadership.start();
    await().until(() -> gained.get() == 1);

    AtomicInteger late = new AtomicInteger();
    leadership.onGained(late::incrementAndGet);
    assertThat(late).hasValue(1);
  }

  @Test
  void aLeaderWhoseClockIsBehindIsNotDeposed() {
    ZonedDateTime past = ZonedDateTime.now(ZoneOffset.UTC).minusHours(1);
    holdBy("other", past);
    KubernetesLeadership leadership = candidate("one", LEASE);
    leadership.start();
    AtomicInteger renewals = new AtomicInteger();

    await()
        .pollInterval(Duration.ofMillis(500))
        .during(LEASE.plusSeconds(2))
        .atMost(LEASE.plusSeconds(10))
        .until(
            () -> {
              renew(past.plusSeconds(renewals.incrementAndGet()));
              return !leadership.isLeader();
            });

    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("other");
  }

  @Test
  void aDeadLeaderWhoseClockWasAheadIsFollowed() {
    holdBy("other", ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
    KubernetesLeadership leadership = candidate("one", LEASE);
    leadership.start();

    await().atMost(LEASE.plusSeconds(10)).until(leadership::isLeader);
  }

  @Test
  void aLeaderThatCanNotRenewStopsToLeadAndLeadsAgain() {
    AtomicInteger gained = new AtomicInteger();
    KubernetesLeadership leadership = candidate("one", LEASE);
    leadership.onGained(gained::incrementAndGet);
    leadership.start();
    await().until(leadership::isLeader);

    cluster.api().goDown();
    try {
      await().atMost(LEASE).until(() -> !leadership.isLeader());
    } finally {
      cluster.api().comeUp();
    }

    await().atMost(Duration.ofSeconds(30)).until(leadership::isLeader);
    assertThat(gained).as("all resources are woken").hasValueGreaterThan(1);
  }

  @Test
  void aMalformedLeaseDoesNotEndTheElection() {
    cluster
        .client()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("lead")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("nobody")
                .endSpec()
                .build())
        .create();
    KubernetesLeadership leadership = candidate("one", LEASE);
    leadership.start();
    await().during(Duration.ofSeconds(2)).until(() -> !leadership.isLeader());

    cluster.client().leases().inNamespace(namespace).withName("lead").delete();

    await().atMost(Duration.ofSeconds(20)).until(leadership::isLeader);
  }

  @Test
  void saysWhyTheLeaseCanNotBeTakenUntilItCan() {
    namespace = "nowhere-" + namespace;
    KubernetesLeadership leadership = candidate("one", LEASE);
    assertThat(leadership.problem()).contains("nobody is known to lead yet");
    leadership.start();

    await()
        .untilAsserted(
            () ->
                assertThat(leadership.problem())
                    .get()
                    .asString()
                    .startsWith("lease " + namespace + "/lead can not be read or taken: ")
                    .contains("namespaces \"" + namespace + "\" not found"));

    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    await().atMost(Duration.ofSeconds(10)).until(() -> leadership.problem().isEmpty());
  }

  @Test
  void hasNoProblemWhileItKnowsWhoLeads() {
    KubernetesLeadership first = candidate("first", LONG_LEASE);
    first.start();
    await().until(first::isLeader);
    KubernetesLeadership second = candidate("second", LONG_LEASE);
    second.start();

    await().until(() -> second.problem().isEmpty());
    assertThat(second.isLeader()).isFalse();
  }

  private KubernetesLeadership candidate(String identity, Duration lease) {
    KubernetesLeadership leadership =
        new KubernetesLeadership(
            strict,
            new KubernetesLeadership.Terms(
                namespace,
                "lead",
                identity,
                lease,
                lease.multipliedBy(2).dividedBy(3),
                Duration.ofMillis(300)),
            Surroundings.real());
    candidates.add(leadership);
    return leadership;
  }

  private void holdBy(String holder, ZonedDateTime renewed) {
    cluster
        .client()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("lead")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds((int) LEASE.toSeconds())
                .withAcquireTime(renewed)
                .withRenewTime(renewed)
                .endSpec()
                .build())
        .create();
  }

  private void renew(ZonedDateTime renewed) {
    Lease unused =
        cluster
            .client()
            .leases()
            .inNamespace(namespace)
            .withName("lead")
            .edit(
                lease ->
                    new LeaseBuilder(lease).editSpec().withRenewTime(renewed).endSpec().build());
  }

  private Lease lease() {
    return cluster.client().leases().inNamespace(namespace).withName("lead").get();
  }
}
