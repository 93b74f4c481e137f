package io.cloudkit.controller.decide;

import org.junit.jupiter.api.Test;

/**
 * The tests of all rows, each in one go, for mutation testing alone: it starts a test anew for each
 * change of the code, and a row of its own is quicker decided than started. As no name of a test
 * ends so, the build runs the rows one by one, each with its sentence.
 */
class WholeTable {
  private final DecisionTableTest table = new DecisionTableTest();
  private final ControlsTest controls = new ControlsTest();

  @Test
  void decidesAsTheTableSays() {
    DecisionTableTest.rows().forEach(table::decidesAsTheTableSays);
  }

  @Test
  void whatIsWrittenHasAllConditionsOfItsGeneration() {
    DecisionTableTest.writingRows().forEach(table::whatIsWrittenHasAllConditionsOfItsGeneration);
  }

  @Test
  void whoWaitsWritesAndTellsNothingAMinuteLater() {
    DecisionTableTest.waitingRows().forEach(table::whoWaitsWritesAndTellsNothingAMinuteLater);
  }

  @Test
  void decidingAgainAtOnceComesToAnEnd() {
    DecisionTableTest.rows().forEach(table::decidingAgainAtOnceComesToAnEnd);
  }

  @Test
  void aTransitionTimeMovesWithItsStatusAlone() {
    DecisionTableTest.rows().forEach(table::aTransitionTimeMovesWithItsStatusAlone);
  }

  @Test
  void whatAPersonSaysHasItsEffectOrIsAnswered() {
    ControlsTest.rows()
        .forEach(
            row -> {
              controls.whatIsHeldLaunchesNothingAndLetsNothingGoThatWasNotLetGo(row);
              controls.aWordThatIsNotUnderstoodHoldsAndIsNamed(row);
              controls.whatIsUnmanagedIsNeitherLaunchedNorCancelledNorAskedAbout(row);
              controls.whatIsManualLaunchesNothingAndIsLetGoWhenItIsDeleted(row);
              controls.whatIsOrphanedIsLetGoWhenItIsDeletedAndLivesAsBeforeElse(row);
              controls.aRetryEndsAPauseAndChangesNothingElse(row);
              controls.nothingIsLaunchedWhenLaunchesAreStopped(row);
            });
    ControlsTest.rowsWithoutAnAnswer()
        .forEach(controls::anAnswerToAnotherQuestionChangesNothingAndIsNamedWhereOneIsAsked);
  }
}
