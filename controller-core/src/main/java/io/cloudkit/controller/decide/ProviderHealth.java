package io.cloudkit.controller.decide;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the providers are, by what this process knows of them. An instance that is in neither map was
 * not asked yet, and nothing is known of it.
 *
 * @param errors what the last preflight of each instance found that lets launches fail, with the
 *     remedies; empty if it found nothing
 * @param silences since when each instance does not tell the news of its jobs; empty if it does
 */
public record ProviderHealth(
    Map<String, Optional<String>> errors, Map<String, Optional<Silence>> silences) {
  /** Nobody was asked yet. */
  public static final ProviderHealth UNKNOWN = new ProviderHealth(Map.of(), Map.of());

  /**
   * A time without news.
   *
   * @param since when the first question was not answered, by this process's clock
   * @param reason why there is none, and what to do
   */
  public record Silence(Instant since, String reason) {
    public Silence {
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(reason, "reason");
    }
  }

  public ProviderHealth {
    errors = Map.copyOf(errors);
    silences = Map.copyOf(silences);
  }
}
