package io.cloudkit.testkit.tck;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Takes down what is logged while it is open, by whichever thread: what a package and those below
 * it log at any level, and what everybody else logs from INFO on, since wire logs of libraries show
 * secrets by their nature, and nobody sees them unless they are asked for.
 *
 * <p>It hears java.util.logging (System.Logger with it), and slf4j where that leads to logback or
 * to java.util.logging. Other backends have no listener that can be added while they run.
 */
final class LogRecorder implements AutoCloseable {
  /** What a recorder is told by. */
  interface Source extends AutoCloseable {
    @Override
    void close();
  }

  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";
  private static final String JDK = "org.slf4j.jul.JDK14LoggerFactory";

  private final String slf4j = LoggerFactory.getILoggerFactory().getClass().getName();
  private final List<String> words = new CopyOnWriteArrayList<>();
  private final List<Source> sources = new CopyOnWriteArrayList<>();

  LogRecorder(String ownPackage) {
    sources.add(new JdkSource(ownPackage, words::add));
    if (slf4j.equals(LOGBACK)) {
      // a class of its own, which is not loaded where there is no logback
      sources.add(new LogbackSource(ownPackage, words::add));
    }
  }

  /** Whether what is logged by slf4j is heard, too. */
  boolean hearsSlf4j() {
    return slf4j.equals(LOGBACK) || slf4j.equals(JDK);
  }

  /** Each event with its arguments and exceptions, oldest first. */
  List<String> words() {
    return List.copyOf(words);
  }

  @Override
  public void close() {
    sources.forEach(Source::close);
  }

  static boolean isOf(String ownPackage, String logger) {
    return logger.equals(ownPackage) || logger.startsWith(ownPackage + ".");
  }

  private static final class JdkSource extends Handler implements Source {
    private final String ownPackage;
    private final Consumer<String> words;
    private final Logger root = Logger.getLogger("");
    private final Logger own;
    private final Level before;

    JdkSource(String ownPackage, Consumer<String> words) {
      this.ownPackage = ownPackage;
      this.words = words;
      this.own = Logger.getLogger(ownPackage);
      this.before = own.getLevel();
      own.setLevel(Level.ALL);
      root.addHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
      boolean loud = event.getLevel().intValue() >= Level.INFO.intValue();
      if (!loud && !isOf(ownPackage, String.valueOf(event.getLoggerName()))) {
        return;
      }
      StringWriter told = new StringWriter();
      told.append(new SimpleFormatter().formatMessage(event)).append('\n');
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(told, true));
      }
      words.accept(told.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      root.removeHandler(this);
      own.setLevel(before);
    }
  }
}
