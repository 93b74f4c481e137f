package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The ids of the templates whose jobs are looked for, remembered for a while. Names are unique only
 * for each organization and kind, and are resolved by a filter (aap-api.md §2.2, §15.2).
 * Thread-safe.
 */
final class AapTemplates {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /**
   * A template as it is configured.
   *
   * @param setting that names it
   * @param nameOrId its name, or its id
   */
  record Named(String setting, String nameOrId) {
    boolean isId() {
      return nameOrId.matches("[0-9]{1,18}");
    }
  }

  /**
   * What was resolved.
   *
   * @param ids joined by commas
   * @param date when AAP answered, by its own clock
   */
  record Known(String ids, Optional<Instant> date, long since) {}

  private final AapReader reader;
  private final List<Named> named;
  private final LongSupplier nanoTime;
  private volatile Optional<Known> known = Optional.empty();

  AapTemplates(AapReader reader, List<Named> named, LongSupplier nanoTime) {
    this.reader = reader;
    this.named = List.copyOf(named);
    this.nanoTime = nanoTime;
  }

  /** As they were not long ago, or as they are. */
  Known resolve() {
    long now = nanoTime.getAsLong();
    return known
        .filter(each -> now - each.since() < REMEMBERED.toNanos())
        .orElseGet(() -> ask(reader.usualEnd()));
  }

  /**
   * Asks AAP.
   *
   * @throws ProviderException if AAP can not be asked, or shows no single template of a name
   */
  Known ask(Deadline end) {
    long now = nanoTime.getAsLong();
    TreeSet<Long> ids = new TreeSet<>();
    Optional<Instant> date = Optional.empty();
    for (Named each : named) {
      AapReader.Rows found =
          reader.list(
              reader
                  .base()
                  .resource(
                      "unified_job_templates/",
                      each.isId() ? "id" : "name",
                      each.nameOrId(),
                      "type",
                      "job_template,workflow_job_template",
                      "order_by",
                      "id"),
              end);
      ids.add(only(each, found.rows()));
      date = found.date();
    }
    Known asked =
        new Known(ids.stream().map(String::valueOf).collect(Collectors.joining(",")), date, now);
    known = Optional.of(asked);
    return asked;
  }

  private static long only(Named template, JsonNode rows) {
    if (rows.size() != 1) {
      throw new ProviderException(
          template.setting()
              + ": expected that AAP shows one template named \""
              + template.nameOrId()
              + "\", found "
              + rows.size()
              + (rows.isEmpty()
                  ? "; correct it, or grant the account of tracker-token the right to read it"
                  : "; name it by its id"));
    }
    return rows.path(0).path("id").asLong();
  }
}
