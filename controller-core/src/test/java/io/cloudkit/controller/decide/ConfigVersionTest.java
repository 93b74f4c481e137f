package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One intent has one name, in every version of the program. */
class ConfigVersionTest {
  private static String of(Object value) {
    return ConfigVersion.of(Map.of("value", value));
  }

  /** When this fails, an upgrade of the program launches a job for every resource there is. */
  @Test
  void namesNeverChange() {
    assertThat(ConfigVersion.of(Map.of())).isEqualTo("v1-44136fa355b3678a1146ad16f7e8649e");
    assertThat(
            ConfigVersion.of(
                Map.of(
                    "templateID",
                    "osac.templates.small",
                    "cores",
                    2,
                    "memory",
                    1.5,
                    "public",
                    true,
                    "disks",
                    List.of("10Gi", "20Gi"),
                    "network",
                    Map.of("name", "blau-grün"))))
        .isEqualTo("v1-aac433a43c915f72c2a8788a007b24da");
  }

  @Test
  void isNoNumberToWhatEchoesIt() {
    assertThat(ConfigVersion.of(Map.of("a", 1))).matches("v1-[0-9a-f]{32}");
  }

  @Test
  void theOrderOfKeysMeansNothing() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", Map.of("c", 2));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", Map.of("c", 2));
    other.put("a", 1);
    assertThat(ConfigVersion.of(one)).isEqualTo(ConfigVersion.of(other));
  }

  @Test
  void theOrderOfAListMeansSomething() {
    assertThat(of(List.of(1, 2))).isNotEqualTo(of(List.of(2, 1)));
  }

  @Test
  void oneNumberHasOneName() {
    assertThat(List.of(of(1), of(1L), of(1.0), of(BigInteger.ONE), of(new BigDecimal("1.000"))))
        .containsOnly(of(1));
    assertThat(of(0)).isEqualTo(of(0.0)).isEqualTo(of(-0.0));
    assertThat(of(100)).isEqualTo(of(1e2)).isNotEqualTo(of(10)).isNotEqualTo(of(1));
    assertThat(of(0.1)).isEqualTo(of(new BigDecimal("0.10"))).isNotEqualTo(of(0.2));
  }

  @Test
  void aTextIsNoNumberAndNoTruth() {
    assertThat(of("1")).isNotEqualTo(of(1));
    assertThat(of("true")).isNotEqualTo(of(true));
  }

  @Test
  @SuppressWarnings("NullAway") // JSON has null
  void nothingIsAsGoodAsAbsent() {
    Map<String, Object> withNull = new HashMap<>();
    withNull.put("value", 1);
    withNull.put("other", null);
    assertThat(ConfigVersion.of(withNull)).isEqualTo(of(1));
  }

  /** JSON has no such numbers, but a text like 1e400 becomes one in a double. */
  @Test
  void numbersWithoutEndHaveAVersion() {
    assertThat(of(Double.POSITIVE_INFINITY))
        .isNotEqualTo(of(Double.NEGATIVE_INFINITY))
        .isNotEqualTo(of(Double.NaN))
        .isNotEqualTo(of("Infinity"));
  }

  @Test
  void whatIsEmptyIsNotAbsent() {
    assertThat(of("")).isNotEqualTo(ConfigVersion.of(Map.of()));
    assertThat(of(List.of())).isNotEqualTo(of(Map.of()));
    assertThat(of(Map.of())).isNotEqualTo(ConfigVersion.of(Map.of()));
  }

  @Test
  void noTextCanPassForAnotherStructure() {
    assertThat(ConfigVersion.of(Map.of("a", "x\",\"b\":\"y")))
        .isNotEqualTo(ConfigVersion.of(Map.of("a", "x", "b", "y")));
    assertThat(of(List.of("a", "b"))).isNotEqualTo(of(List.of("a\",1:\"b")));
    assertThat(ConfigVersion.of(Map.of("a", Map.of("b", 1))))
        .isNotEqualTo(ConfigVersion.of(Map.of("a", Map.of(), "b", 1)));
  }

  /**
   * What is hashed is what the adapter gives: a restart request is not in there because the adapter
   * leaves it out, and a change of anything that is in there is a change.
   */
  @Test
  void everythingThatIsGivenCounts() {
    assertThat(ConfigVersion.of(Map.of("a", 1)))
        .isNotEqualTo(ConfigVersion.of(Map.of("a", 1, "restartRequestedAt", "2026-01-01")));
  }
}
