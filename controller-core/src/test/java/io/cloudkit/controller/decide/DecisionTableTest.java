package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided in which situation, and why: the specification of the engine, by example. */
class DecisionTableTest {
  private static final Duration LATER = Duration.ofMinutes(1);

  static Stream<Row> rows() {
    return Rows.ALL.stream();
  }

  /** The rows that write conditions. */
  static Stream<Row> writingRows() {
    return rows()
        .filter(
            row -> !row.decision().next().conditions().equals(row.given().status().conditions()));
  }

  /** The rows that end in waiting for something. */
  static Stream<Row> waitingRows() {
    return rows().filter(row -> waits(row.decision()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void decidesAsTheTableSays(Row row) {
    row.check();
  }

  @ParameterizedTest
  @MethodSource("writingRows")
  void whatIsWrittenHasAllConditionsOfItsGeneration(Row row) {
    Decision decision = row.decision();
    for (ConditionType type : ConditionType.values()) {
      if (type.isPermanent()) {
        assertThat(decision.next().condition(type)).as("%s", type).isPresent();
      }
      decision
          .next()
          .condition(type)
          .ifPresent(
              each -> assertThat(each.observedGeneration()).isEqualTo(row.given().generation()));
    }
    assertThat(decision.next().conditions()).extracting(Condition::type).doesNotHaveDuplicates();
    assertThat(decision.next().observedGeneration()).isEqualTo(row.given().generation());
  }

  /** Otherwise it would write for ever, and tell for ever. */
  @ParameterizedTest
  @MethodSource("waitingRows")
  void whoWaitsWritesAndTellsNothingAMinuteLater(Row row) {
    Decision first = row.decision();
    Duration step = first.wakeAfter().map(each -> min(each.dividedBy(2), LATER)).orElse(LATER);
    Decision second = again(row, first, Given.NOW.plus(step));
    assertThat(second.next()).isEqualTo(first.next());
    assertThat(second.notices()).isEmpty();
  }

  /** Deciding again at once is for what changed; it must come to an end. */
  @ParameterizedTest
  @MethodSource("rows")
  void decidingAgainAtOnceComesToAnEnd(Row row) {
    Decision decision = row.decision();
    int rounds = 0;
    while (isAgainAtOnce(decision)) {
      assertThat(rounds++).as("rounds, the last by %s", decision.rule()).isLessThan(6);
      decision = again(row, decision, Given.NOW);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aTransitionTimeMovesWithItsStatusAlone(Row row) {
    Decision first = row.decision();
    Instant later = Given.NOW.plus(LATER);
    ResourceStatus next = again(row, first, later).next();
    for (Condition condition : next.conditions()) {
      first.next().conditions().stream()
          .filter(each -> each.type().equals(condition.type()))
          .filter(each -> each.status().equals(condition.status()))
          .forEach(
              each ->
                  assertThat(condition.lastTransitionTime()).isEqualTo(each.lastTransitionTime()));
    }
  }

  private static boolean waits(Decision decision) {
    return decision.effect().equals(Effect.none()) && !isAgainAtOnce(decision);
  }

  private static boolean isAgainAtOnce(Decision decision) {
    return decision.effect().equals(Effect.none())
        && decision.wakeAfter().filter(Duration::isZero).isPresent();
  }

  /** What is decided at that time, of what the first decision wrote. */
  private static Decision again(Row row, Decision first, Instant now) {
    return Row.last(row.given().decide(Decider::decide, first.next(), now)).decision();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
