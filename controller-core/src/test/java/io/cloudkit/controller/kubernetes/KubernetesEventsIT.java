package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.testapi.ApiKind;
import io.cloudkit.controller.testapi.TestCluster;
import io.cloudkit.controller.testapi.Widget;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(ApiKind.class)
class KubernetesEventsIT {
  private static final Notice LAUNCHED = Notice.normal("Launched", "job 7 was launched");

  private static TestCluster cluster;

  private final ApiKind kind;
  private final Queue<Runnable> background = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Widget widget;
  private KubernetesEvents events;

  KubernetesEventsIT(ApiKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void startCluster(ApiKind kind) {
    cluster = new TestCluster(kind);
  }

  @AfterParameterizedClassInvocation
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void createWidget() {
    widget = cluster.create(new ResourceKey(cluster.freshNamespace(), "w"), "{}");
    events = new KubernetesEvents(cluster.client(), "it", background::add, () -> now);
  }

  @Test
  void isWrittenBesideTheResourceAndInTheBackground() {
    events.publish(widget.snapshot(), Notice.warning("JobOverdue", "it runs too long"));
    assertThat(written()).as("not on the caller's thread").isEmpty();

    work();

    Event event = written().get(0);
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("JobOverdue");
    assertThat(event.getMessage()).isEqualTo("it runs too long");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(widget.getMetadata().getUid());
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Widget");
  }

  @Test
  void theSameIsCountedInsteadOfWrittenAgain() {
    events.publish(widget.snapshot(), LAUNCHED);
    now = now.plus(Duration.ofMinutes(9));
    events.publish(widget.snapshot(), LAUNCHED);
    events.publish(widget.snapshot(), Notice.normal("Launched", "job 8 was launched"));
    work();

    assertThat(written()).hasSize(2);
    Event counted =
        written().stream().filter(each -> each.getCount() == 2).findFirst().orElseThrow();
    assertThat(Duration.between(at(counted.getFirstTimestamp()), at(counted.getLastTimestamp())))
        .isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void aFloodOfTheSameIsCountedNowAndThen() {
    for (int i = 0; i < 100; i++) {
      events.publish(widget.snapshot(), LAUNCHED);
      now = now.plus(Duration.ofMillis(100));
    }
    assertThat(background).as("writes").hasSize(1);
    now = now.plus(Duration.ofSeconds(10));
    events.publish(widget.snapshot(), LAUNCHED);
    work();

    assertThat(written()).hasSize(1);
    assertThat(written().get(0).getCount()).isEqualTo(101);
  }

  @Test
  void anEventThatTheServerForgotIsWrittenAnew() {
    events.publish(widget.snapshot(), LAUNCHED);
    work();
    written().forEach(each -> cluster.client().resource(each).delete());
    now = now.plus(Duration.ofHours(2));
    events.publish(widget.snapshot(), LAUNCHED);
    work();

    assertThat(written()).hasSize(1);
  }

  @Test
  void aRefusalIsTolerated() {
    Assumptions.assumeTrue(kind == ApiKind.EMBEDDED, "faults are made by the embedded API alone");
    cluster.embedded().next("POST", "*/events").answers(403);
    events.publish(widget.snapshot(), LAUNCHED);

    work();

    assertThat(written()).isEmpty();
  }

  @Test
  void aNamespaceThatIsGoneIsTolerated() {
    String document =
        "{\"apiVersion\": \"test.cloudkit.io/v1\", \"kind\": \"Widget\", \"metadata\":"
            + " {\"namespace\": \"nowhere\", \"name\": \"w\", \"uid\": \"u\"}}";
    Widget lost = cluster.client().getKubernetesSerialization().unmarshal(document, Widget.class);

    events.publish(lost.snapshot(), LAUNCHED);

    work();
  }

  @Test
  void aFullExecutorLosesTheEventAndNothingElse() {
    KubernetesEvents busy =
        new KubernetesEvents(
            cluster.client(),
            "it",
            task -> {
              throw new RejectedExecutionException("full");
            },
            () -> now);

    busy.publish(widget.snapshot(), LAUNCHED);

    assertThat(written()).isEmpty();
  }

  @Test
  void aLongMessageIsCut() {
    events.publish(widget.snapshot(), Notice.normal("Launched", "😀".repeat(1500)));

    work();

    await().untilAsserted(() -> assertThat(written()).hasSize(1));
    assertThat(written().get(0).getMessage().length()).isLessThanOrEqualTo(1000);
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  private void work() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private List<Event> written() {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(widget.getMetadata().getNamespace())
        .list()
        .getItems();
  }
}
