package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was meant, of names that may be somebody else's, and of those that are wrong anyhow. */
class NearMissTest {
  private static final Set<String> KNOWN = Set.of("hold", "management-state", "a-name-of-16-let");

  @ParameterizedTest
  @CsvSource({
    "hodl, hold, hold",
    "hol, hold, hold",
    "hots, , hold",
    "hosting, , ",
    "hold, , hold",
    "mangaement-stat, management-state, management-state",
    "mangaement-sta, , management-state",
    "mangaement-st, , "
  })
  void tells(String name, String meant, String wrong) {
    assertThat(NearMiss.of(name, KNOWN)).isEqualTo(Optional.ofNullable(meant));
    assertThat(NearMiss.ofWrong(name, KNOWN)).isEqualTo(Optional.ofNullable(wrong));
  }
}
