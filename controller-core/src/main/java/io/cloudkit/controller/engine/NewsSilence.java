package io.cloudkit.controller.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A provider instance does not tell the news of its jobs.
 *
 * @param since when the first question was not answered, by this process's clock
 * @param lasts how long that is ago
 * @param reason why there is none, as of the last question, and what to do; holds no secret
 */
public record NewsSilence(Instant since, Duration lasts, String reason) {
  public NewsSilence {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(lasts, "lasts");
    Objects.requireNonNull(reason, "reason");
  }
}
