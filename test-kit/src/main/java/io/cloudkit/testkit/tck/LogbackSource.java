package io.cloudkit.testkit.tck;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What {@link LogRecorder} hears of logback. */
final class LogbackSource extends AppenderBase<ILoggingEvent> implements LogRecorder.Source {
  private final String ownPackage;
  private final Consumer<String> words;
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger own;
  private final Level before;

  LogbackSource(String ownPackage, Consumer<String> words) {
    this.ownPackage = ownPackage;
    this.words = words;
    this.own = (Logger) LoggerFactory.getLogger(ownPackage);
    this.before = own.getLevel();
    setContext(root.getLoggerContext());
    start();
    own.setLevel(Level.TRACE);
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean loud = event.getLevel().isGreaterOrEqual(Level.INFO);
    if (loud || LogRecorder.isOf(ownPackage, event.getLoggerName())) {
      words.accept(
          event.getFormattedMessage()
              + " "
              + event.getMDCPropertyMap()
              + event.getKeyValuePairs()
              + "\n"
              + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    own.setLevel(before);
    stop();
  }
}
