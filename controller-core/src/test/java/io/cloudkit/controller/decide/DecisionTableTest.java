package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided in which situation, and why: the specification of the engine, by example. */
class DecisionTableTest {
  private static final Duration LATER = Duration.ofMinutes(1);

  static Stream<Row> rows() {
    return Stream.of(
            PersonRows.ALL,
            MemoryRows.ALL,
            UnresolvedRows.ALL,
            JobRows.ALL,
            DeletionRows.ALL,
            ProvisionRows.ALL,
            OrderRows.ALL)
        .flatMap(List::stream);
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

  @Test
  void everyRuleHasARow() {
    Set<String> rules =
        Rules.ALL.stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    assertThat(rules).as("names of rules are unique").hasSize(Rules.ALL.size());
    rows().map(row -> row.decision().rule()).forEach(rules::remove);
    assertThat(rules).as("rules that no row produces").isEmpty();
  }

  @Test
  void everyEffectHasARow() {
    Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Effect.class.getPermittedSubclasses()));
    rows()
        .flatMap(row -> row.steps().stream())
        .map(Step::decision)
        .forEach(d -> kinds.remove(d.effect().getClass()));
    assertThat(kinds).as("effects that no row produces").isEmpty();
  }

  @Test
  void everyQuestionHasARow() {
    Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Question.class.getPermittedSubclasses()));
    rows()
        .flatMap(row -> row.steps().stream())
        .map(Step::decision)
        .forEach(d -> question(d.effect()).forEach(each -> kinds.remove(each.getClass())));
    assertThat(kinds).as("questions that no row produces").isEmpty();
  }

  @Test
  void everyReleaseGroundAndConditionHasARow() {
    Set<Object> missing = new HashSet<>(Arrays.asList(ReleaseGround.values()));
    missing.addAll(Arrays.asList(ConditionType.values()));
    rows()
        .map(Row::decision)
        .forEach(
            d -> {
              ground(d.effect()).forEach(missing::remove);
              Stream.of(ConditionType.values()).filter(d.next()::isTrue).forEach(missing::remove);
            });
    assertThat(missing).as("grounds and conditions that no row produces").isEmpty();
  }

  @Test
  void sentencesAreUnique() {
    assertThat(rows().map(Row::sentence)).doesNotHaveDuplicates();
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

  private static List<Question> question(Effect effect) {
    return effect.match(
        List::of, List::of, List::of, launch -> List.of(), jobs -> List.of(), g -> List.of());
  }

  private static List<ReleaseGround> ground(Effect effect) {
    return effect.match(
        List::of, q -> List.of(), List::of, launch -> List.of(), jobs -> List.of(), List::of);
  }
}
