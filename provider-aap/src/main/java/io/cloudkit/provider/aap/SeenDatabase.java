package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when AAP has another database than it had before in this process: the ids of jobs mean
 * others there (aap-api.md §1.3). Thread-safe.
 */
final class SeenDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(SeenDatabase.class);

  private String first = "";
  private String last = "";

  synchronized void saw(String installUuid) {
    if (first.isEmpty()) {
      first = installUuid;
    } else if (!last.equals(installUuid)) {
      LOG.warn("AAP has another database than before: install_uuid {} was {}", installUuid, last);
    }
    last = installUuid;
  }

  /** Empty if it is the one that was seen first. */
  synchronized Optional<Finding> finding(String subject) {
    return first.equals(last)
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                subject,
                "it has another database than when the operator started: install_uuid "
                    + Excerpt.cut(last, 60)
                    + " was "
                    + Excerpt.cut(first, 60),
                "check the setting url; after a move or a restore, look at the resources whose jobs"
                    + " are not found any more"));
  }
}
