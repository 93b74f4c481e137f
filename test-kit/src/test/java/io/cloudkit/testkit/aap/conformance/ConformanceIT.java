package io.cloudkit.testkit.aap.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The simulated AAP gives the answers of the table, each row with a server of its own. When a row
 * is red, ask first whether the simulation is wrong: the table is not written from it.
 */
class ConformanceIT {
  private static final Table TABLE = Table.read();

  @TestFactory
  Stream<DynamicTest> theSimulatedAapAnswersAsAwxDoes() {
    return TABLE.rows().stream()
        .map(row -> dynamicTest(row.name(), () -> check(row, FakeRoom.direct())));
  }

  @TestFactory
  Stream<DynamicTest> andSoItDoesBehindAGateway() {
    return TABLE.rows().stream()
        .filter(row -> row.gateway() == Row.Gateway.SAME)
        .map(row -> dynamicTest(row.name(), () -> check(row, FakeRoom.behindGateway())));
  }

  private static void check(Row row, FakeRoom room) {
    try (room) {
      Verdict verdict = new Judge(room, Wire.plain()).judge(row);
      if (row.fakeLacks().isPresent()) {
        assertThat(verdict.kind())
            .as("%s: the simulated AAP does it by now; take the mark from the row", row.name())
            .isEqualTo(Verdict.Kind.FAILED);
      } else {
        assertThat(verdict.kind())
            .as("%s%n  %s%n  source: %s", row.name(), verdict.complaints(), row.source())
            .isEqualTo(Verdict.Kind.PASSED);
      }
    }
  }

  /** What the simulation lacks is told in every build. */
  @Test
  void whatTheSimulatedAapLacksIsCounted() {
    List<Row> lacking = TABLE.rows().stream().filter(r -> r.fakeLacks().isPresent()).toList();
    lacking.forEach(
        row ->
            System.out.println(
                "the simulated AAP lacks: " + row.name() + " (" + row.fakeLacks().get() + ")"));
    System.out.println("rows=" + TABLE.rows().size() + " lacking=" + lacking.size());
    assertThat(TABLE.rows()).hasSizeGreaterThan(300);
  }
}
