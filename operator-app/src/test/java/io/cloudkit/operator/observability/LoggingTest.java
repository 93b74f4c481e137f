package io.cloudkit.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.cloudkit.operator.configuration.OperatorSettings.Log;
import io.cloudkit.operator.configuration.OperatorSettings.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @BeforeEach
  @AfterEach
  void asInLogbackXml() throws Exception {
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
  }

  @Test
  void writesOneLineForAnEventHoweverManyItHolds() {
    Logging.apply(new Log("info", LogFormat.TEXT));

    assertThat(lines("first\nERROR forged line", new IllegalStateException("more\nlines")))
        .singleElement()
        .asString()
        .contains("first ⏎ ERROR forged line", "IllegalStateException: more ⏎ lines");
  }

  @Test
  void writesOneLineOfJson() {
    Logging.apply(new Log("info", LogFormat.JSON));

    assertThat(lines("first\nsecond", new IllegalStateException("more\nlines")))
        .singleElement()
        .asString()
        .startsWith("{")
        .contains("first\\nsecond");
  }

  @Test
  void fillsTheMessageInJson() {
    Logging.apply(new Log("info", LogFormat.JSON));

    assertThat(lines("serving on {}", new IllegalStateException("taken"), "port 8081"))
        .singleElement()
        .asString()
        .contains("\"message\":\"serving on port 8081\"", "\"level\":\"INFO\"")
        .contains("\"exception\":\"java.lang.IllegalStateException: taken");
  }

  @Test
  void setsTheLevelOfOurOwnLoggersAlone() {
    Logging.apply(new Log("debug", LogFormat.TEXT));

    assertThat(LoggerFactory.getLogger("io.cloudkit.controller").isDebugEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger("okhttp3").isDebugEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("io.fabric8.kubernetes").isInfoEnabled()).isFalse();
  }

  private List<String> lines(String message, Throwable thrown, Object... arguments) {
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("io.cloudkit.test"), Level.INFO, message, thrown, arguments);
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8).lines().toList();
  }
}
