package io.cloudkit.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.operator.resource.RawComputeInstance;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AnnouncementsTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> passedOn = new ArrayList<>();
  private final Announcements announcements =
      new Announcements(Metrics.registry(), (resource, notice) -> passedOn.add(notice.reason()));

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(Announcements.class)).addAppender(log);
  }

  @AfterEach
  void ignore() {
    ((Logger) LoggerFactory.getLogger(Announcements.class)).detachAppender(log);
  }

  @Test
  void warnsOfWhatSomebodyShouldLookAt() {
    announcements.publish(vm(), Notice.normal("Launched", "job 1 was launched"));
    announcements.publish(vm(), Notice.warning("LaunchRejected", "no such template"));

    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.INFO, Level.WARN);
    assertThat(log.list.get(1).getFormattedMessage())
        .contains("web", "LaunchRejected", "no such template");
    assertThat(passedOn).containsExactly("Launched", "LaunchRejected");
  }

  private static ResourceSnapshot vm() {
    RawComputeInstance instance = new RawComputeInstance();
    instance.getMetadata().setNamespace("vms");
    instance.getMetadata().setName("web");
    instance.getMetadata().setUid("uid-1");
    return instance.snapshot();
  }
}
