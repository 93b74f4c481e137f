package io.cloudkit.controller.engine;

import static io.cloudkit.controller.engine.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a provider comes to the resources that need it, and goes again. */
class ProviderTroubleTest {
  private static final Finding ERROR = Finding.error("token", "AAP answers 401", "renew it");

  private final World world = new World();
  private Optional<String> refusal = Optional.empty();

  @BeforeEach
  void letTheProviderRefuse() {
    world.provider.beforeNews =
        () -> {
          if (refusal.isPresent()) {
            throw new ProviderException(refusal.get());
          }
        };
  }

  private long logged(String line) {
    return world.log.stream().filter(line::equals).count();
  }

  private Optional<Condition> condition(ResourceKey key, ConditionType type) {
    return world.store.status(key).condition(type);
  }

  private String message(ConditionType type) {
    return condition(KEY, type).map(Condition::message).orElse("");
  }

  /** Polls each second, and steps who is woken alone. */
  private void poll(Duration duration) {
    for (int i = 0; i < duration.toSeconds(); i++) {
      world.pass(Duration.ofSeconds(1));
      world.controller.pollOnce();
      if (world.log.remove("wake " + KEY)) {
        world.step();
      }
    }
  }

  private void launched() {
    world.playbook = Duration.ofHours(1);
    world.store.create(KEY, "small");
    world.step();
    poll(Duration.ofSeconds(3));
    world.log.clear();
  }

  @Test
  void aRevokedTokenIsShownByTheRunningResourceInOneWrite() {
    launched();
    refusal = Optional.of("AAP answered 401; check the token");
    poll(Duration.ofMinutes(10));
    assertThat(message(ConditionType.JOB_STATE_STALE)).contains("check the token");
    assertThat(message(ConditionType.PROGRESSING)).contains("nothing was heard of it since");
    assertThat(logged("wrote")).isEqualTo(1);
    assertThat(logged("told NoNews")).isEqualTo(1);
  }

  @Test
  void theFirstAnswerEndsIt() {
    launched();
    refusal = Optional.of("AAP answered 401; check the token");
    poll(Duration.ofMinutes(2));
    refusal = Optional.empty();
    poll(Duration.ofSeconds(1));
    assertThat(condition(KEY, ConditionType.JOB_STATE_STALE)).isEmpty();
    assertThat(message(ConditionType.PROGRESSING)).endsWith("runs");
  }

  @Test
  void aNewProcessTakesItAwayWhenItHasAnAnswer() {
    launched();
    refusal = Optional.of("AAP answered 401; check the token");
    poll(Duration.ofMinutes(2));
    world.restart();
    world.step();
    assertThat(message(ConditionType.JOB_STATE_STALE)).contains("check the token");
    refusal = Optional.empty();
    poll(Duration.ofSeconds(1));
    assertThat(condition(KEY, ConditionType.JOB_STATE_STALE)).isEmpty();
  }

  @Test
  void whatAPreflightFindsComesToTheRunningResourceOnce() {
    launched();
    world.controller.preflight("aap", List.of(ERROR));
    world.controller.preflight("aap", List.of(ERROR, Finding.info("version", "4.6")));
    assertThat(world.log).containsExactly("wake " + KEY);
    world.step();
    assertThat(message(ConditionType.PROVIDER_UNREADY)).contains("AAP answers 401; renew it");
    assertThat(logged("told PreflightFailed")).isEqualTo(1);
    world.controller.preflight("aap", List.of());
    world.step();
    assertThat(condition(KEY, ConditionType.PROVIDER_UNREADY)).isEmpty();
  }

  @Test
  void whatAPreflightFindsKeepsNoLaunch() {
    world.controller.preflight("aap", List.of(ERROR));
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    assertThat(world.ran(JobType.PROVISION)).hasSize(1);
    assertThat(condition(KEY, ConditionType.AVAILABLE).orElseThrow().isTrue()).isTrue();
    assertThat(condition(KEY, ConditionType.PROVIDER_UNREADY)).isEmpty();
  }

  @Test
  void aFleetThatIsReadyIsNotWokenByAPreflight() {
    world.fleetOfWhich(0);
    world.controller.preflight("aap", List.of(ERROR));
    assertThat(world.log).isEmpty();
  }
}
