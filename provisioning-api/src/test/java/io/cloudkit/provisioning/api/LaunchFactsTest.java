package io.cloudkit.provisioning.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchFactsTest {
  private static final ResourceSnapshot RESOURCE =
      ResourceSnapshot.of(
          Map.of(
              "apiVersion", "v1", "kind", "Thing", "metadata", Map.of("name", "a", "uid", "u-1")));
  private static final LaunchFacts FACTS =
      new LaunchRequest(
              new LaunchPlan("jobs", "0a", JobType.DEPROVISION, "v1-00", Map.of(), RESOURCE),
              "c1",
              1,
              Optional.empty(),
              Deadline.after(Duration.ofSeconds(1), () -> 0))
          .facts();

  @Test
  void aLaunchIsToldUnderNamesOfTheProvidersOwn() {
    assertThat(FACTS.texts("example.com/"))
        .containsExactly(
            entry("example.com/claim", "c1"),
            entry("example.com/config-version", "v1-00"),
            entry("example.com/operation", "0a"),
            entry("example.com/resource-uid", "u-1"),
            entry("example.com/type", "Deprovision"));
  }

  @Test
  void whatWasToldIsReadBackFromAmongOtherThings() {
    Map<String, String> kept =
        Map.of(
            "ck-claim", "c1",
            "ck-config-version", "v1-00",
            "ck-operation", "0a",
            "ck-resource-uid", "u-1",
            "ck-type", "Deprovision",
            "ck-colour", "blue",
            "claim", "another's");

    LaunchFacts echo = LaunchFacts.read("ck-", kept);

    assertThat(echo).isEqualTo(FACTS).hasSameHashCodeAs(FACTS);
    assertThat(echo.type()).contains(JobType.DEPROVISION);
    assertThat(echo.operation()).contains("0a");
    assertThat(echo.claim()).contains("c1");
    assertThat(echo.configVersion()).contains("v1-00");
    assertThat(echo.resourceUid()).contains("u-1");
  }

  @Test
  void whatSomebodyEditedCountsAsNotEchoed() {
    LaunchFacts echo =
        LaunchFacts.read(
            "",
            Map.of(
                "type", "Provisionn",
                "operation", "0".repeat(65),
                "claim", "two words",
                "config-version", "",
                "resource-uid", "u\t1"));

    assertThat(echo).isEqualTo(LaunchFacts.none());
  }

  @Test
  void theLongestThatALaunchMayHoldIsReadBack() {
    Map<String, String> longest =
        Map.of(
            "operation", "0".repeat(64),
            "claim", "c".repeat(64),
            "config-version", "v".repeat(128),
            "resource-uid", "u".repeat(128));

    assertThat(LaunchFacts.read("", longest).texts("")).isEqualTo(longest);
  }
}
