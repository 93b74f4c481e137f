package io.cloudkit.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the rules, against the rules. */
class RulesPageTest {
  @Test
  void everyRuleIsInTheTable() throws IOException {
    String table =
        BrokenProvidersTest.rules()
            .map(RulesPageTest::row)
            .sorted()
            .collect(
                Collectors.joining(
                    "",
                    "| rule | promise | contract | when it fails, look at |\n|---|---|---|---|\n",
                    ""));

    assertThat(Files.readString(Path.of("../docs/provider-rules.md"))).contains(table);
  }

  private static String row(Rule rule) {
    return "| %s | %s | %s | %s |\n"
        .formatted(rule.number(), rule.promise(), rule.source(), rule.lookAt());
  }
}
