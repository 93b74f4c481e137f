package io.cloudkit.operator.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import io.cloudkit.operator.configuration.OperatorSettings.Log;
import io.cloudkit.operator.configuration.OperatorSettings.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies what the configuration says about logs to what {@code logback.xml} began with. */
public final class Logging {
  private static final String CONSOLE = "console";

  private Logging() {}

  /** Sets the level of our own loggers, and the format of all. Called once, at start. */
  public static void apply(Log log) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.cloudkit").setLevel(Level.toLevel(log.level()));
    Appender<ILoggingEvent> appender =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE);
    if (log.format() == LogFormat.JSON
        && appender instanceof ConsoleAppender<ILoggingEvent> console) {
      JsonLines encoder = new JsonLines();
      encoder.setContext(context);
      encoder.start();
      console.stop();
      console.setEncoder(encoder);
      console.start();
    }
  }
}
