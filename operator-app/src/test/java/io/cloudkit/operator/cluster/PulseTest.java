package io.cloudkit.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PulseTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Pulse pulse = new Pulse(now::get);

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(Pulse.class)).addAppender(log);
  }

  @AfterEach
  void ignore() {
    ((Logger) LoggerFactory.getLogger(Pulse.class)).detachAppender(log);
  }

  @Test
  void isAwayUntilTheFirstAnswer() {
    assertThat(pulse.problem()).contains("the Kubernetes API has not answered yet");
    pulse.answered();
    assertThat(pulse.problem()).isEmpty();
  }

  @Test
  void isAwayWhenItsLastAnswerIsAMinuteOld() {
    pulse.answered();
    now.addAndGet(Pulse.STALE.toNanos());
    pulse.failed("it refuses the connection");
    assertThat(pulse.problem()).as("it may come back").isEmpty();

    now.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(pulse.problem()).contains("it refuses the connection");
  }

  @Test
  void saysOnceThatItIsAwayAndOnceThatItIsBack() {
    pulse.answered();
    pulse.failed("it refuses the connection");
    pulse.failed("it refuses the connection");
    pulse.answered();
    pulse.answered();

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "it refuses the connection; trying on", "the Kubernetes API answers again");
  }
}
