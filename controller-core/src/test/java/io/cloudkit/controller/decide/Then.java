package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a row expects of its decision. */
final class Then {
  private final List<Consumer<Decision>> expectations = new ArrayList<>();
  private boolean writesNothing;

  private Then() {}

  // the effect

  static Then launches(JobType type) {
    return new Then()
        .and(d -> assertThat(launch(d)).as("launch of %s", d).isPresent())
        .and(d -> assertThat(launch(d).orElseThrow().type()).isEqualTo(type))
        .and(d -> assertThat(d.next().launch()).isEqualTo(launch(d)));
  }

  static Then asks(Question question) {
    return effect(Effect.ask(question));
  }

  static Then asksForABookmark() {
    return new Then()
        .and(
            d ->
                assertThat(d.effect().toString())
                    .startsWith("AskEffect[question=BookmarkQuestion[planned="));
  }

  static Then cancels(String... ids) {
    return new Then()
        .and(d -> assertThat(cancelled(d)).as("cancels of %s", d).containsExactlyInAnyOrder(ids));
  }

  static Then releases(ReleaseGround ground) {
    return effect(Effect.release(ground));
  }

  static Then addsFinalizer() {
    return effect(Effect.addFinalizer());
  }

  /** Nothing is done; the status says why. */
  static Then waits() {
    return effect(Effect.none());
  }

  private static Then effect(Effect effect) {
    return new Then().and(d -> assertThat(d.effect()).as("effect of %s", d).isEqualTo(effect));
  }

  // more about a launch

  Then of(String version) {
    return and(d -> assertThat(launch(d).orElseThrow().configVersion()).isEqualTo(version));
  }

  Then at(String provider) {
    return and(d -> assertThat(launch(d).orElseThrow().provider()).isEqualTo(provider));
  }

  Then attempt(int number) {
    return and(d -> assertThat(launch(d).orElseThrow().attempt()).isEqualTo(number));
  }

  /** The same effort, under a permission of its own. */
  Then again(String operation) {
    return and(
        d -> {
          assertThat(launch(d).orElseThrow().operation()).isEqualTo(operation);
          assertThat(launch(d).orElseThrow().claim()).isEqualTo("claim-new");
        });
  }

  Then asANewOperation() {
    return again("op-new");
  }

  Then unproven() {
    return and(d -> assertThat(launch(d).orElseThrow().unproven()).isTrue());
  }

  // what is written

  Then phase(Phase phase) {
    return and(d -> assertThat(d.next().phase()).contains(phase));
  }

  /** The reason of Progressing, which says what goes on or why nothing does. */
  Then because(String reason) {
    return and(
        d ->
            assertThat(d.next().condition(ConditionType.PROGRESSING).map(Condition::reason))
                .as("reason of %s", d)
                .contains(reason));
  }

  Then saying(String part) {
    return and(
        d ->
            assertThat(
                    d.next()
                        .condition(ConditionType.PROGRESSING)
                        .map(Condition::message)
                        .orElse(""))
                .contains(part));
  }

  Then showing(ConditionType type) {
    return and(d -> assertThat(d.next().isTrue(type)).as("%s of %s", type, d.next()).isTrue());
  }

  Then showing(ConditionType type, String part) {
    return showing(type)
        .and(d -> assertThat(d.next().condition(type).orElseThrow().message()).contains(part));
  }

  Then notShowing(ConditionType type) {
    return and(d -> assertThat(d.next().isTrue(type)).as("%s of %s", type, d.next()).isFalse());
  }

  Then notAccepted(String part) {
    return and(
        d ->
            assertThat(d.next().condition(ConditionType.ACCEPTED).orElseThrow())
                .matches(each -> each.status().equals("False"), "False")
                .extracting(Condition::message)
                .asString()
                .contains(part));
  }

  Then writing(String what, Predicate<ResourceStatus> predicate) {
    return and(d -> assertThat(d.next()).matches(predicate, what));
  }

  Then writingNothing() {
    writesNothing = true;
    return this;
  }

  // what else

  Then telling(String reason) {
    return and(d -> assertThat(d.notices()).extracting(Notice::reason).contains(reason));
  }

  Then telling(String reason, String part) {
    return and(
        d ->
            assertThat(d.notices())
                .as("notices of %s", d)
                .anyMatch(n -> n.reason().equals(reason) && n.message().contains(part)));
  }

  Then tellingNothing() {
    return and(d -> assertThat(d.notices()).isEmpty());
  }

  Then wakingAfter(Duration delay) {
    return and(d -> assertThat(d.wakeAfter()).contains(delay));
  }

  Then wakingWithin(Duration atMost) {
    return and(d -> assertThat(d.wakeAfter().orElseThrow()).isLessThanOrEqualTo(atMost));
  }

  Then and(Consumer<Decision> expectation) {
    expectations.add(expectation);
    return this;
  }

  void check(Decision decision, ResourceStatus stored) {
    if (writesNothing) {
      assertThat(decision.next()).isEqualTo(stored);
    }
    expectations.forEach(each -> each.accept(decision));
  }

  static Optional<Launch> launch(Decision decision) {
    return decision
        .effect()
        .match(
            Optional::empty,
            question -> Optional.empty(),
            Optional::empty,
            Optional::of,
            jobs -> Optional.empty(),
            ground -> Optional.empty());
  }

  private static List<String> cancelled(Decision decision) {
    return decision
        .effect()
        .match(
            List::of,
            question -> List.of(),
            List::of,
            launch -> List.of(),
            jobs -> jobs.stream().map(Job::id).toList(),
            ground -> List.of());
  }
}
