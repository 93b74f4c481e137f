package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ConfigProperty;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Options of a launch are judged before anything is launched, and nobody launches without them. */
class LaunchOptionsTest {
  private static final List<ConfigProperty> DECLARED =
      List.of(
          ConfigProperty.named("limit", ConfigProperty.Type.STRING, "Where.").build(),
          ConfigProperty.named("forks", ConfigProperty.Type.INTEGER, "How many.")
              .defaultValue("5")
              .build(),
          ConfigProperty.named("zone", ConfigProperty.Type.STRING, "Which.")
              .choices("red", "blue")
              .build());

  private static final Duration LONG = Duration.ofMinutes(2);

  private final World world = new World();

  LaunchOptionsTest() {
    world.adapter = new OptionsAdapter();
    world.options = DECLARED;
    world.restart();
    world.store.create(World.KEY, "small");
  }

  private void set(String option, String value) {
    world.store.edit(World.KEY, machine -> machine.annotated(option, value));
  }

  @Test
  void theDefaultsAreThoseOfTheInstance() {
    LaunchOptions options =
        LaunchOptions.of("east", DECLARED, Map.of("limit", "web*", "zone", "blue"));

    assertThat(options.values())
        .containsOnly(
            Map.entry("limit", "web*"), Map.entry("forks", "5"), Map.entry("zone", "blue"));
    assertThat(options.problem()).isEmpty();
  }

  @Test
  void saysAllThatIsWrongAndWhatThereIs() {
    LaunchOptions options =
        LaunchOptions.of("east", DECLARED, Map.of("limt", "x", "zone", "gre\nen", "forks", "3"));

    assertThat(options.problem())
        .hasValue(
            "launch option limt: expected one of limit, forks, zone, which is what provider instance"
                + " \"east\" takes; remove it; launch option zone: expected one of red, blue, found"
                + " \"gre?en\"; correct it");
    assertThat(LaunchOptions.of("east", List.of(), Map.of("limit", "x")).problem())
        .hasValueSatisfying(text -> assertThat(text).contains("expected no option at all"));
  }

  @Test
  void aRequiredOneThatIsMissingIsAProblem() {
    List<ConfigProperty> required =
        List.of(
            ConfigProperty.named("site", ConfigProperty.Type.STRING, "Where.").required().build());
    assertThat(LaunchOptions.of("east", required, Map.of()).problem())
        .hasValue("launch option site: expected a value, found none; set it");
  }

  @Test
  void theProviderIsGivenThem() {
    set("option/limit", "web*");
    world.live(LONG);
    assertThat(world.provider.lastOptions)
        .containsOnly(Map.entry("limit", "web*"), Map.entry("forks", "5"));
  }

  @Test
  void nothingIsProvisionedWithOneThatIsNotThere() {
    set("option/limt", "web*");
    world.live(LONG);

    assertThat(world.ran(JobType.PROVISION)).isEmpty();
    assertThat(world.store.status(World.KEY).phase()).hasValue(Phase.FAILED);
    assertThat(world.store.status(World.KEY).condition(ConditionType.ACCEPTED))
        .hasValueSatisfying(
            each -> {
              assertThat(each.reason()).isEqualTo("InvalidSpec");
              assertThat(each.message()).contains("launch option limt: expected one of limit");
            });
  }

  @Test
  void aChangeOfThemLaunchesNothing() {
    world.live(LONG);
    set("option/limit", "web*");
    world.live(LONG);
    assertThat(world.ran(JobType.PROVISION)).hasSize(1);
  }

  @Test
  void nothingIsTakenAwayWithoutWhatLimitsIt() {
    world.live(LONG);
    set("option/limt", "web*");
    world.store.edit(World.KEY, InMemoryStore.Machine::deleted);
    world.live(LONG);

    assertThat(world.ran(JobType.DEPROVISION)).isEmpty();
    assertThat(world.store.status(World.KEY).condition(ConditionType.HELD))
        .hasValueSatisfying(each -> assertThat(each.message()).contains("launch option limt"));

    set("option/limt", "");
    world.live(LONG);
    assertThat(world.store.machine(World.KEY)).as("mended, so it went").isEmpty();
  }

  @Test
  void aMistypedNameOfAnAnnotationThatTheAdapterReadsHoldsTheLaunch() {
    set("cloudkit.openshift.io/provier", "elsewhere");
    world.live(LONG);
    assertThat(world.ran(JobType.PROVISION)).isEmpty();
    assertThat(world.store.status(World.KEY).condition(ConditionType.HELD))
        .hasValueSatisfying(
            each -> assertThat(each.message()).contains("expected cloudkit.openshift.io/provider"));
  }

  @Test
  void whatTheAdapterDoesNotUnderstandHoldsTheLaunchUntilItIsCorrected() {
    set("optoin/limit", "web*");
    world.live(LONG);
    assertThat(world.ran(JobType.PROVISION)).isEmpty();
    assertThat(world.store.status(World.KEY).condition(ConditionType.HELD))
        .hasValueSatisfying(
            each -> {
              assertThat(each.reason()).isEqualTo("AnnotationNotUnderstood");
              assertThat(each.message()).isEqualTo("optoin/limit: expected option/limit");
            });

    set("optoin/limit", "");
    world.live(LONG);
    assertThat(world.ran(JobType.PROVISION)).hasSize(1);
  }

  private static final class OptionsAdapter implements ResourceAdapter {
    @Override
    public List<String> mistakes(ResourceSnapshot resource) {
      boolean isMistyped = !resource.annotations().getOrDefault("optoin/limit", "").isEmpty();
      return isMistyped ? List.of("optoin/limit: expected option/limit") : List.of();
    }

    @Override
    public Set<String> annotations() {
      return Set.of("provider");
    }

    @Override
    public String finalizer() {
      return InMemoryStore.FINALIZER;
    }

    @Override
    public Intent intent(ResourceSnapshot resource) {
      Map<String, String> options = new HashMap<>();
      resource
          .annotations()
          .forEach(
              (name, value) -> {
                if (name.startsWith("option/") && !value.isEmpty()) {
                  options.put(name.substring("option/".length()), value);
                }
              });
      return new Intent(
          ConfigVersion.of(resource.section("spec")), Optional.empty(), options, Optional.empty());
    }

    @Override
    public boolean showsEarlierWork(ResourceSnapshot resource) {
      return false;
    }
  }
}
