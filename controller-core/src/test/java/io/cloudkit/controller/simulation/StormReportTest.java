package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.Decider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a storm did not have is named, and what it had is not. */
class StormReportTest {
  private static List<String> missing(Tally tally) {
    return new StormReport(Map.of(Abilities.SEARCHABLE, tally), List.of(), Duration.ofSeconds(1))
        .missing();
  }

  @Test
  void namesTheFaultsThatNeverStruckWhereTheyCan() {
    assertThat(missing(new Tally()))
        .contains("searchable never met PROCESS_CRASHED")
        .doesNotContain("searchable never met EVENT_LOST");
  }

  @Test
  void namesTheRulesThatNeverDecided() {
    assertThat(missing(new Tally()))
        .contains("the rule \"as desired\" never decided")
        .hasSizeGreaterThan(Decider.rules().size());
  }

  @Test
  void namesTheDaysThatBrokeAPromise() {
    Map<Ability, Tally> none = Map.of(Abilities.SEARCHABLE, new Tally());
    StormReport report = new StormReport(none, List.of("L2: of that day"), Duration.ofSeconds(1));
    assertThat(report.markdown()).contains("violations=1", "| L2: of that day |");
  }

  @Test
  void doesNotNameWhatHappened() {
    Schedule day = new Schedule(1, Abilities.SEARCHABLE);
    assertThat(day.run()).isEmpty();
    Tally tally = new Tally();
    tally.add(day);
    assertThat(day.chronicle().faults()).isNotEmpty();
    assertThat(missing(tally))
        .doesNotContainAnyElementsOf(
            day.chronicle().faults().keySet().stream()
                .map(fault -> "searchable never met " + fault)
                .toList())
        .doesNotContainAnyElementsOf(
            day.chronicle().rules().keySet().stream()
                .map(rule -> "the rule \"" + rule + "\" never decided")
                .toList());
  }
}
