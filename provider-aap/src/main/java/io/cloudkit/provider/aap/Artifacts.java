package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What playbooks say back by {@code set_stats} (aap-api.md §9): the config version that they
 * reached, and what a person chose to be shown. Thread-safe.
 */
final class Artifacts {
  /** Says which config version the playbook reached; without it, that of its launch. */
  static final String RECONCILED = "cloudkit_reconciled_config_version";

  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);
  private static final int LONGEST_VERSION = 128;

  /** Rows cost (aap-api.md §15.9): of a workflow with more jobs the last ones are read. */
  private static final int MOST_JOBS = 50;

  /** As set_stats takes them. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final int MOST_NAMES = 16;

  private static final Duration MOST = Duration.ofSeconds(3);

  private final JobLists lists;
  private final CallTime time;
  private final Redaction redaction;
  private final Set<String> shown;

  /**
   * The names in the setting outputs, joined by commas.
   *
   * @throws IllegalArgumentException if one can be that of no artifact, or they are too many
   */
  static Set<String> names(Optional<String> list) {
    if (list.isEmpty()) {
      return Set.of();
    }
    Set<String> names =
        Arrays.stream(list.get().split(",", -1)).map(String::strip).collect(Collectors.toSet());
    names.stream()
        .filter(name -> !NAME.matcher(name).matches())
        .sorted()
        .findFirst()
        .ifPresent(Artifacts::refuseName);
    if (names.size() > MOST_NAMES) {
      throw new IllegalArgumentException(
          AapProviderFactory.OUTPUTS
              + ": expected up to "
              + MOST_NAMES
              + " names, found "
              + names.size());
    }
    return names;
  }

  private static void refuseName(String name) {
    throw new IllegalArgumentException(
        AapProviderFactory.OUTPUTS
            + ": expected names such as address_v4, joined by commas, found \""
            + Excerpt.cut(Excerpt.oneLine(name), 60)
            + "\"; set_stats takes letters, digits and underscores alone");
  }

  /**
   * Artifacts of one AAP's jobs.
   *
   * @param shown the names of those that people are shown: others may hold what not everybody is to
   *     see who sees the resource
   */
  Artifacts(JobLists lists, CallTime time, Redaction redaction, Set<String> shown) {
    this.lists = lists;
    this.time = time;
    this.redaction = redaction;
    this.shown = Set.copyOf(shown);
  }

  /** Adds what a job said back to its status. */
  void put(JobRow job, JobState state, JobStatus.Builder status) {
    JsonNode artifacts = job.row().path("artifacts");
    // a string says that they are hidden: aap-api.md §9.2
    if (!artifacts.isObject()) {
      return;
    }
    shown.stream()
        .filter(artifacts::has)
        .forEach(name -> status.output(name, redaction.over(text(artifacts.path(name)))));
    String version = artifacts.path(RECONCILED).asText("");
    if (state == JobState.SUCCEEDED && ExtraVars.isName(version, LONGEST_VERSION)) {
      status.reconciledVersion(version);
    }
  }

  /**
   * Adds what the jobs of a workflow said back, which has no artifacts itself (aap-api.md §9.3); of
   * two that say one thing the one that ended last is right. The end of the workflow is told
   * without them if they can not be read.
   */
  void putOfChildren(List<Long> jobs, JobState state, JobStatus.Builder status) {
    if (jobs.isEmpty()) {
      return;
    }
    List<Long> last = jobs.subList(Math.max(0, jobs.size() - MOST_JOBS), jobs.size());
    Outcome<JobLists.Reply> reply = Outcome.of(() -> time.within(MOST, () -> lists.of(last)));
    reply.failure().ifPresent(why -> LOG.debug("artifacts of jobs {}: {}", last, why.getMessage()));
    reply.answer().stream()
        .flatMap(each -> each.rows().stream())
        .sorted(Comparator.comparing(row -> row.finished().orElse(Instant.MIN)))
        .forEach(row -> put(row, state, status));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
