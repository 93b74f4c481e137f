package io.cloudkit.controller.kubernetes;

import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.testapi.ApiKind;
import io.cloudkit.controller.testapi.TestCluster;
import io.cloudkit.controller.testapi.Widget;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpWatchIT {
  /** Of one, two, three and four bytes. */
  private static final String WORDS = "hold für … 機 🙂";

  @ParameterizedTest
  @EnumSource(ApiKind.class)
  void aWatchSeesWhatComesAfterAnUmlaut(ApiKind kind) {
    try (TestCluster cluster = new TestCluster(kind)) {
      ResourceKey key = new ResourceKey(cluster.freshNamespace(), "w");
      cluster.create(key, "{}");
      try (SharedIndexInformer<Widget> cache =
          cluster.client().resources(Widget.class).inNamespace(key.namespace()).inform()) {
        for (int i = 0; i < 3; i++) {
          String words = WORDS + i;
          cluster.patch(key, "{\"spec\": {\"words\": \"" + words + "\"}}");
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> cache.getIndexer().list().get(0).snapshot().section("spec").get("words"),
                  words::equals);
        }
      }
    }
  }
}
