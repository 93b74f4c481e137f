package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about decisions, against the decisions. */
class DecisionDocumentTest {
  private static final Path WRITTEN = Path.of("target/decisions.md");
  private static final Path PUBLISHED = Path.of("../docs/decisions.md");

  @Test
  void thePageIsCurrent() throws IOException {
    Files.createDirectories(WRITTEN.getParent());
    Files.writeString(WRITTEN, DecisionDocument.markdown(Rows.ALL));

    assertThat(Files.exists(PUBLISHED) ? Files.readString(PUBLISHED) : "")
        .as("cp controller-core/target/decisions.md docs/decisions.md")
        .isEqualTo(Files.readString(WRITTEN));
  }

  @Test
  void thePageHasEveryRuleInItsOrder() {
    assertThat(DecisionDocument.GROUPS)
        .flatExtracting(DecisionDocument.Group::rules)
        .isEqualTo(Rules.ALL);
  }

  @Test
  void thePageHasEveryRow() {
    String page = DecisionDocument.markdown(Rows.ALL);

    assertThat(Rows.ALL).allMatch(row -> page.contains("| " + row.sentence() + " |"));
  }

  @Test
  void thePageSpeaksOfNothingInside() {
    assertThat(DecisionDocument.markdown(Rows.ALL).lines().filter(line -> line.startsWith("|")))
        .as("names of Java, or of documents that its reader does not have")
        .noneMatch(line -> line.matches(".*(\\b[a-z]+[A-Z]|\\w\\.md\\b|\\(\\)).*"));
  }
}
