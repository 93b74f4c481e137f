package io.cloudkit.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.util.concurrent.Uninterruptibles;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PreflightTest {
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(500);

  private static final Finding BAD_TOKEN =
      Finding.error("url", "AAP answers 401", "check url and token");
  private static final Finding NOTE = Finding.info("version", "AWX 24.6.1");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Supplier<List<Finding>> answer = List::of;
  private final Preflight preflight = new Preflight("aap", provider());

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(Preflight.class)).addAppender(log);
  }

  @AfterEach
  void ignore() {
    ((Logger) LoggerFactory.getLogger(Preflight.class)).detachAppender(log);
  }

  @Test
  void saysAFindingOnceAndThatAllIsWellAgain() {
    answer = () -> List.of(BAD_TOKEN);
    assertThat(preflight.run()).isEqualTo(Preflight.WHEN_NOT);
    assertThat(preflight.run()).isEqualTo(Preflight.WHEN_NOT);
    assertThat(preflight.problem()).contains("url: AAP answers 401; check url and token");

    answer = () -> List.of(NOTE);
    assertThat(preflight.run()).isEqualTo(Preflight.WHEN_WELL);

    assertThat(preflight.problem()).isEmpty();
    assertThat(log.list)
        .extracting(each -> each.getLevel() + " " + each.getFormattedMessage())
        .containsExactly(
            "WARN provider aap: url: AAP answers 401; check url and token",
            "INFO provider aap: version: AWX 24.6.1",
            "INFO provider aap: nothing is found wrong with its backend");
  }

  @Test
  void saysAtTheStartThatAllIsWell() {
    assertThat(preflight.problem()).contains("not asked yet");
    preflight.run();
    preflight.run();

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("provider aap: nothing is found wrong with its backend");
  }

  @Test
  void givesWhatItFindsToWhoeverListensAndAtOnceWhatItFoundLast() {
    List<List<Finding>> heard = new ArrayList<>();
    preflight.tell((instance, findings) -> heard.add(findings));
    assertThat(heard).as("it was not asked yet").isEmpty();
    answer = () -> List.of(BAD_TOKEN);
    preflight.run();
    assertThat(heard).containsExactly(List.of(BAD_TOKEN));

    List<String> late = new ArrayList<>();
    preflight.tell((instance, findings) -> late.add(instance + " " + findings));
    assertThat(late).containsExactly("aap " + List.of(BAD_TOKEN));
    answer = List::of;
    preflight.run();
    assertThat(late).hasSize(2).endsWith("aap []");
  }

  @Test
  void takesAnExceptionForAFinding() {
    answer =
        () -> {
          throw new ProviderException("AAP can not be reached");
        };
    preflight.run();
    assertThat(preflight.problem())
        .contains("preflight: AAP can not be reached; look at its backend");

    answer =
        () -> {
          throw new IllegalStateException("s3cret");
        };
    preflight.run();
    assertThat(preflight.problem())
        .get()
        .asString()
        .contains("a defect of the provider")
        .doesNotContain("s3cret");
  }

  @Test
  void givesUpWhatDoesNotEndAndTakesAnErrorForAFinding() {
    CountDownLatch never = new CountDownLatch(1);
    answer =
        () -> {
          Uninterruptibles.awaitUninterruptibly(never);
          return List.of();
        };
    preflight.run();
    assertThat(preflight.problem()).get().asString().contains("preflight did not end within");
    never.countDown();

    answer =
        () -> {
          throw new NoClassDefFoundError("com/acme/Missing");
        };
    preflight.run();
    assertThat(preflight.problem()).get().asString().contains("NoClassDefFoundError");
  }

  private ProvisioningProvider provider() {
    return (ProvisioningProvider)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ProvisioningProvider.class},
            (proxy, method, arguments) -> {
              return method.getName().equals("traits")
                  ? ProviderTraits.polled().callTimeout(CALL_TIMEOUT).build()
                  : answer.get();
            });
  }
}
