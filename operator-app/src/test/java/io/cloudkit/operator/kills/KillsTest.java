package io.cloudkit.operator.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.kills.Point.Blow;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillsTest {
  @Test
  void theMatrixHasEveryStepEachWayAndEveryCombination() {
    int ways = Point.Landing.values().length * Point.Successor.values().length * 2;
    assertThat(Point.matrix()).doesNotHaveDuplicates().hasSize(11 * ways);
  }

  @Test
  void theWholeMatrixIsStruckBeforeAPointIsStruckAgain() {
    List<Point> plan = Kills.plan(200);
    assertThat(plan).filteredOn(each -> each.blow() == Blow.KILL).hasSize(200);
    assertThat(new HashSet<>(plan.subList(0, Point.matrix().size())))
        .containsExactlyInAnyOrderElementsOf(Point.matrix());
  }

  @Test
  void aShortPlanHasSoManyKillsToo() {
    assertThat(Kills.plan(5)).filteredOn(each -> each.blow() == Blow.KILL).hasSize(5);
  }
}
