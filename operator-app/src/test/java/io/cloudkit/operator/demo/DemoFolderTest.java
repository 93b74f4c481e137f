package io.cloudkit.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoFolderTest {
  @Test
  void goesWithTheDemo() throws IOException {
    DemoFolder folder = DemoFolder.create();
    Files.writeString(folder.operatorLog(), "a line");

    folder.close();
    folder.close();

    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void staysWhenSomebodyMayWantToLookAtIt() throws IOException {
    DemoFolder folder = DemoFolder.create();
    Files.writeString(folder.operatorLog(), "a line");
    folder.keep();

    folder.close();

    assertThat(folder.operatorLog()).hasContent("a line");
    Files.delete(folder.operatorLog());
    Files.delete(folder.path());
  }

  @Test
  void colorsNothingWithoutATerminal() {
    assertThat(Terminal.color(Map.of(), null)).isEqualTo(Narrator.Color.OFF);
  }
}
