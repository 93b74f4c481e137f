package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.aap.FeedPlace.Mark;
import io.cloudkit.provider.aap.JobLists.Reply;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All pages of a feed from a place on, or as many as half of the call's time allows. A row that AAP
 * can not show, or that is too large, is looked for by smaller pages and stepped over: it is left
 * to those who ask by id. Used once, by one thread.
 */
final class FeedReading {
  private static final int PAGE = 200;

  /** What a node wrote whose clock is further ahead would be read again and again until then. */
  private static final Duration AHEAD = Duration.ofSeconds(10);

  /** So many rows in a row are stepped over one by one. */
  private static final int MOST_UNREADABLE = 10;

  /** How often it is looked for unreadable rows at once: about five times for each. */
  private static final int MOST_TROUBLES = 40;

  private final FeedQuestions questions;
  private final CallTime time;
  private final ServerTime serverTime;
  private final Set<Long> templates;
  private final FeedPlace from;
  private final Instant until;
  private final List<JobRow> rows = new ArrayList<>();
  private FeedPlace at;
  private Instant now;
  private int size = PAGE;
  private int unreadable;
  private boolean isRemembered;
  private int troubles;
  private boolean isLast;

  FeedReading(
      FeedQuestions questions,
      CallTime time,
      ServerTime serverTime,
      Set<Long> templates,
      FeedPlace from,
      Instant now) {
    this.questions = questions;
    this.time = time;
    this.serverTime = serverTime;
    this.templates = templates;
    this.from = from;
    this.at = from;
    this.now = now;
    this.until = now.plus(AHEAD);
    this.unreadable = from.unreadable();
    this.isRemembered = unreadable > 0;
  }

  /**
   * Reads.
   *
   * @param arrival hears how far it came, on the thread that asked
   */
  Reply whole(Consumer<FeedPlace> arrival) {
    try {
      while (!isLast) {
        next();
      }
    } catch (ProviderException broken) {
      if (at.equals(from)) {
        throw broken;
      }
    }
    return new Reply(rows, () -> arrival.accept(at));
  }

  private void next() {
    try {
      if (unreadable == 0) {
        page();
      } else {
        stepOver();
      }
    } catch (AapClient.TooLargeException heavy) {
      // each row carries its variables, whatever their size (aap-api.md §15.1)
      trouble(heavy);
    } catch (Answer.ServerErrorException failed) {
      if (troubles == 0) {
        questions.probe(templates, until);
      }
      trouble(failed);
    }
  }

  private void page() {
    JsonNode page = questions.page(at, templates, until, size);
    now = serverTime.now().orElse(now);
    rows.addAll(JobLists.jobs(page));
    FeedPlace next = at.after(questions.marks(page), now);
    isLast = page.size() < size || next.equals(at) || time.isHalfOver();
    at = next;
  }

  private void stepOver() {
    JsonNode row = questions.rowBehind(unreadable, at, templates, until);
    now = serverTime.now().orElse(now);
    if (row.isEmpty()) {
      at = at.before(unreadable, now);
      isLast = true;
      return;
    }
    List<Mark> marks = questions.marks(row);
    if (marks.isEmpty()) {
      unreadable++;
      return;
    }
    isRemembered = false;
    rows.addAll(JobLists.jobs(row));
    at = at.behind(marks.get(0));
    unreadable = 0;
    size = PAGE;
    isLast = time.isHalfOver();
  }

  private void trouble(ProviderException why) {
    if (++troubles > MOST_TROUBLES || time.isHalfOver()) {
      throw why;
    }
    if (isRemembered) {
      // another row has come before them, perhaps one that can be read
      isRemembered = false;
      unreadable = 0;
      size = 1;
    } else if (size > 1 && unreadable == 0) {
      size = Math.max(1, size / 4);
    } else if (++unreadable > MOST_UNREADABLE) {
      // it is by the rows only if AAP answers still
      questions.probe(templates, until);
      at = FeedPlace.at(now);
      isLast = true;
    }
  }
}
