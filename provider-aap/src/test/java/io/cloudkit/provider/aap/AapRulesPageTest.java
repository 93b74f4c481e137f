package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of what AAP does: each row has its line, and what a line names is there. */
class AapRulesPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9]+) \\|(.*)$");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/aap-rules.md"));
  }

  private static IntStream upTo(int last) {
    return IntStream.rangeClosed(1, last);
  }

  @Test
  void eachRowOfAnswersOfTransitionsAndOfTheSimulationHasItsLine() throws IOException {
    List<Integer> numbers =
        ROW.matcher(page()).results().map(row -> Integer.parseInt(row.group(1))).toList();
    // aap-api.md §13.1 and 407, which a proxy says; §13.2; the list for a faithful fake
    IntStream wanted = IntStream.concat(IntStream.concat(upTo(12), upTo(15)), upTo(18));
    assertThat(numbers).isEqualTo(wanted.boxed().toList());
  }

  @Test
  void eachLineNamesATest() throws IOException {
    assertThat(ROW.matcher(page()).results().map(row -> row.group(2)))
        .allSatisfy(line -> assertThat(line).containsPattern(TEST));
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    Map<String, String> sources = sources();
    Collection<MatchResult> named = TEST.matcher(page()).results().toList();
    assertThat(named).hasSizeGreaterThan(80);
    assertThat(named)
        .allSatisfy(
            test -> {
              assertThat(sources).as(test.group()).containsKey(test.group(1));
              if (test.group(2) != null) {
                assertThat(sources.get(test.group(1)).contains("void " + test.group(2) + "("))
                    .as(test.group())
                    .isTrue();
              }
            });
  }

  /** The text of each test class by its name; of two of one name both. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("provider-aap", "test-kit", "controller-core")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          sources.merge(
              file.getFileName().toString().replace(".java", ""),
              Files.readString(file),
              String::concat);
        }
      }
    }
    return sources;
  }
}
