package io.cloudkit.controller.decide;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table has all that can be decided, and has it once. */
class DecisionCoverageTest {
  private static final Path SOURCES = Path.of("src/main/java/io/cloudkit/controller/decide");

  /** How a reason is written in a source. */
  private static final Pattern REASON = Pattern.compile("\"((?:[A-Z][a-z]+)+)\"");

  /**
   * Rules that may as well stand before the one before them: once the rules before both did not
   * hold, the two never hold at once.
   */
  private static final Set<String> NEVER_WITH_THE_RULE_BEFORE =
      Set.of(
          // what is unmanaged is not deleted here
          "orphaned: let go, leave the infrastructure",
          // jobs are there, or the status was lost with them
          "status lost, answered: follow the answer",
          // there are jobs, or there never was one
          "deleting: nothing was ever launched, and a person holds it: wait",
          "deleting: something that provisions may be alive: wait",
          // the deprovision job runs, has succeeded, or has failed
          "deleting: deprovisioned: release",
          "deleting: deprovision failed and does not block: release",
          // the resource goes and nothing that provisions is alive, or it stays
          "provision job runs: wait",
          // what a job works on is not as desired before it has ended
          "as desired");

  /** The rows in which each rule decided, or asked. No other row can tell that it is gone. */
  private static final Map<String, List<Row>> ROWS_OF = new HashMap<>();

  static {
    for (Row row : Rows.ALL) {
      Set<String> rules = row.steps().stream().map(s -> s.decision().rule()).collect(toSet());
      rules.forEach(rule -> ROWS_OF.computeIfAbsent(rule, r -> new ArrayList<>()).add(row));
    }
  }

  static Stream<Rule> rulesWithAGuard() {
    return Rules.ALL.stream().limit(Rules.ALL.size() - 1);
  }

  static IntStream placesAfterTheFirst() {
    return IntStream.range(1, Rules.ALL.size());
  }

  private static Stream<Decision> decisions() {
    return Rows.ALL.stream().flatMap(row -> row.steps().stream()).map(Step::decision);
  }

  @Test
  void everyRuleDecidesARow() {
    Set<String> rules = Rules.ALL.stream().map(Rule::name).collect(toCollection(TreeSet::new));
    assertThat(rules).as("names of rules are unique").hasSize(Rules.ALL.size());
    Rows.ALL.forEach(row -> rules.remove(row.decision().rule()));
    assertThat(rules).as("rules that decide no row").isEmpty();
  }

  /**
   * No rule can be taken away unnoticed; nothing stands behind the last one, which always holds.
   */
  @ParameterizedTest
  @MethodSource("rulesWithAGuard")
  void withoutARuleARowGoesRed(Rule rule) {
    List<Rule> others = Rules.ALL.stream().filter(each -> !each.equals(rule)).toList();
    assertThat(ROWS_OF.getOrDefault(rule.name(), List.of()))
        .as("rows that need \"%s\"", rule.name())
        .anyMatch(row -> row.refutes(others));
  }

  /** Where the guards of two neighbours hold at once, a row says which of the two decides. */
  @ParameterizedTest
  @MethodSource("placesAfterTheFirst")
  void outOfItsPlaceARuleTurnsARowRed(int place) {
    List<Rule> swapped = new ArrayList<>(Rules.ALL);
    Collections.swap(swapped, place - 1, place);
    String rule = Rules.ALL.get(place).name();
    String before = Rules.ALL.get(place - 1).name();
    assertThat(
            ROWS_OF.getOrDefault(before, List.of()).stream().anyMatch(row -> row.refutes(swapped)))
        .as("a row goes red when \"%s\" comes before \"%s\"", rule, before)
        .isNotEqualTo(NEVER_WITH_THE_RULE_BEFORE.contains(rule));
  }

  @Test
  void everyEffectHasARow() {
    Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Effect.class.getPermittedSubclasses()));
    decisions().forEach(decision -> kinds.remove(decision.effect().getClass()));
    assertThat(kinds).as("effects that no row produces").isEmpty();
  }

  @Test
  void everyQuestionHasARow() {
    Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Question.class.getPermittedSubclasses()));
    decisions()
        .flatMap(decision -> decision.effect().asks().stream())
        .forEach(question -> kinds.remove(question.getClass()));
    assertThat(kinds).as("questions that no row produces").isEmpty();
  }

  @Test
  void everyKindOfLaunchHasARow() {
    Set<String> kinds =
        decisions()
            .flatMap(decision -> Then.launch(decision).stream())
            .map(launch -> launch.type() + " of " + launch.operation())
            .collect(toSet());
    for (JobType type : JobType.values()) {
      assertThat(kinds).contains(type + " of op-new", type + " of op-9");
    }
  }

  @Test
  void everyReleaseGroundHasARow() {
    Set<ReleaseGround> grounds = new HashSet<>(Arrays.asList(ReleaseGround.values()));
    decisions().forEach(decision -> grounds.removeAll(grounds(decision.effect())));
    assertThat(grounds).as("grounds on which no row releases").isEmpty();
  }

  @Test
  void everyConditionHasARow() {
    Set<ConditionType> types = new HashSet<>(Arrays.asList(ConditionType.values()));
    decisions().forEach(decision -> types.removeIf(decision.next()::isTrue));
    assertThat(types).as("conditions that no row shows").isEmpty();
  }

  /** The reasons are read from the sources of the rules: no list of them has to be kept. */
  @Test
  void everyReasonHasARow() throws IOException {
    Set<String> reasons = new TreeSet<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        REASON.matcher(Files.readString(source)).results().forEach(r -> reasons.add(word(r)));
      }
    }
    reasons.removeAll(Set.of("True", "False")); // values of conditions
    for (FailureKind kind : FailureKind.values()) {
      reasons.add(kind.toString());
    }
    assertThat(reasons).as("the sources are there").contains("JobRunning", "LaunchUnresolved");

    for (Row row : Rows.ALL) {
      row.decision().notices().forEach(notice -> reasons.remove(notice.reason()));
      row.decision().next().conditions().stream()
          .filter(each -> !row.given().status().conditions().contains(each))
          .forEach(each -> reasons.remove(each.reason()));
    }
    assertThat(reasons).as("reasons that no row gives").isEmpty();
  }

  private static String word(MatchResult match) {
    return match.group(1);
  }

  /**
   * Two rows overlap when they tell of one situation: the same is asked of the resource, written
   * about it and known besides, and the same was answered to what had to be asked. What would have
   * been answered does not count, nor how an annotation is written that means the same. As one
   * situation has one decision, the second row says nothing that belongs not into the first.
   */
  @Test
  void noTwoRowsOverlap() {
    Map<Situation, List<String>> sentences =
        Rows.ALL.stream()
            .collect(groupingBy(row -> row.last().situation(), mapping(Row::sentence, toList())));
    assertThat(sentences.values().stream().filter(rows -> rows.size() > 1))
        .as("rows of one situation")
        .isEmpty();
  }

  @Test
  void sentencesAreUnique() {
    assertThat(Rows.ALL).extracting(Row::sentence).doesNotHaveDuplicates();
  }

  private static List<ReleaseGround> grounds(Effect effect) {
    return effect.match(
        List::of, q -> List.of(), List::of, launch -> List.of(), jobs -> List.of(), List::of);
  }
}
