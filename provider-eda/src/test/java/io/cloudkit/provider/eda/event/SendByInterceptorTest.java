package io.cloudkit.provider.eda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.eda.event.SendByInterceptor.Departure;
import io.cloudkit.provisioning.api.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SendByInterceptorTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void anEffectLeavesOnceWhateverTheClientMakesOfItsAnswer() throws IOException {
    Departure effect = Departure.ofEffect(Optional.empty());
    effect.leave();
    assertThatThrownBy(effect::leave).isInstanceOf(IOException.class).hasMessageContaining("again");
    assertThat(effect.hasLeft()).isTrue();
  }

  @Test
  void aQuestionMayBeRepeated() throws IOException {
    Departure question = Departure.ofQuestion();
    question.leave();
    assertThatCode(question::leave).doesNotThrowAnyException();
  }

  @Test
  void nothingLeavesAfterItsPermission() {
    Departure effect =
        Departure.ofEffect(Optional.of(Deadline.after(Duration.ofSeconds(1), nanos::get)));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThatThrownBy(effect::leave).isInstanceOf(SendByInterceptor.TooLateException.class);
    assertThat(effect.hasLeft()).isFalse();
  }
}
