package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.Saved;
import io.cloudkit.controller.engine.StoreException;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.testapi.ApiKind;
import io.cloudkit.controller.testapi.TestCluster;
import io.cloudkit.controller.testapi.Widget;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(ApiKind.class)
class KubernetesStatusStoreIT {
  private static final String FINALIZER = "test.cloudkit.io/widget";
  private static final Launch LAUNCH =
      new Launch(
          "op",
          "claim",
          JobType.PROVISION,
          "aap",
          "v1-a",
          1,
          Optional.empty(),
          false,
          "me",
          Instant.EPOCH,
          Optional.empty());
  private static final ResourceStatus READY =
      ResourceStatus.EMPTY.edit().phase(Phase.READY).build();
  private static final ResourceStatus LAUNCHING =
      ResourceStatus.EMPTY.edit().launchSequence(1).launch(Optional.of(LAUNCH)).build();

  private static TestCluster cluster;
  private static KubernetesClient strict;

  private final ApiKind kind;
  private final List<Widget> told = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final KubernetesStatusStore<Widget> store =
      new KubernetesStatusStore<>(strict, Widget.class, FINALIZER, new Told());
  private Optional<Widget> cached = Optional.empty();
  private ResourceKey key;

  /** A cache that knows what the test says, and keeps what it is told. */
  private final class Told implements ResourceCache<Widget> {
    @Override
    public Optional<Widget> find(ResourceKey any) {
      return cached;
    }

    @Override
    public void written(Widget resource) {
      told.add(resource);
    }

    @Override
    public void ended(ResourceKey any, String uid) {
      ended.add(uid);
    }
  }

  KubernetesStatusStoreIT(ApiKind kind) {
    this.kind = kind;
  }

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
  void createWidget() {
    key = new ResourceKey(cluster.freshNamespace(), "w");
    cluster.create(key, "{\"size\": 1, \"unknown\": {\"deep\": [1.5, null]}}");
  }

  @Test
  void writesItsPartAndNothingElse() {
    cluster.patchStatus(
        key, "{\"status\": {\"theirs\": {\"a\": [1, 2.5]}, \"phase\": \"Failed\"}}");
    Map<String, Object> spec = fresh().snapshot().section("spec");

    StoredResource written = saved(store.compareAndSet(fresh(), LAUNCHING));

    assertThat(written.status()).isEqualTo(LAUNCHING);
    assertThat(fresh()).isEqualTo(written);
    assertThat(fresh().snapshot().section("spec")).isEqualTo(spec);
    assertThat(fresh().snapshot().section("status"))
        .containsEntry("theirs", Map.of("a", List.of(1, 2.5)))
        .doesNotContainKey("phase");
  }

  @Test
  void aLaunchThatEndedVanishes() {
    StoredResource launching = saved(store.compareAndSet(fresh(), LAUNCHING));

    saved(store.compareAndSet(launching, READY));

    assertThat(fresh().snapshot().section("status")).doesNotContainKeys("launch", "launchSequence");
  }

  @Test
  void aStatusThatWasDecidedOnAnOldReadIsNotWritten() {
    StoredResource seen = fresh();
    saved(store.compareAndSet(seen, LAUNCHING));
    told.clear();

    assertThat(answer(store.compareAndSet(seen, READY))).isEqualTo("conflict");

    assertThat(fresh().status()).isEqualTo(LAUNCHING);
    assertThat(told).isEmpty();
  }

  @Test
  void aChangeOfTheSpecAloneIsAConflict() {
    StoredResource seen = fresh();
    cluster.patch(key, "{\"spec\": {\"size\": 2}}");

    assertThat(answer(store.compareAndSet(seen, LAUNCHING))).isEqualTo("conflict");
    assertThat(fresh().status().launch()).isEmpty();
  }

  @Test
  void finalizersOfAnOldReadAreNotWritten() {
    StoredResource seen = fresh();
    cluster.patch(key, "{\"metadata\": {\"finalizers\": [\"test.cloudkit.io/other\"]}}");

    assertThat(answer(store.addFinalizer(seen))).isEqualTo("conflict");
    assertThat(fresh().snapshot().finalizers()).containsExactly("test.cloudkit.io/other");

    saved(store.addFinalizer(fresh()));
    assertThat(fresh().snapshot().finalizers())
        .containsExactly("test.cloudkit.io/other", FINALIZER);
  }

  @Test
  void removingOneFinalizerLeavesTheOthers() {
    cluster.patch(
        key, "{\"metadata\": {\"finalizers\": [\"test.cloudkit.io/a\", \"" + FINALIZER + "\"]}}");
    cluster.at(key).delete();

    assertThat(answer(store.removeFinalizer(fresh()))).isEqualTo("saved");

    assertThat(fresh().snapshot().finalizers()).containsExactly("test.cloudkit.io/a");
    cluster.patch(key, "{\"metadata\": {\"finalizers\": null}}");
  }

  @Test
  void theLastFinalizerTakesTheResourceAlong() {
    saved(store.addFinalizer(fresh()));
    cluster.at(key).delete();
    told.clear();

    assertThat(answer(store.removeFinalizer(fresh()))).isEqualTo("gone");

    assertThat(store.readFresh(key)).isEmpty();
    assertThat(told).as("the cache must not keep what is gone").isEmpty();
    assertThat(ended).as("nor show it again").hasSize(1);
  }

  @Test
  void whatIsThereAlreadyIsNotWritten() {
    StoredResource with = saved(store.addFinalizer(fresh()));

    assertThat(saved(store.addFinalizer(with))).isEqualTo(with);
    StoredResource without = saved(store.removeFinalizer(with));
    assertThat(saved(store.removeFinalizer(without))).isEqualTo(without);
  }

  @Test
  void aResourceThatIsGoneIsGone() {
    StoredResource seen = fresh();
    cluster.at(key).delete();

    assertThat(answer(store.compareAndSet(seen, LAUNCHING))).isEqualTo("gone");
    assertThat(answer(store.addFinalizer(seen))).isEqualTo("gone");
    assertThat(store.readFresh(key)).isEmpty();
  }

  @Test
  void aNamesakeIsNeverTouched() {
    StoredResource seen = fresh();
    cluster.at(key).delete();
    Widget namesake = cluster.create(key, "{}");

    assertThat(answer(store.compareAndSet(seen, LAUNCHING))).isEqualTo("conflict");
    assertThat(answer(store.addFinalizer(seen))).isEqualTo("conflict");
    cached = Optional.of(namesake);
    assertThat(answer(store.compareAndSet(seen, LAUNCHING))).isEqualTo("gone");
    assertThat(answer(store.addFinalizer(seen))).isEqualTo("gone");

    StoredResource now = fresh();
    assertThat(now.uid()).isEqualTo(namesake.getMetadata().getUid());
    assertThat(now.resourceVersion()).isEqualTo(namesake.getMetadata().getResourceVersion());
  }

  @Test
  void tellsOfEachWrite() {
    StoredResource first = saved(store.addFinalizer(fresh()));
    StoredResource second = saved(store.compareAndSet(first, LAUNCHING));

    assertThat(told)
        .extracting(each -> each.getMetadata().getResourceVersion())
        .containsExactly(first.resourceVersion(), second.resourceVersion());
  }

  @Test
  void readsWithoutAskingWhatIsKnown() {
    assertThat(store.read(key)).isEmpty();
    cached = Optional.of(cluster.at(key).get());
    assertThat(store.read(key)).contains(fresh());
  }

  @Test
  void aLaunchThatCanNotBeReadIsAnError() {
    cluster.patchStatus(key, "{\"status\": {\"launch\": \"soon\"}}");

    assertThatExceptionOfType(UnreadableStatusException.class)
        .isThrownBy(() -> store.readFresh(key));
  }

  @Test
  void aWriteWhoseAnswerIsLostIsSentOnce() {
    onlyEmbedded();
    StoredResource seen = fresh();
    long before = statusWrites();
    cluster.embedded().next("PUT", "*/w/status").losesTheAnswer();

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.compareAndSet(seen, LAUNCHING))
        .withMessageContaining(key.toString());

    assertThat(statusWrites() - before).isEqualTo(1);
    assertThat(fresh().status()).as("it was done all the same").isEqualTo(LAUNCHING);
  }

  @Test
  void aWriteThatIsRefusedForNowIsNotRepeated() {
    onlyEmbedded();
    for (int code : List.of(429, 500, 503)) {
      StoredResource seen = fresh();
      long before = statusWrites();
      cluster.embedded().next("PUT", "*/w/status").answers(code);

      assertThatExceptionOfType(StoreException.class)
          .as("%d", code)
          .isThrownBy(() -> store.compareAndSet(seen, LAUNCHING));

      assertThat(statusWrites() - before).as("%d", code).isEqualTo(1);
    }
  }

  @Test
  void anApiThatIsAwayIsNoAnswer() {
    StoredResource seen = fresh();
    cluster.api().goDown();
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.compareAndSet(seen, LAUNCHING));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.addFinalizer(seen));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.readFresh(key));
    } finally {
      cluster.api().comeUp();
    }
    saved(store.compareAndSet(seen, LAUNCHING));
  }

  private void onlyEmbedded() {
    Assumptions.assumeTrue(kind == ApiKind.EMBEDDED, "faults are made by the embedded API alone");
  }

  private long statusWrites() {
    return cluster.embedded().count(ApiVerb.UPDATE, "widgets/status");
  }

  private StoredResource fresh() {
    return store.readFresh(key).orElseThrow();
  }

  private static StoredResource saved(Saved saved) {
    return saved
        .match(Optional::of, Optional::<StoredResource>empty, Optional::<StoredResource>empty)
        .orElseThrow();
  }

  private static String answer(Saved saved) {
    return saved.match(resource -> "saved", () -> "conflict", () -> "gone");
  }
}
