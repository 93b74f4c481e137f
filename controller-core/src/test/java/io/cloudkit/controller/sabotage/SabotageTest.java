package io.cloudkit.controller.sabotage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulation can fail: it finds the engine without any one of its protections. How many days it
 * took goes to {@code target/sabotage.md}.
 */
@Tag("sabotage")
class SabotageTest {
  private static final int MOST_DAYS = 20_000;
  private static final Path DOCUMENT = Path.of("../docs/proof.md");
  private static final Path TABLE = Path.of("target/sabotage.md");
  private static final Map<Sabotage, String> FOUND = new ConcurrentHashMap<>();

  static List<Sabotage> sabotages() {
    return Sabotages.ALL;
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("sabotages")
  void theStormFindsTheEngineIn(Sabotage sabotage) throws Exception {
    Optional<List<String>> found =
        hunt(sabotage.cuts(), sabotage.ability(), sabotage.promise() + ":", MOST_DAYS);
    assertThat(found).as("a day of %d that breaks %s", MOST_DAYS, sabotage.promise()).isPresent();
    FOUND.put(sabotage, "%s %s |".formatted(row(sabotage), found.orElseThrow().get(0)));
  }

  @AfterAll
  static void tellsHowManyDaysItTook() throws IOException {
    String table =
        "| what is no longer done | broken | backends | days |\n|---|---|---|---|\n"
            + Sabotages.ALL.stream()
                .filter(FOUND::containsKey)
                .map(FOUND::get)
                .collect(Collectors.joining("\n"));
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table + "\n");
    System.out.println(table);
  }

  private static String row(Sabotage sabotage) {
    return "| %s | %s | %s |".formatted(sabotage.name(), sabotage.promise(), sabotage.ability());
  }

  @ParameterizedTest
  @ValueSource(strings = {"searchable", "deduplicating", "signalled", "eda"})
  void findsNothingInTheWholeEngineLoadedTheSameWay(String ability) throws Exception {
    assertThat(hunt(List.of(), ability, "", 100)).isEmpty();
  }

  @Test
  void refusesACutThatHitsNothing() {
    Cut miss = new Cut("controller.decide.Ledger", "no such text", "");
    assertThatThrownBy(() -> new SabotagedClasses(List.of(miss)))
        .hasMessageContaining("found 0 times: no such text");
  }

  @Test
  void refusesACutThatIsNotClearWhereToMake() {
    Cut vague = new Cut("controller.decide.Ledger", "return", "");
    assertThatThrownBy(() -> new SabotagedClasses(List.of(vague)))
        .hasMessageContaining("expected once");
  }

  @Test
  void refusesACutThatDoesNotCompile() {
    Cut broken = new Cut("controller.decide.Ledger", "public final class Ledger {", "");
    assertThatThrownBy(() -> new SabotagedClasses(List.of(broken)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDocumentNamesEachOfThem() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .as("%s; the rows are in %s", DOCUMENT, TABLE)
        .contains(Sabotages.ALL.stream().map(SabotageTest::row).toList());
  }

  @SuppressWarnings("unchecked") // its types are the JDK's, whoever loaded the class
  private static Optional<List<String>> hunt(
      List<Cut> cuts, String ability, String violation, int days) throws Exception {
    Class<?> hunt = new SabotagedClasses(cuts).loadClass("io.cloudkit.controller.simulation.Hunt");
    try {
      return (Optional<List<String>>)
          hunt.getMethod("find", String.class, String.class, int.class)
              .invoke(null, ability, violation, days);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError("a day ended with an exception", thrown.getCause());
    }
  }
}
