package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.Search.Newest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the job of a launch may have been there and its row be lost: then that none is found
 * proves nothing. Only times that AAP wrote are compared. Thread-safe.
 */
final class LostRows {
  /** The cleanup of AAP counts in days (aap-api.md §7.1). */
  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

  private final Search search;

  LostRows(Search search) {
    this.search = search;
  }

  /**
   * What a person has to look at and to answer; empty if no row can have been lost.
   *
   * @param now by the clock of AAP, if it tells it
   */
  Optional<String> remedy(Bookmark bookmark, String operation, Optional<Instant> now) {
    Optional<Newest> upTo = upTo(bookmark);
    if (wentBack(bookmark, upTo)) {
      return Optional.of(
          "AAP was restored from its own backup, or its newest jobs deleted: ids fell below "
              + bookmark.highestId()
              + ". The job may run without a record; look at the machine, and for a job whose"
              + " variable cloudkit_operation.id is "
              + operation);
    }
    return mayBePurged(bookmark, upTo, now)
        ? Optional.of(
            "AAP's cleanup may have deleted the job: none is left that ended before the launch."
                + " Look at the machine: answer "
                + operation
                + "=retry only if it was not touched; if it was, =abandon, and rerun or delete the"
                + " resource")
        : Optional.empty();
  }

  private Optional<Newest> upTo(Bookmark bookmark) {
    return bookmark.highestId() == 0
        ? Optional.empty()
        : search.newest("id__lte", String.valueOf(bookmark.highestId()));
  }

  /**
   * Whether ids began again below the bookmark's since, as they do in a database that was put back
   * from its own backup: it keeps its install_uuid and loses what was launched after the backup
   * (aap-api.md §12.5). Then no job has an id as high as the highest was, or those that have came
   * later. An AAP whose newest jobs were deleted looks the same.
   *
   * <p>It does not show where the backup was made after the bookmark, nor where the bookmark had
   * seen no job, nor where ids went on above an old bookmark without a time.
   */
  private boolean wentBack(Bookmark bookmark, Optional<Newest> upTo) {
    long highest = bookmark.highestId();
    if (highest == 0) {
      return false;
    }
    boolean cameLater =
        upTo.flatMap(Newest::created)
            .filter(now -> bookmark.highestCreated().filter(now::isAfter).isPresent())
            .isPresent();
    if (cameLater || isThere(bookmark, upTo)) {
      return cameLater;
    }
    // the job itself is gone: a purge leaves newer ones
    return search.newest().filter(job -> job.id() > highest).isEmpty();
  }

  private static boolean isThere(Bookmark bookmark, Optional<Newest> upTo) {
    return upTo.filter(job -> job.id() == bookmark.highestId()).isPresent();
  }

  /**
   * Whether a cleanup may have come over the launch's job. It takes what was created before some
   * day and has ended, of whatever template (aap-api.md §7.1): so it took none that came later than
   * one that had ended already, and is there. Where AAP had none such, as a new one has none, that
   * it keeps all for a day must do, and this only while the newest job of then is there, too.
   */
  private boolean mayBePurged(Bookmark bookmark, Optional<Newest> upTo, Optional<Instant> now) {
    Optional<Instant> before =
        bookmark.takenAt().or(bookmark::highestCreated).or(() -> upTo.flatMap(Newest::created));
    if (before.isPresent() && hasOneThatHadEnded(bookmark.highestId(), before.get())) {
      return false;
    }
    boolean isNewestThere = bookmark.highestId() == 0 || isThere(bookmark, upTo);
    return !isNewestThere || !isWithinRetention(bookmark, now);
  }

  private boolean hasOneThatHadEnded(long highest, Instant before) {
    return highest != 0
        && search
            .newest(
                "type",
                "job,workflow_job",
                "id__lte",
                String.valueOf(highest),
                "status__in",
                "successful,failed,error,canceled",
                "finished__lte",
                before.toString())
            .isPresent();
  }

  private static boolean isWithinRetention(Bookmark bookmark, Optional<Instant> now) {
    Optional<Instant> since = bookmark.takenAt().or(bookmark::highestCreated);
    return since.isPresent()
        && now.filter(time -> time.isBefore(since.get().plus(SHORTEST_RETENTION))).isPresent();
  }
}
