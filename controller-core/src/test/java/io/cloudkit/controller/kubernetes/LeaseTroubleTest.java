package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTroubleTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final LeaseTrouble trouble =
      new LeaseTrouble(
          new KubernetesLeadership.Terms(
              "vms", "lead", "me", SECOND.multipliedBy(15), SECOND.multipliedBy(10), SECOND),
          now::get);

  @Test
  void saysWhatTheServerSaid() {
    trouble.of(answer(403, "User \"x\" cannot create resource \"leases\""));

    assertThat(trouble.now())
        .contains(
            "lease vms/lead can not be read or taken: User \"x\" cannot create resource"
                + " \"leases\"");
  }

  @Test
  void saysTheInnermostCauseWhenThereIsNoAnswer() {
    trouble.of(
        new KubernetesClientException("An error", new ConnectException("Connection refused")));

    assertThat(trouble.now()).get().asString().endsWith(": Connection refused");
  }

  @Test
  void takesAConflictForNone() {
    trouble.isOver();
    trouble.of(answer(409, "conflict"));

    assertThat(trouble.now()).isEmpty();
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        "Failure executing: POST",
        code,
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
