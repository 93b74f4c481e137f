package io.cloudkit.provider.eda;

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

/** The page of EDA's rules: each rule has its line, and what a line names is there. */
class EdaRulesPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|IT|OnKubernetes))(?:\\.(\\w+))?`");
  private static final Pattern RULE = Pattern.compile("(?m)^\\| ([0-9]+) \\|");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/eda-rules.md"));
  }

  @Test
  void eachRuleOfTheProviderAndOfTheSimulatorHasItsLine() throws IOException {
    List<Integer> numbers =
        RULE.matcher(page()).results().map(result -> Integer.parseInt(result.group(1))).toList();
    assertThat(numbers)
        .isEqualTo(
            IntStream.concat(IntStream.rangeClosed(1, 25), IntStream.rangeClosed(1, 14))
                .boxed()
                .toList());
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          sources.merge(
              file.getFileName().toString().replace(".java", ""),
              Files.readString(file),
              String::concat);
        }
      }
    }
    Collection<MatchResult> named = TEST.matcher(page()).results().toList();
    assertThat(named).hasSizeGreaterThan(60);
    assertThat(named)
        .allSatisfy(
            test -> {
              assertThat(sources).as(test.group()).containsKey(test.group(1));
              assertThat(test.group(2)).as("the method of %s", test.group()).isNotNull();
              assertThat(sources.get(test.group(1)).contains("void " + test.group(2) + "("))
                  .as(test.group())
                  .isTrue();
            });
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> all = Files.list(ROOT)) {
      return all.filter(each -> Files.isDirectory(each.resolve("src/test/java"))).toList();
    }
  }
}
