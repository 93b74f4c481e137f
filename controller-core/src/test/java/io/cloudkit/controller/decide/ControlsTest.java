package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person says, in every situation that the table has: it has the effect that its
 * documentation promises, or a condition says what stands against it, or there was nothing for it
 * to change.
 */
class ControlsTest {
  private static final String WORD = "word-of-now";

  /** What only a person, or time, gets it out of. */
  private static final Set<String> ENDED_BY_RETRY =
      Set.of(
          "failed a while ago: wait",
          "failed too often: wait for a person",
          "cancelled by another hand: hold",
          "deleting: deprovision failed a while ago: wait",
          "deleting: deprovision cancelled by another hand: hold",
          "launches are stopped: wait",
          "deleting: launches are stopped: wait");

  static Stream<Row> rows() {
    return Rows.ALL.stream();
  }

  /** Those in which no annotation answers a question already. */
  static Stream<Row> rowsWithoutAnAnswer() {
    return rows()
        .filter(row -> !row.given().says("resolve-launch") && !row.given().says("resolve-status"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsHeldLaunchesNothingAndLetsNothingGoThatWasNotLetGo(Row row) {
    Decision held = row.given().decideIfSaid("hold", "maintenance");
    assertThat(held.effect().isLaunch()).isFalse();
    if (wouldBegin(row) || held.rule().endsWith("a person holds it: wait")) {
      assertThat(held.next().isTrue(ConditionType.HELD)).as("says that it is held").isTrue();
      assertThat(held.effect()).isEqualTo(Effect.none());
    } else if (held.rule().equals("as desired")) {
      assertThat(held.next().isTrue(ConditionType.HELD)).as("says that it is held").isTrue();
      assertThat(withoutWhatIsSaid(held.next()))
          .isEqualTo(withoutWhatIsSaid(row.decision().next()));
    } else if (row.given().status().launch().isEmpty()) {
      isAsWithout(row, held);
    }
  }

  private static ResourceStatus withoutWhatIsSaid(ResourceStatus status) {
    return status.edit().conditions(List.of()).build();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aWordThatIsNotUnderstoodHoldsAndIsNamed(Row row) {
    for (String annotation :
        List.of("management-state", "deletion-policy", "resolve-launch", "resolve-status")) {
      Decision held = row.given().decideIfSaid(annotation, "tpyo");
      assertThat(held.effect().isLaunch()).isFalse();
      if (wouldBegin(row)) {
        assertThat(held.next().condition(ConditionType.HELD).orElseThrow().message())
            .contains(annotation, "tpyo");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsUnmanagedIsNeitherLaunchedNorCancelledNorAskedAbout(Row row) {
    Decision left = row.given().decideIfSaid("management-state", "unmanaged");
    assertThat(left.effect().isNone() || left.effect().isRelease()).isTrue();
    assertThat(left.effect().isRelease()).isEqualTo(row.given().mayBeLetGo());
    assertThat(row.given().isDeleted() || left.next().isTrue(ConditionType.HELD) || neverSeen(row))
        .as("lets go, or says why nothing happens")
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsManualLaunchesNothingAndIsLetGoWhenItIsDeleted(Row row) {
    Decision manual = row.given().decideIfSaid("management-state", "manual");
    assertThat(manual.effect().isLaunch()).isFalse();
    assertThat(!row.given().mayBeLetGo() || manual.effect().isRelease()).isTrue();
    if (wouldBegin(row) && !row.given().isDeleted()) {
      assertThat(manual.next().isTrue(ConditionType.HELD)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsOrphanedIsLetGoWhenItIsDeletedAndLivesAsBeforeElse(Row row) {
    Decision orphaned = row.given().decideIfSaid("deletion-policy", "orphan");
    if (row.given().isDeleted()) {
      assertThat(orphaned.effect().isRelease()).isEqualTo(row.given().mayBeLetGo());
      assertThat(orphaned.effect().isLaunch()).isFalse();
    } else {
      isAsWithout(row, orphaned);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRetryEndsAPauseAndChangesNothingElse(Row row) {
    Decision again = row.given().decideIfSaid("retry", WORD);
    if (ENDED_BY_RETRY.contains(row.decision().rule())) {
      assertThat(again)
          .as("goes on, or says what else stands against it")
          .matches(
              decision ->
                  decision.rule().contains("stopped")
                      || !ENDED_BY_RETRY.contains(decision.rule())
                      || asksForANewWord(decision));
    } else {
      assertThat(again.rule()).isEqualTo(row.decision().rule());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRerunProvisionsOnceMoreWhatIsAsDesiredAndChangesNothingElse(Row row) {
    Decision again = row.given().decideIfSaid("rerun", WORD);
    if (row.decision().rule().equals("as desired")) {
      assertThat(again.rule()).isNotEqualTo("as desired");
      assertThat(!again.effect().isLaunch() || isFollowed(again)).isTrue();
    } else {
      assertThat(again.rule()).isEqualTo(row.decision().rule());
      assertThat(again.effect().isLaunch()).isEqualTo(row.decision().effect().isLaunch());
      assertThat(withoutTheWord(again.next())).isEqualTo(withoutTheWord(row.decision().next()));
    }
  }

  private static boolean isFollowed(Decision decision) {
    return decision.next().launch().flatMap(Launch::rerun).equals(Optional.of(WORD));
  }

  /** Nor what is said of it. */
  private static ResourceStatus withoutTheWord(ResourceStatus status) {
    return status
        .edit()
        .conditions(List.of())
        .handledRerun(Optional.empty())
        .launch(status.launch().map(each -> each.following(Optional.empty())))
        .build();
  }

  /** It came before the cancel that it would undo, and is done with. */
  private static boolean asksForANewWord(Decision decision) {
    return decision.next().handledRetry().equals(Optional.of(WORD))
        && decision
            .next()
            .condition(ConditionType.HELD)
            .filter(held -> held.message().contains("retry=<any new word>"))
            .isPresent();
  }

  @ParameterizedTest
  @MethodSource("rowsWithoutAnAnswer")
  void anAnswerToAnotherQuestionChangesNothingAndIsNamedWhereOneIsAsked(Row row) {
    for (String verdict : List.of("retry", "abandon", "adopt:7")) {
      String answer = "op-of-another=" + verdict;
      isAsked(row, row.given().decideIfSaid("resolve-launch", answer), "op-of-another");
    }
    for (String belief : List.of("adopt", "relaunch")) {
      String answer = "loss-of-another=" + belief;
      isAsked(row, row.given().decideIfSaid("resolve-status", answer), "loss-of-another");
    }
  }

  /** Nothing else is done, and if a person is asked just that, it is said what was answered. */
  private static void isAsked(Row row, Decision decision, String answered) {
    ConditionType question =
        answered.startsWith("op") ? ConditionType.LAUNCH_UNRESOLVED : ConditionType.STATUS_LOST;
    if (row.decision().next().isTrue(question)
        && !row.decision().next().equals(row.given().status())) {
      assertThat(decision.next().condition(question).orElseThrow().message()).contains(answered);
      assertThat(decision.effect()).isEqualTo(row.decision().effect());
      assertThat(decision.next().edit().conditions(List.of()).build())
          .isEqualTo(row.decision().next().edit().conditions(List.of()).build());
    } else {
      isAsWithout(row, decision);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void nothingIsLaunchedWhenLaunchesAreStopped(Row row) {
    Decision stopped = row.given().decideIfStopped("new launches are disabled");
    assertThat(stopped.effect().isLaunch()).isFalse();
    if (wouldBegin(row)) {
      assertThat(stopped.next().condition(ConditionType.STALLED).orElseThrow().message())
          .contains("new launches are disabled");
    }
  }

  /** A lost launch that may not be sent again is closed, or a condition asks what became of it. */
  private static boolean wouldBegin(Row row) {
    return row.decision().effect().isLaunch() && row.given().status().launch().isEmpty();
  }

  private static boolean neverSeen(Row row) {
    return row.given().status().launchSequence().isEmpty();
  }

  private static void isAsWithout(Row row, Decision decision) {
    assertThat(decision.rule()).isEqualTo(row.decision().rule());
    assertThat(decision).isEqualTo(row.decision());
  }
}
