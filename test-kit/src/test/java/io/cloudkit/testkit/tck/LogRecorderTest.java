package io.cloudkit.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogRecorderTest {
  private static final String OWN = "com.example.vendor";

  @Test
  void hearsItsPackageAtAnyLevelWithArgumentsAndCauses() {
    try (LogRecorder recorder = new LogRecorder(OWN)) {
      LoggerFactory.getLogger(OWN + ".Client").trace("asks {}", "by slf4j");
      RuntimeException cause = new IllegalStateException("in a cause");
      LoggerFactory.getLogger(OWN).debug("failed", new IllegalStateException("as", cause));
      Logger.getLogger(OWN + ".Client").log(Level.FINEST, "asks {0}", "by the JDK");

      assertThat(recorder.hearsSlf4j()).isTrue();
      assertThat(recorder.words())
          .anyMatch(words -> words.contains("asks by slf4j"))
          .anyMatch(words -> words.contains("in a cause"))
          .anyMatch(words -> words.contains("asks by the JDK"));
    }
  }

  @Test
  void hearsOthersWhenTheyAreLoud() {
    try (LogRecorder recorder = new LogRecorder(OWN)) {
      LoggerFactory.getLogger(OWN + "s.Wire").debug("a neighbour's header");
      LoggerFactory.getLogger("org.other").warn("a library's warning");
      Logger.getLogger("org.other").warning("another's warning");

      assertThat(recorder.words())
          .anyMatch(words -> words.contains("a library's warning"))
          .anyMatch(words -> words.contains("another's warning"))
          .noneMatch(words -> words.contains("a neighbour's header"));
    }
  }

  @Test
  void leavesTheLevelsAsTheyWere() {
    boolean before = LoggerFactory.getLogger(OWN).isTraceEnabled();
    LogRecorder recorder = new LogRecorder(OWN);
    recorder.close();
    LoggerFactory.getLogger(OWN).error("not for it");

    assertThat(LoggerFactory.getLogger(OWN).isTraceEnabled()).isEqualTo(before);
    assertThat(Logger.getLogger(OWN).getLevel()).isNull();
    assertThat(recorder.words()).isEmpty();
  }
}
